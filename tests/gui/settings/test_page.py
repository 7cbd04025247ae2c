"""The other cards: the person, the day, the main outcome, questionnaires, language, look, links, and what the program is."""

from datetime import date, time

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from ldn_journal.base.languages import LANGUAGES
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import set_language
from ldn_journal.domain.life import NewNote
from ldn_journal.gui.look import Look, WindowMemory
from ldn_journal.gui.settings.about import AboutCard
from ldn_journal.gui.settings.choices import AskedCard, LanguageCard, LinksCard, LookCard
from ldn_journal.gui.settings.day import DayCard, OutcomeCard
from ldn_journal.gui.settings.person import YouCard
from ldn_journal.gui.theme import theme_for
from tests.gui.settings.conftest import SettingsDesk

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def words_of(card: object) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card))  # type: ignore[attr-defined]


def test_it_stands_at_the_foot_of_the_navigation_and_by_its_key(at_settings: SettingsDesk) -> None:
    window = at_settings.desk.window
    cells = {cell.text(): cell for cell in window.nav.cells}
    assert cells["Settings"].y() > max(cell.y() for name, cell in cells.items() if name != "Settings")
    window.show_page("today")
    at_settings.desk.settle()
    at_settings.key(KEY.Key_Comma, CTRL)
    assert at_settings.page.isVisible()


def test_name_and_year_are_stored_as_they_are_left_and_taken_back(at_settings: SettingsDesk) -> None:
    you = at_settings.card(YouCard)
    at_settings.fill(you.name, "A. Person")
    at_settings.key(KEY.Key_Tab)
    assert you.born.hasFocus()
    at_settings.desk.type("1961")
    at_settings.key(KEY.Key_Return)
    settings = at_settings.settings()
    assert (settings.name, settings.birth_year) == ("A. Person", 1961)
    assert "Saved" in at_settings.page.status.text()
    at_settings.page.undo()
    assert at_settings.settings().birth_year is None
    assert at_settings.settings().name == "A. Person"
    at_settings.page.undo()
    assert at_settings.settings().name is None
    assert you.name.text() == ""


def test_what_cannot_be_is_said_beside_the_field_and_not_stored(at_settings: SettingsDesk) -> None:
    you = at_settings.card(YouCard)
    at_settings.fill(you.born, "1492")
    at_settings.key(KEY.Key_Return)
    assert "from 1900 to 2026" in words_of(you)
    assert at_settings.settings().birth_year is None
    at_settings.press(at_settings.card(AskedCard).ticks.lines["phq2"].box)  # type: ignore[union-attr]
    assert you.born.text() == "1492"  # still there to be mended after the page was read anew


def test_a_name_being_typed_is_stored_before_the_window_closes(at_settings: SettingsDesk) -> None:
    at_settings.fill(at_settings.card(YouCard).name, "A. Person")
    at_settings.page.flush()
    assert at_settings.settings().name == "A. Person"


def test_another_beginning_of_the_day_moves_nothing_that_is_recorded(at_settings: SettingsDesk) -> None:
    at_settings.ask(lambda journal: journal.record(NewNote(day=date(2026, 3, 10), text="evening")))
    day = at_settings.card(DayCard)
    at_settings.fill(day.boundary, "13:00")
    at_settings.key(KEY.Key_Return)
    assert "between midnight and noon" in words_of(day)
    at_settings.fill(day.boundary, "6:30")
    at_settings.key(KEY.Key_Return)
    assert at_settings.settings().day_boundary == time(6, 30)
    assert [note.day for note in at_settings.ask(lambda journal: journal.notes())] == [date(2026, 3, 10)]
    at_settings.fill(day.boundary, "")
    day.boundary.clear()
    at_settings.desk.settle()
    assert day.boundary.text() == "06:30"
    assert at_settings.settings().day_boundary == time(6, 30)


