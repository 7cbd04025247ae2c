"""Every action of the registry, run from the palette by key presses on the sample journal; and the keys it names."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ldn_journal.gui.look import Look
from ldn_journal.gui.palette.keys import KEYS, shown_keys
from ldn_journal.gui.palette.matching import plain
from ldn_journal.gui.palette.registry import all_actions
from ldn_journal.gui.shortcuts import ShortcutSheet, shortcut_list
from ldn_journal.gui.theme import theme_for
from tests.gui.conftest import PATIENCE_MS
from tests.gui.palette.conftest import CTRL, KEY, PaletteDesk

TODAY = date(2026, 3, 10)


def current(desk: PaletteDesk) -> Any:
    return desk.window.stack.currentWidget()


def on(desk: PaletteDesk, key: str) -> Any:
    """Return the page ``key``, which must be the one in view."""
    page = desk.window.page(key)
    assert current(desk) is page, key
    return page


def focused_in(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (widget is focused or widget.isAncestorOf(focused))


class Asked:
    """Stands for the system's dialogs: remembers who asked, and names no place."""

    def __init__(self, desk: PaletteDesk) -> None:
        self.by: list[str] = []
        page = desk.window.page("treatment")
        page.wallet.ask = self.asker("card")  # type: ignore[attr-defined]
        files: Any = desk.window.page("files")
        for form, row in files.exports.rows.items():
            row.ask = self.asker(form)
        files.bring.ask_file, files.bring.ask_folder = self.asker("file"), self.asker("folder")
        keeping: Any = desk.window.page("keeping")
        keeping.backups.ask, keeping.backups.choose = self.asker("copy"), self.asker("restore")
        visits: Any = desk.window.page("visits")
        visits.summary.ask, visits.summary.ask_for_printer = self.asker("pdf"), self.asker("print")

    def asker(self, name: str) -> Callable[..., None]:
        def ask(*_given: object) -> None:
            self.by.append(name)

        return ask


def opened(list_name: str) -> Callable[[PaletteDesk, Asked], bool]:
    """Whether a form of the Treatment page is open and has the focus."""

    def check(desk: PaletteDesk, _asked: Asked) -> bool:
        entries = getattr(on(desk, "treatment"), list_name).entries
        return entries.form is not None and focused_in(entries.form)

    return check


def asked_for(page: str, name: str) -> Callable[[PaletteDesk, Asked], bool]:
    return lambda desk, asked: bool(on(desk, page)) and asked.by[-1:] == [name]


def shows(page: str) -> Callable[[PaletteDesk, Asked], bool]:
    return lambda desk, _asked: bool(on(desk, page))


def trend(view: str) -> Callable[[PaletteDesk, Asked], bool]:
    return lambda desk, _asked: on(desk, "trends").stack.currentWidget() is on(desk, "trends").part(view)


def day_is(day: date) -> Callable[[PaletteDesk, Asked], bool]:
    return lambda desk, _asked: on(desk, "today").day == day


def filled_in(key: str) -> Callable[[PaletteDesk, Asked], bool]:
    def check(desk: PaletteDesk, _asked: Asked) -> bool:
        form = on(desk, "questionnaires").form
        return form is not None and form.questionnaire.key == key and focused_in(form)

    return check


def sheet_is_open(desk: PaletteDesk, _asked: Asked) -> bool:
    sheet = next(one for one in desk.window.findChildren(ShortcutSheet) if one.isVisible())
    sheet.accept()
    return True


def dark(desk: PaletteDesk, _asked: Asked) -> bool:
    return theme_for(desk.window).colours.dark


def scale_is(scale: float) -> Callable[[PaletteDesk, Asked], bool]:
    return lambda desk, _asked: theme_for(desk.window).scale == scale


def dose_panel(name: str) -> Callable[[PaletteDesk, Asked], bool]:
    return lambda desk, _asked: focused_in(getattr(on(desk, "today").form.dose, name))


YESTERDAY = TODAY - timedelta(days=1)

