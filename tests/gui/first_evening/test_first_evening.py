"""A first evening in a real window, by keys and a few clicks alone: begin, record, look at the trends, save the PDF, leave."""

import json
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlcipher3 import dbapi2

from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _, set_language
from ldn_journal.gui.look import Look, WindowMemory
from ldn_journal.gui.theme import Scheme
from ldn_journal.gui.tokens import DARK, LIGHT
from ldn_journal.store.connection import UNPROTECTED_KEY
from tests.gui.first_evening.desktop import PATIENCE, Desktop, desktop, lacking, wait_for

EVENING = 20
"""The hour it is in the test, so that the day does not change while it runs."""
PG = 4_500_000_000
MIDDLE = 700
"""Where the visits end and the summary begins, in pixels of the screen."""


@dataclass(frozen=True)
class Manner:
    """How the evening is spent: the language, what a dose is written like there, the look, the desktop."""

    language: str
    dose: str
    scheme: Scheme
    managed: bool


MANNERS = {
    "English, light": Manner("en", "4.5", "light", managed=True),
    "German, dark, no window manager": Manner("de", "4,5", "dark", managed=False),
}


class Evening:
    """The program on a desktop, and what it has stored so far."""

    def __init__(self, screen: Desktop, home: Path, manner: Manner) -> None:
        self.screen = screen
        self.manner = manner
        self.folder = DataFolder(home / "journal")
        self.colours = DARK if manner.scheme == "dark" else LIGHT
        zone = f"EVE{datetime.now(UTC).hour - EVENING:+d}"
        self.env = screen.env | {"QT_QPA_PLATFORM": "xcb", "HOME": str(home), "LC_ALL": "C.UTF-8", "TZ": zone}
        self.env |= {f"XDG_{kind}_HOME": str(home / kind) for kind in ("DATA", "CONFIG", "CACHE", "STATE")}
        self.env |= {"XDG_RUNTIME_DIR": str(home)}
        self.command = [sys.executable, "-m", "ldn_journal", "--lang", manner.language]
        self.command += ["--data-dir", str(self.folder.root)]

    def stored(self, question: str) -> list[tuple[Any, ...]]:
        """Ask the journal's file, beside the program that has it open; nothing while there is none."""
        if not self.folder.journal.exists():
            return []
        with closing(dbapi2.connect(f"{self.folder.journal.as_uri()}?mode=ro", uri=True)) as raw:
            raw.execute(f"PRAGMA key=\"x'{UNPROTECTED_KEY.hex()}'\"")
            return list(raw.execute(question))

    def until(self, question: str, answer: list[tuple[Any, ...]]) -> None:
        """Wait until that is what the file answers."""
        wait_for(lambda: self.stored(question) == answer, f"{question} to be {answer}")

    def rating(self, measure: str, *values: float) -> None:
        """Wait until the ratings of a measure are these."""
        question = f"SELECT value FROM rating WHERE measure = '{measure}'"
        self.until(question, [(value,) for value in values])

    def ask(self, *words: str) -> str:
        """Return what the command line answers."""
        done = subprocess.run([*self.command, *words], env=self.env, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout


def begin(evening: Evening, since: date) -> None:
    """Answer what the empty journal asks: since when, how much, at what time, and that the quality of sleep is not asked."""
    screen = evening.screen
    screen.window(_("LDN Journal"))
    screen.button(evening.colours.accent)
    screen.picture("empty")
    screen.press("shift+Tab")
    screen.type(since.isoformat())
    screen.press("Return")
    screen.type(evening.manner.dose)
    screen.press("Return")
    screen.type("19:30")
    screen.press("Tab", "Tab", "Tab", "space")
    asked = screen.rest()
    screen.picture("asked")
    screen.click(*screen.button(evening.colours.accent))
    plan = "SELECT day, amount_pg, usual_time FROM titration_step"
    evening.until(plan, [(since.isoformat(), PG, "19:30")])
    screen.changed(asked)
    screen.picture("begun")


def record(evening: Evening) -> None:
    """Record the day, take the last answer back, and give another."""
    screen = evening.screen
    screen.press("Return")
    evening.until("SELECT state, amount_pg FROM dose", [("taken", PG)])
    screen.rest()
    screen.type("4")
    evening.rating("pain", 4)
    screen.type("7:10")
    screen.press("Return")
    evening.until("SELECT asleep_minutes FROM night", [(430,)])
    screen.type("1")
    evening.rating("vivid_dreams", 1)
    screen.type("0")
    evening.rating("nausea", 0)
    before = screen.rest()
    screen.picture("recorded")
    screen.press("ctrl+z")
    evening.rating("nausea")
    screen.changed(before)
    screen.picture("undone")
    screen.press("shift+Tab")
    screen.type("2")
    evening.rating("nausea", 2)


def look_at_trends(evening: Evening) -> None:
    """Go to the charts: the filled button of the dose has gone, the colours of what was recorded are there."""
    screen, colours = evening.screen, evening.colours
    drawn = [colours.measures[key] for key in ("pain", "sleep", "dreams")]
    screen.press("ctrl+3")
    wait_for(lambda: screen.find_button(colours.accent) is None and screen.shows(*drawn), "the charts")
    screen.rest()
    screen.picture("trends")


def save_summary(evening: Evening, path: Path) -> None:
    """Save the summary once its preview is there, which is when the button can be pressed."""
    screen = evening.screen
    screen.press("ctrl+6")
    place = screen.button(evening.colours.accent, beyond=MIDDLE)
    screen.picture("visits")
    screen.click(*place)
    screen.window(_("Save the summary"))
    screen.picture("saving")
    screen.press("ctrl+a")
    screen.type(str(path))
    screen.press("Return")
    wait_for(path.exists, "the PDF")
    screen.gone(_("Save the summary"))
    screen.window(_("LDN Journal"))
    screen.rest()
    screen.picture("saved")


@pytest.mark.parametrize("manner", MANNERS.values(), ids=list(MANNERS))
def test_begin_record_look_and_save_by_keys_and_mouse(tmp_path: Path, manner: Manner) -> None:
    wanted = lacking()
    if wanted:
        pytest.skip(f"no desktop here: install {' '.join(wanted)}")
    set_language(manner.language)
    tmp_path.chmod(0o700)
    home, server = tmp_path / "home", tmp_path / "server"
    home.mkdir(mode=0o700)
    server.mkdir()
    path = home / "for-the-doctor.pdf"
    with desktop(server, managed=manner.managed) as screen, (tmp_path / "said").open("w+b") as said:
        evening = Evening(screen, home, manner)
        screen.album = f"{manner.language}-{manner.scheme}"
        evening.folder.root.mkdir(mode=0o700)
        WindowMemory(evening.folder.root / "window.ini").keep_look(Look(manner.scheme))
        with subprocess.Popen(evening.command, env=evening.env, stdout=said, stderr=said) as program:
            try:
                today = datetime.now(UTC).date()
                begin(evening, today - timedelta(days=14))
                record(evening)
                look_at_trends(evening)
                save_summary(evening, path)
                screen.press("ctrl+q")
                code = program.wait(PATIENCE)
            except AssertionError as error:
                error.add_note(f"the program ended with {program.poll()}; it said {(tmp_path / 'said').read_text()!r}")
                raise
            finally:
                program.kill()
        said.seek(0)
        assert (code, said.read()) == (0, b"")
    (day,) = json.loads(evening.ask("show", "--last", "1", "--format", "json"))["days"]
    assert (day["dose"], day["taken_pg"], day["planned_pg"]) == ("taken", PG, PG)
    assert day["values"] == {"pain": 4, "sleep": 430, "vivid_dreams": 1, "nausea": 2}
    assert f"{manner.dose} mg" in evening.ask("show", "--last", "1").replace("\u00a0", " ")
    assert path.read_bytes().startswith(b"%PDF")
    words = " ".join(page.extract_text() for page in PdfReader(path).pages).replace("\u00a0", " ")
    assert f"{manner.dose} mg" in words
    assert list((home / "journal" / "backups").iterdir())