def test_days_after_a_change_of_dose_are_whole_numbers_in_bounds(at_settings: SettingsDesk) -> None:
    day = at_settings.card(DayCard)
    at_settings.fill(day.settling, "14")
    at_settings.key(KEY.Key_Return)
    at_settings.fill(day.intensive, "0")
    at_settings.key(KEY.Key_Return)
    settings = at_settings.settings()
    assert (settings.settling_days, settings.intensive_days) == (14, 0)
    at_settings.fill(day.settling, "99")
    at_settings.key(KEY.Key_Return)
    assert "from 0 to 60" in words_of(day)
    assert at_settings.settings().settling_days == 14


def test_the_main_outcome_is_chosen_with_its_day_and_taken_back(at_settings: SettingsDesk) -> None:
    card = at_settings.card(OutcomeCard)
    assert "program’s own choice" in card.since.text()
    assert [card.pick.box.itemText(n) for n in range(2)] == ["Pain", "Sleep"]
    card.pick.box.setFocus(Qt.FocusReason.TabFocusReason)
    card.pick.box.setCurrentIndex(card.pick.box.findData("fatigue"))
    card.pick.box.activated.emit(card.pick.box.currentIndex())
    settings = at_settings.settings()
    assert (settings.primary_outcome, settings.primary_outcome_chosen) == ("fatigue", date(2026, 3, 10))
    assert "Chosen on 10 March 2026" in card.since.text()
    at_settings.page.undo()
    settings = at_settings.settings()
    assert (settings.primary_outcome, settings.primary_outcome_chosen) == ("pain", None)
    at_settings.press(card.trends)
    assert at_settings.desk.window.last_page == "trends"


def test_the_programs_own_outcome_can_be_made_ones_own(at_settings: SettingsDesk) -> None:
    card = at_settings.card(OutcomeCard)
    card.pick.picked.emit("pain")
    settings = at_settings.settings()
    assert (settings.primary_outcome, settings.primary_outcome_chosen) == ("pain", date(2026, 3, 10))


def test_questionnaires_asked_for_keep_the_order_of_their_list(at_settings: SettingsDesk) -> None:
    ticks = at_settings.card(AskedCard).ticks
    assert ticks is not None
    assert ticks.keys() == ("peg", "pgic")
    at_settings.press(ticks.lines["phq2"].box)
    at_settings.press(ticks.lines["peg"].box)
    assert at_settings.settings().questionnaires == ("pgic", "phq2")


def test_the_language_is_kept_for_the_next_start_and_offers_one(at_settings: SettingsDesk, planned: DataFolder) -> None:
    card = at_settings.card(LanguageCard)
    names = [card.pick.box.itemText(n) for n in range(card.pick.box.count())]
    assert names == ["Same as the system", "English", "Norsk bokmål", "Deutsch", "Español"]
    assert not card.again.isVisible()
    card.pick.box.setCurrentIndex(2)
    card.pick.box.activated.emit(2)
    assert WindowMemory(planned.root / "window.ini").language() == "nb"
    assert card.told.text() == "Norsk bokmål is spoken from the next start on."
    card.pick.box.setCurrentIndex(1)
    card.pick.box.activated.emit(1)
    assert not card.again.isVisible()
    card.pick.box.setCurrentIndex(3)
    card.pick.box.activated.emit(3)
    at_settings.press(card.again)
    assert at_settings.desk.window.start_again
    assert not at_settings.desk.window.isVisible()


def test_a_form_that_is_not_stored_keeps_the_window_open(at_settings: SettingsDesk) -> None:
    at_settings.press(at_settings.track.add)
    at_settings.desk.type("Tinnitus")
    at_settings.page.start_again_wanted.emit()
    at_settings.desk.settle()
    assert at_settings.desk.window.isVisible()
    assert not at_settings.desk.window.start_again
    assert "Not saved yet" in at_settings.form().problem()


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_language_is_told_by_its_own_name_whatever_is_spoken(at_settings: SettingsDesk, code: str) -> None:
    card = at_settings.card(LanguageCard)
    set_language(code)
    card.pick.picked.emit("en")
    assert "English" in card.told.text()
    assert card.again.isVisible()