# In the order in which they are done: each is chosen from the palette by its whole title, and then shows that it was done.
EFFECTS: dict[str, Callable[[PaletteDesk, Asked], bool]] = {
    "day.yesterday": day_is(YESTERDAY),
    "day.before": day_is(YESTERDAY - timedelta(days=1)),
    "day.after": day_is(YESTERDAY),
    "day.versions": lambda desk, _asked: on(desk, "history").versions.day == YESTERDAY,
    "day.today": day_is(TODAY),
    "day.suggest": lambda desk, _asked: on(desk, "today").form.waiting() > 0,
    "day.accept": lambda desk, _asked: on(desk, "today").form.waiting() == 0,
    "undo": lambda desk, _asked: on(desk, "today").header.status.text().startswith("Taken back"),
    "day.blank": lambda desk, _asked: focused_in(on(desk, "today").form),
    "day.note": lambda desk, _asked: on(desk, "today").form.note.edit.hasFocus(),
    "dose.other": dose_panel("amount"),
    "dose.skipped": dose_panel("reason"),
    "dose.planned": lambda desk, _asked: not on(desk, "today").form.dose.is_blank(),
    "history.all": lambda desk, _asked: on(desk, "history").stack.currentWidget() is on(desk, "history").all,
    "trends.compare": trend("compare"),
    "trends.calendar": trend("calendar"),
    "trends.together": trend("together"),
    "trends.charts": trend("charts"),
    "trends.table": lambda desk, _asked: on(desk, "trends").charts.table.isVisible(),
    "treatment.step": opened("plan"),
    "treatment.break": opened("plan"),
    "treatment.pattern": opened("plan"),
    "treatment.prescription": opened("prescriptions"),
    "treatment.medicine": opened("medicines"),
    "treatment.condition": opened("conditions"),
    "treatment.card": asked_for("treatment", "card"),
    "fill.peg": filled_in("peg"),
    "fill.pgic": filled_in("pgic"),
    "fill.phq2": filled_in("phq2"),
    "fill.pro2": filled_in("pro2"),
    "visits.plan": lambda desk, _asked: focused_in(on(desk, "visits").coming.visit.form),
    "visits.question": lambda desk, _asked: focused_in(on(desk, "visits").coming.questions.form),
    "visits.pdf": asked_for("visits", "pdf"),
    "visits.print": asked_for("visits", "print"),
    "files.import": asked_for("files", "file"),
    "files.folder": asked_for("files", "folder"),
    "files.json": asked_for("files", "json"),
    "files.csv": asked_for("files", "csv"),
    "files.fhir": asked_for("files", "fhir"),
    "files.sqlite": asked_for("files", "sqlite"),
    "keeping.backup": lambda desk, _asked: len(on(desk, "keeping").view.backups) >= 1,
    "keeping.copy": asked_for("keeping", "copy"),
    "keeping.restore": asked_for("keeping", "restore"),
    "keeping.check": lambda desk, _asked: "sound" in said(on(desk, "keeping").check),
    "keeping.trial": lambda desk, _asked: "was restored for trial" in said(on(desk, "keeping").trial),
    "keeping.protect": lambda desk, _asked: focused_in(on(desk, "keeping").protection.place),
    "settings.track": shows("settings"),
    "settings.look": shows("settings"),
    "settings.sample": shows("settings"),
    "settings.about": shows("settings"),
}
# Each makes every page that there is anew, so these are done before there are many.
LOOKS: dict[str, Callable[[PaletteDesk, Asked], bool]] = {
    "look.dark": dark,
    "look.light": lambda desk, asked: not dark(desk, asked),
    "look.system": lambda desk, _asked: desk.window.context.memory.look().scheme == "system",
    "text.larger": scale_is(1.25),
    "text.smaller": scale_is(1.0),
    "sheet": sheet_is_open,
}
ELSEWHERE = {"lock", "keeping.password", "keeping.practice", "text.usual", "quit"}
"""Those that other tests do: they need a password, or end the window."""


def said(widget: QWidget) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_every_action_is_run_from_the_palette(sample_desk: PaletteDesk) -> None:
    desk = sample_desk
    asked = Asked(desk)
    known = {action.key: action.title for action in all_actions(desk.window)}
    assert len(known) == len(all_actions(desk.window)), "a key is used twice"
    assert len({plain(title) for title in known.values()}) == len(known), "two are called the same"
    effects = EFFECTS | {f"go.{key}": shows(key) for key, _title in desk.window.page_names()}
    assert set(effects) | set(LOOKS) | ELSEWHERE == set(known)
    for key, happened in effects.items():
        run_and_see(desk, asked, known, key, happened)
        for page in desk.window.made_pages():
            leave_forms(page[1])


def test_every_look_is_chosen_from_the_palette(sample_desk: PaletteDesk) -> None:
    known = {action.key: action.title for action in all_actions(sample_desk.window)}
    for key, happened in LOOKS.items():
        run_and_see(sample_desk, None, known, key, happened)


def run_and_see(
    desk: PaletteDesk,
    asked: Any,
    known: dict[str, str],
    key: str,
    happened: Callable[[PaletteDesk, Asked], bool],
) -> None:
    """Type the title of an action, press Enter, and wait until what it does is done."""
    titles = desk.look_for(known[key])
    assert titles[:1] == [known[key]], key
    desk.press(KEY.Key_Return)
    desk.settle()
    assert desk.palette() is None
    assert QApplication.activeWindow() in (desk.window, desk.window.findChild(ShortcutSheet)), f"{key}: the focus left"
    wait_for(desk, lambda: happened(desk, asked), key)


def wait_for(desk: PaletteDesk, happened: Callable[[], bool], key: str) -> None:
    def check() -> None:
        assert happened(), f"{key} did nothing; the focus is on {QApplication.focusWidget()}"

    desk.qtbot.waitUntil(check, timeout=PATIENCE_MS)


