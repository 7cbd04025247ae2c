"""A cold ``report`` over ten years beside LibreOffice converting a CSV of the same days to PDF."""

import csv
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from ldn_journal.base.paths import DataFolder
from ldn_journal.journal import Journal
from tests.benchmarks.measuring import ROOT, Figure, environment, paired, timed


def measure(folder: DataFolder, rounds: int) -> Figure:
    """Return the ratio, or a figure without a value where ``soffice`` is not installed."""
    name = "cold report of ten years / LibreOffice"
    office = shutil.which("soffice")
    if office is None:
        return Figure(name, None, 1.0, detail="soffice is not installed")
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        table = place / "days.csv"
        first = _write_days(folder, table)
        target = str(place / "ours.pdf")
        report = [
            sys.executable,
            "-m",
            "ldn_journal",
            "--data-dir",
            str(folder.root),
            "report",
            target,
            "--from",
            first,
        ]
        profile = f"-env:UserInstallation=file://{place}/profile"
        convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(place), str(table)]
        ours, theirs, ratio = paired(lambda: _run(report), lambda: _run(convert), rounds)
        if not (place / "ours.pdf").stat().st_size or not (place / "days.pdf").stat().st_size:
            raise RuntimeError("one of the two wrote nothing")
    return Figure(name, ratio, 1.0, detail=f"{ours:.2f} s / {theirs:.2f} s")


def _run(command: list[str]) -> float:
    return timed(lambda: subprocess.run(command, check=True, capture_output=True, env=environment(), cwd=ROOT))


def _write_days(folder: DataFolder, table: Path) -> str:
    """Write a wide table of all days; return the first day."""
    with Journal.open(folder) as journal:
        span = journal.span()
        assert span is not None
        measures = journal.tracked()
        days = journal.days(span[0], min(span[1], journal.today() - timedelta(days=1)))
        with table.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(["day", "dose", *(measure.key for measure in measures)])
            for day, content in days.items():
                writer.writerow([day.isoformat(), content.taken_pg, *(content.value(measure) for measure in measures)])
    return span[0].isoformat()
