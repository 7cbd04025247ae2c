"""Dates, digits and the reading direction go with the words, whatever the computer itself speaks."""

import json
import os
import subprocess
import sys

import pytest

SHOWN = """
import json, os
from PySide6.QtCore import QDate, QLocale, QTime
from ldn_journal.base.languages import system_language
from ldn_journal.base.texts import format_day, format_number, set_language
from ldn_journal.gui.language import speak_in_qt
from ldn_journal.gui.theme import make_application
set_language(os.environ.get("SPOKEN") or system_language())
app = make_application()
speak_in_qt(app)
here = QLocale()
print(json.dumps({
    "day": here.toString(QDate(2026, 3, 10), QLocale.FormatType.LongFormat),
    "weekday": here.standaloneDayName(2, QLocale.FormatType.NarrowFormat),
    "month": here.monthName(3), "time": here.toString(QTime(22, 30), QLocale.FormatType.ShortFormat),
    "number": here.toString(10), "right_to_left": app.isRightToLeft(),
}))
"""
ELSEWHERE = ("ar_EG", "ar_SA", "fa_IR", "th_TH", "hi_IN", "tr_TR", "az_AZ", "ja_JP", "he_IL", "C")
MIXED = {
    "Arabic dates": {"LANG": "en_US.UTF-8", "LC_TIME": "ar_EG.UTF-8"},
    "Persian numbers": {"LANG": "en_GB.UTF-8", "LC_NUMERIC": "fa_IR.UTF-8"},
    "English dates": {"LANG": "ar_EG.UTF-8", "LC_TIME": "en_GB.UTF-8"},
    "English chosen on a German desktop": {"LANG": "de_DE.UTF-8", "SPOKEN": "en"},
}


def shown(**variables: str) -> dict[str, str | bool]:
    """Return how a process with these variables writes a day, a time and a number."""
    env = {name: value for name, value in os.environ.items() if name not in {"LANG", "LANGUAGE"}}
    env = {name: value for name, value in env.items() if not name.startswith("LC_")}
    env |= {"QT_QPA_PLATFORM": "offscreen", **variables}
    done = subprocess.run([sys.executable, "-c", SHOWN], env=env, capture_output=True, text=True, check=True)
    found: dict[str, str | bool] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    "variables",
    [
        *(pytest.param({"LC_ALL": f"{name}.UTF-8"}, id=name, marks=pytest.mark.full) for name in ELSEWHERE[1:]),
        *(pytest.param(variables, id=name, marks=pytest.mark.full) for name, variables in MIXED.items()),
        pytest.param({"LC_ALL": f"{ELSEWHERE[0]}.UTF-8"}, id=ELSEWHERE[0]),
    ],
)
def test_english_words_have_english_days_and_digits(variables: dict[str, str]) -> None:
    found = shown(**variables)
    assert found["day"] in ("Tuesday, 10 March 2026", "Tuesday, March 10, 2026")
    assert (found["weekday"], found["month"], found["number"]) == ("T", "March", "10")
    assert str(found["time"]).replace("\u202f", " ") in ("22:30", "10:30 PM", "10:30 pm")
    assert found["right_to_left"] is False


@pytest.mark.full
def test_german_words_keep_german_days() -> None:
    found = shown(LANG="ar_EG.UTF-8", SPOKEN="de")
    assert found["day"] == "Dienstag, 10. März 2026"
    assert found["number"] == "10"
    assert shown(LC_ALL="en_US.UTF-8")["day"] == "Tuesday, March 10, 2026"