def leave_forms(page: Any) -> None:
    """Fold what was opened, as Escape would, so that the next form may open."""
    for entries in getattr(page, "lists", ()):
        if entries.form is not None:
            entries.dismiss()


def test_every_key_that_is_shown_is_bound_and_bound_once_where_it_works(sample_desk: PaletteDesk) -> None:
    window = sample_desk.window
    for host, names in ((window, ("undo", "quit", "lock", "sheet", "palette")), (sample_desk.today, ("day.today",))):
        own = [one.key().toString() for one in host.findChildren(QShortcut) if one.parent() is host]
        assert len(own) == len(set(own)), "bound twice"
        for name in names:
            assert set(KEYS[name]) <= set(own)
    bound = {one.key().toString() for one in window.findChildren(QShortcut)}
    for action in all_actions(window):
        for keys in action.keys:
            assert QKeySequence(keys).toString() in bound, action.key


def test_the_sheet_of_keys_lists_every_action_that_has_keys(sample_desk: PaletteDesk) -> None:
    listed = [line for _place, lines in shortcut_list(sample_desk.window) for line in lines]
    for action in all_actions(sample_desk.window):
        if action.keys:
            assert any(deed == action.title and shown_keys(action.keys) in keys for keys, deed in listed), action.key
    assert ("Ctrl+K", "Search for anything the window can do") in listed


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        (("Alt+Left",), "Alt+←"),
        (("Ctrl++", "Ctrl+="), "Ctrl++"),
        (("Ctrl+Return",), "Ctrl+Enter"),
        (("?",), "?"),
        ((), ""),
    ],
)
def test_keys_are_written_as_on_the_keyboard(keys: tuple[str, ...], shown: str) -> None:
    assert shown_keys(keys) == shown


def test_keys_make_the_text_larger_smaller_and_usual(sample_desk: PaletteDesk) -> None:
    desk = sample_desk
    assert desk.window.context.memory is not None
    desk.window.context.memory.keep_look(Look("light", 1.75))
    for _time in range(3):
        desk.press(KEY.Key_Plus, CTRL)
    assert theme_for(desk.window).scale == 2.0
    desk.press(KEY.Key_Minus, CTRL)
    assert theme_for(desk.window).scale == 1.75
    assert "Text of the usual size" in desk.look_for("usual size")
    desk.press(KEY.Key_Return)
    desk.settle()
    assert theme_for(desk.window).scale == 1.0
    assert desk.window.context.memory.look().scale == 1.0
    assert "Text of the usual size" not in desk.look_for("usual size")


def test_the_settings_page_follows_a_look_chosen_by_keys(sample_desk: PaletteDesk) -> None:
    desk = sample_desk
    desk.do("open settings")
    desk.do("dark colours")
    desk.press(KEY.Key_Plus, CTRL)
    desk.settle()
    from ldn_journal.gui.settings.choices import LookCard

    card = next(one for one in on(desk, "settings").cards if isinstance(one, LookCard))
    assert (card.scheme.current(), card.scale.current()) == ("dark", "1.25")


def test_a_protected_journal_is_locked_from_the_palette(
    sample_desk: PaletteDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sample_desk
    assert "Lock now" not in desk.look_for("lock now")
    desk.press(KEY.Key_Escape)
    desk.window.context.tasks.run(lambda journal: journal.protect("four plain words here"))
    desk.settle()
    desk.window.context.events.settings_changed.emit()
    desk.settle()
    desk.do("change the password")
    wait_for(desk, lambda: focused_in(on(desk, "keeping").protection.place), "keeping.password")
    desk.do("recovery code practice")
    wait_for(desk, lambda: focused_in(on(desk, "keeping").practice.place), "keeping.practice")
    assert "Protect with a password…" not in desk.look_for("protect with")
    desk.do("lock now")
    from ldn_journal.gui.lock.unlock import UnlockScreen

    assert isinstance(desk.window.centralWidget(), UnlockScreen)
    QTest.keyClick(desk.focus(), KEY.Key_K, CTRL)
    assert desk.palette() is None


def test_the_window_is_closed_from_the_palette(sample_desk: PaletteDesk) -> None:
    sample_desk.do("quit")
    sample_desk.qtbot.waitUntil(lambda: not sample_desk.window.isVisible())


def test_a_dose_is_recorded_once_however_often_it_is_asked_for(sample_desk: PaletteDesk) -> None:
    desk = sample_desk

    def doses() -> int:
        found: list[object] = []
        desk.window.context.tasks.run(lambda journal: journal.doses(TODAY, TODAY), found.extend)
        desk.settle()
        return len(found)

    desk.do("go to yesterday")
    desk.do("dose planned")
    assert (desk.today.day, doses()) == (TODAY, 1)
    assert "Record today’s dose as planned" not in desk.look_for("dose planned")
    desk.press(KEY.Key_Escape)
    desk.do("go to yesterday")
    desk.do("record dose planned")
    assert (desk.today.day, doses()) == (TODAY, 1)
