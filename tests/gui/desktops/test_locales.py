"""The window under locales with letters, digits and calendars of their own: it opens, records an evening, and opens again."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ldn_journal.base.paths import DataFolder
from tests.conftest import LayDown
from tests.gui.desktops.locales import lacking, make_locale
from tests.gui.first_evening import desktop
from tests.gui.first_evening.test_first_evening import PG, Evening, Manner, begin

LOCALES = ("tr_TR", "az_AZ", "ar_SA", "ar_EG", "fa_IR", "th_TH", "hi_IN")
"""Turkish and Azerbaijani: upper case of their own. Arabic, Persian, Hindi: digits of their own. Thai, Persian: calendars."""
USUAL = "tr_TR"
KEYBOARDS = {
    "ar_SA": ("ara", "digits", "٠", "٫"),
    "ar_EG": ("ara", "digits", "٠", "٫"),
    "fa_IR": ("ir", "", "۰", "٫"),
    "th_TH": ("th", "", "๐", "."),
    "hi_IN": ("in", "", "०", "."),
}
"""The layout of a keyboard there and its variant, what it writes for zero, and its decimal mark."""
OF_THE_SYSTEM = ("qt.text.font.db: OpenType support missing", "qt.xkb.compose: failed to create compose table")
"""What Qt may say of a system that has no font, or no table of dead keys, for a script."""
OF_A_LOCALE = ("LANG", "LANGUAGE", "LOCPATH")

pytestmark = pytest.mark.skipif(bool(lacking()), reason=f"no locale can be made here: install {' '.join(lacking())}")


@pytest.fixture
def locale(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The variables that choose the locale named by the test's parameter, made for it."""
    folder = tmp_path / "locales"
    folder.mkdir()
    found = make_locale(request.param, folder)
    # What the C library itself says of it, so that a locale that is none cannot pass.
    told = subprocess.run(
        [sys.executable, "-c", "import locale; print(locale.setlocale(locale.LC_ALL, ''))"],
        env=_own() | found,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == found["LC_ALL"]
    return found


def _own() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("LC_") and name not in OF_A_LOCALE}


def each_locale(*usual: str) -> pytest.MarkDecorator:
    """Return a mark that has a test run under every locale, those that are ``usual`` in every run."""
    rounds = [pytest.param(name, marks=() if name in usual else pytest.mark.full) for name in LOCALES]
    return pytest.mark.parametrize("locale", rounds, indirect=True)


@each_locale(USUAL)
def test_the_window_opens_and_closes_without_a_word(
    locale: dict[str, str], folder: DataFolder, lay_planned: LayDown
) -> None:
    lay_planned(folder)
    env = _own() | locale | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "ldn_journal", "--data-dir", str(folder.root), "--startup-trace"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        seen = []
        for line in program.stdout:  # to its end, if the window never becomes ready
            seen.append(line.split()[0])
            if line.startswith("ready"):
                break
        program.send_signal(signal.SIGTERM)
        _out, said = program.communicate(timeout=60)
    assert (program.returncode, said) == (0, "")
    assert seen[-1] == "ready"


def lay_keyboard(name: str, screen: desktop.Desktop) -> Callable[[str], str]:
    """Give the screen a keyboard of the locale ``name`` beside the American one; return what writes a number as it does."""
    layout, variant, zero, mark = KEYBOARDS.get(name, ("us", "", "0", "."))
    command = ["setxkbmap", "-layout", f"us,{layout}", "-variant", f",{variant}"]
    subprocess.run(command, env=screen.env, check=True, capture_output=True)
    written = {ord("."): mark} | {ord("0") + number: chr(ord(zero) + number) for number in range(10)}
    return lambda text: text.translate(written)


@contextmanager
def opened(evening: Evening, said: Path) -> Iterator[None]:
    """Run the program; when what is done meanwhile has come to its end, close it by key and see that it ended well."""
    with (
        said.open("w+b") as file,
        subprocess.Popen(evening.command, env=evening.env, stdout=file, stderr=file) as program,
    ):
        try:
            yield
            evening.screen.press("ctrl+q")
            code = program.wait(desktop.PATIENCE)
        except AssertionError as error:
            error.add_note(f"the program ended with {program.poll()}; it said {said.read_text('utf-8')!r}")
            raise
        finally:
            program.kill()
    complaints = [line for line in said.read_text("utf-8").splitlines() if not line.startswith(OF_THE_SYSTEM)]
    assert (code, complaints) == (0, [])


@each_locale()
def test_an_evening_by_keys_is_stored_and_opens_again(locale: dict[str, str], tmp_path: Path) -> None:
    wanted = desktop.lacking() + ([] if shutil.which("setxkbmap") else ["x11-xkb-utils"])
    if wanted:
        pytest.skip(f"no desktop here: install {' '.join(wanted)}")
    home, server = tmp_path / "home", tmp_path / "server"
    home.mkdir(mode=0o700)
    server.mkdir()
    name = locale["LC_ALL"].partition(".")[0]
    with desktop.desktop(server) as screen:
        written = lay_keyboard(name, screen)
        evening = Evening(screen, home, Manner("en", written("4.5"), "light", managed=True))
        screen.album = locale["LC_ALL"]
        evening.command = [sys.executable, "-m", "ldn_journal", "--data-dir", str(evening.folder.root)]
        for name in [name for name in evening.env if name.startswith("LC_") or name in OF_A_LOCALE]:
            del evening.env[name]
        evening.env |= locale
        today = datetime.now(UTC).date()
        with opened(evening, tmp_path / "first"):
            begin(evening, today - timedelta(days=14))
            screen.press("Return")
            evening.until("SELECT state, amount_pg FROM dose", [("taken", PG)])
            screen.rest()
            screen.type(written("4"))
            evening.rating("pain", 4)
            screen.type(written("7:10"))
            screen.press("Return")
            evening.until("SELECT asleep_minutes FROM night", [(430,)])
        with opened(evening, tmp_path / "again"):
            screen.window("LDN Journal")
            screen.rest()
            screen.picture("again")
            before = screen.look()
            screen.press("ctrl+3")
            screen.changed(before)
            screen.picture("trends")
        shown = evening.ask("show", "--last", "1")
    assert not [sign for sign in shown if sign.isdecimal() and not sign.isascii()], shown
    assert "4.5 mg" in shown.replace("\u00a0", " ")
    assert evening.stored("SELECT value FROM rating WHERE measure = 'pain'") == [(4,)]
    assert evening.stored("SELECT day FROM dose") == [(today.isoformat(),)]