def test_the_look_changes_at_once_and_is_remembered(at_settings: SettingsDesk, planned: DataFolder) -> None:
    card = at_settings.card(LookCard)
    card.scheme.cells[0].setFocus(Qt.FocusReason.TabFocusReason)
    at_settings.key(KEY.Key_End)
    assert theme_for(card).colours.dark
    card.scale.cells[0].setFocus(Qt.FocusReason.TabFocusReason)
    at_settings.key(KEY.Key_End)
    assert theme_for(card).scale == 2.0
    assert WindowMemory(planned.root / "window.ini").look() == Look("dark", 2.0)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_of_it_is_wider_than_the_smallest_window(at_settings: SettingsDesk, scale: float) -> None:
    card = at_settings.card(LookCard)
    at_settings.desk.window.resize(900, 600)
    card.scale.cell_activated(0 if scale == 1.0 else 4)
    at_settings.card(AboutCard).fold.setChecked(True)
    at_settings.press(at_settings.track.add)
    at_settings.desk.qtbot.wait(150)
    assert at_settings.desk.window.width() == 900
    assert at_settings.page.contents.width() <= at_settings.page.scroller.viewport().width()


def test_links_lead_to_their_pages(at_settings: SettingsDesk) -> None:
    links = at_settings.card(LinksCard)
    at_settings.press(links.files)
    assert at_settings.desk.window.last_page == "files"
    at_settings.desk.window.show_page("settings")
    at_settings.press(links.keeping)
    assert at_settings.desk.window.last_page == "keeping"


def test_about_says_what_it_is_and_where_things_are(at_settings: SettingsDesk, planned: DataFolder) -> None:
    about = at_settings.card(AboutCard)
    words = words_of(about)
    assert "It records and summarises. It never recommends a dose." in words
    assert "GPL-3.0-or-later" in words
    assert about.folder.toPlainText() == str(planned.root)
    assert about.log.toPlainText() == str(planned.root / "logs" / "ldn-journal.log")
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    about.open_url = open_url  # type: ignore[assignment]  # the desktop's own cannot run here
    at_settings.press(about.show_folder)
    assert opened == [QUrl.fromLocalFile(str(planned.root))]


def test_licence_texts_are_shown_when_chosen(at_settings: SettingsDesk) -> None:
    about = at_settings.card(AboutCard)
    about.fold.setFocus(Qt.FocusReason.TabFocusReason)
    at_settings.key(KEY.Key_Return)
    notices = about.notices
    assert notices is not None
    assert notices.list.hasFocus()
    assert "GNU GENERAL PUBLIC LICENSE" in notices.text.toPlainText()
    names = [notices.list.item(row).text() for row in range(notices.list.count())]
    font = next(row for row, name in enumerate(names) if name.startswith("Source Sans"))
    for _step in range(font):
        at_settings.desk.press(KEY.Key_Down)
    assert "SIL OPEN FONT LICENSE" in notices.text.toPlainText()
    qt = next(row for row, name in enumerate(names) if name.startswith("PySide6"))
    notices.list.setCurrentRow(qt)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in notices.text.toPlainText()
    at_settings.key(KEY.Key_Tab)
    assert notices.text.hasFocus()


def test_undo_after_coming_back_is_the_journals_own(at_settings: SettingsDesk) -> None:
    at_settings.fill(at_settings.card(YouCard).name, "A. Person")
    at_settings.key(KEY.Key_Return)
    at_settings.desk.window.show_page("today")
    at_settings.desk.settle()
    at_settings.ask(lambda journal: journal.record(NewNote(day=date(2026, 3, 10), text="evening")))
    at_settings.desk.window.show_page("settings")
    at_settings.desk.settle()
    at_settings.page.undo()
    assert at_settings.settings().name == "A. Person"
    assert at_settings.ask(lambda journal: journal.notes()) == []


def test_every_control_has_a_name_for_assistive_technology(at_settings: SettingsDesk) -> None:
    at_settings.press(at_settings.track.add)
    at_settings.card(AboutCard).fold.setChecked(True)
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    found = [one for kind in kinds for one in at_settings.page.findChildren(kind) if one.isVisible()]
    assert len(found) > 40
    nameless = [one for one in found if not (one.accessibleName() or getattr(one, "text", str)())]
    assert nameless == []
