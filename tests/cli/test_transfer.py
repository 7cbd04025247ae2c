import io
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from pypdf import PdfReader

from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.records import Kind
from tests.cli.conftest import Run


@pytest.fixture(scope="module")
def summary(sample_root, tmp_path_factory):
    """A report made as a person makes it, without any display."""
    out = tmp_path_factory.mktemp("report") / "summary.pdf"
    environment = {
        key: value for key, value in os.environ.items() if key not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    }
    command = [sys.executable, "-m", "ldn_journal", "--data-dir", str(sample_root), "report", str(out)]
    command += ["--from", "2025-12-01", "--to", "2026-03-10"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout, out.read_bytes()


def test_the_report_is_a_pdf_of_the_period(summary):
    said, pdf = summary
    assert "2025-12-01" in said
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "4.5" in text
    assert "1 Dec 2025" in text


def test_sections_are_listed(cli):
    listed = cli("report", "--list-sections")
    assert listed.code == 0
    assert {"now", "by_dose", "chart"} <= {line.split()[0] for line in listed.out.splitlines()}


def test_a_report_can_be_letter_with_notes_and_data(made, tmp_path):
    assert made("log", "pain=3", "note=Slept well").code == 0
    out = tmp_path / "letter.pdf"
    assert made("report", str(out), "--paper", "letter", "--notes", "--attach", "fhir, csv").code == 0
    paper = PdfReader(io.BytesIO(out.read_bytes()))
    assert round(paper.pages[0].mediabox.height) == 792
    assert set(paper.attachments) == {"days.csv", "doses.csv", "ratings.csv", "journal.fhir.json"}
    assert "Slept well" in paper.pages[1].extract_text()
    assert made("report", str(out)).code == 0
    plain = PdfReader(io.BytesIO(out.read_bytes()))
    assert round(plain.pages[0].mediabox.height) == 842
    assert (len(plain.pages), dict(plain.attachments)) == (1, {})


def test_the_paper_chosen_in_the_window_is_the_usual_one(made, look, tmp_path):
    made("log", "pain=3")
    look(lambda journal: journal.change_settings(paper="letter"))
    out = tmp_path / "usual.pdf"
    assert made("report", str(out)).code == 0
    assert round(PdfReader(io.BytesIO(out.read_bytes())).pages[0].mediabox.height) == 792
    assert made("report", str(out), "--paper", "a4").code == 0
    assert round(PdfReader(io.BytesIO(out.read_bytes())).pages[0].mediabox.height) == 842


@pytest.mark.parametrize(
    "arguments",
    [
        ("x.pdf", "--since-visit"),
        ("x.pdf", "--since-visit", "--last", "30d"),
        ("x.pdf", "--from", "2026-03-09", "--to", "2026-03-01"),
        ("x.pdf", "--sections", "weather"),
        ("x.pdf", "--attach", "xml"),
    ],
)
def test_a_report_that_cannot_be_made(made, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    refused = made("report", *arguments)
    assert (refused.code, refused.one_sentence) == (2, True)
    assert not (tmp_path / "x.pdf").exists()


def test_everything_out_and_in_again(made, cli, counts, tmp_path):
    made("regimen", "add", "2026-03-01", "4.5mg")
    made("log", "pain=0", "dose=4.5mg@22:30", "note==not a formula", "sleep=7:10")
    out = tmp_path / "all.json"
    exported = made("export", str(out))
    assert exported.code == 0
    assert str(out) in exported.out
    other = tmp_path / "other"
    assert cli("init", data=other).code == 0
    dry = cli("import", str(out), "--dry-run", data=other)
    assert dry.code == 0
    assert "would be stored" in dry.out
    assert "not recorded" in cli("show", data=other).out
    imported = cli("import", str(out), data=other)
    assert imported.code == 0
    again = tmp_path / "again.json"
    assert cli("export", str(again), data=other).code == 0
    assert again.read_bytes() == out.read_bytes()
    assert counts()[Kind.DOSE] == 1


def test_a_folder_of_tables(made, tmp_path):
    made("log", "pain=0")
    folder = tmp_path / "tables"
    assert made("export", str(folder), "--format", "csv").code == 0
    assert any("pain" in path.read_text(encoding="utf-8-sig") for path in folder.glob("*.csv"))


def test_a_dry_run_prints_a_map_to_begin_with(made, counts, look, tmp_path):
    table = tmp_path / "in.csv"
    table.write_text("when,ache\n2026-03-01,3\n2026-03-02,0\n", encoding="utf-8")
    plain = made("import", str(table))
    assert (plain.code, plain.out, plain.one_sentence) == (2, "", True)
    needed = made("import", str(table), "--dry-run")
    assert (needed.code, needed.one_sentence) == (2, True)
    assert "ache" in needed.out
    tomllib.loads(needed.out)
    chosen = tmp_path / "map.toml"
    chosen.write_text('[time]\ncolumn = "when"\n[columns.ache]\nmeasure = "pain"\n', encoding="utf-8")
    taken = made("import", str(table), "--map", str(chosen))
    assert taken.code == 0, taken.err
    assert counts() == {Kind.RATING: 2}
    assert look(lambda journal: [rating.value for rating in journal.ratings()]) == [3, 0]


@pytest.mark.parametrize(
    "content", [None, b"", b"\x00\x01", b"{", b"day,pain\n2026-02-31,3\n", b"day,pain\n2026-03-01,77\n"]
)
def test_a_file_that_cannot_be_taken_in(made, counts, tmp_path, content):
    path = tmp_path / "in.csv"
    if content is not None:
        path.write_bytes(content)
    refused = made("import", str(path))
    assert refused.code == 2
    assert refused.one_sentence, refused.err
    assert refused.err.lower().count("line ") <= 1
    assert counts() == {}


def test_a_plain_database_holds_every_row_and_replaces_only_whole(
    made: Run, folder: DataFolder, tmp_path: Path
) -> None:
    import sqlite3

    assert made("log", "2026-03-09", "pain=4", "dose=4.5mg", "note=æøå").code == 0
    out = tmp_path / "plain.sqlite"
    for _round in range(2):
        answer = made("export", str(out), "--format", "sqlite")
        assert answer.code == 0, answer.err
    assert out.stat().st_mode & 0o777 == 0o600
    plain = sqlite3.connect(out)
    assert plain.execute("SELECT measure, value FROM rating").fetchall() == [("pain", 4.0)]
    assert plain.execute("SELECT text FROM note").fetchall() == [("æøå",)]
    assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
    assert made("export", str(folder.root), "--format", "sqlite").code == 2


def test_another_apps_export_with_names_to_map(made: Run, counts, look, tmp_path: Path) -> None:
    table = tmp_path / "bearable.csv"
    rows = ['"8th Dec 2025","Monday","mid","Symptom","2","Neck pain (Moderate)",""']
    rows.append('"8th Dec 2025","Monday","22:30","Meds/Supplements","4.5","LDN (mg)","With TEA"')
    header = "date,weekday,time of day,category,rating/amount,detail,notes"
    table.write_text("\n".join([header, *rows]), encoding="utf-8")
    needed = made("import", str(table), "--dry-run")
    assert (needed.code, needed.one_sentence) == (2, True)
    chosen = tmp_path / "map.toml"
    chosen.write_text(needed.out, encoding="utf-8")
    taken = made("import", str(table), "--map", str(chosen), "--format", "bearable")
    assert taken.code == 0, taken.err
    assert "Column “Neck pain” was read as my_neck_pain." in taken.out
    assert counts() == {Kind.RATING: 1, Kind.DOSE: 1, Kind.NOTE: 1, Kind.MEASURE: 1}
    assert made("undo").code == 0
    assert counts() == {}
