"""What is tracked: ticked, moved, added, worded, retired, and all of it seen on the Today page."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ldn_journal.base.paths import DataFolder
from ldn_journal.clinical.measures import usual_measures
from ldn_journal.domain.measures import NewRating, Scale
from ldn_journal.gui.widgets.scale_row import ScaleRow
from tests.gui.conftest import TRACKED, Desk
from tests.gui.settings.conftest import SettingsDesk

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
DAY = date(2026, 3, 9)


def today_keys(desk: Desk) -> list[str]:
    desk.window.show_page("today")
    desk.settle()
    assert desk.today.form is not None
    return [item.key for item in desk.today.form.measures]


def test_alt_and_arrows_move_what_has_the_focus_and_today_follows(at_settings: SettingsDesk) -> None:
    row = at_settings.track.list.row("fatigue")
    row.box.setFocus(Qt.FocusReason.TabFocusReason)
    for _press in range(9):
        at_settings.desk.press(KEY.Key_Up, ALT)
    at_settings.desk.settle()
    assert at_settings.order() == ["fatigue", *TRACKED[:-1]]
    assert at_settings.track.list.row("fatigue").box.hasFocus()
    assert at_settings.settings().tracked == ("fatigue", *TRACKED[:-1])
    assert "Saved 22:31" in at_settings.page.status.text()
    at_settings.key(KEY.Key_Down, ALT)
    assert at_settings.settings().tracked == ("pain", "fatigue", *TRACKED[1:-1])
    assert today_keys(at_settings.desk)[:2] == ["pain", "fatigue"]


def test_the_arrow_buttons_move_and_keep_the_focus_until_the_end(at_settings: SettingsDesk) -> None:
    at_settings.press(at_settings.track.list.row("sleep").up)
    assert at_settings.order()[:2] == ["sleep", "pain"]
    row = at_settings.track.list.row("sleep")
    assert not row.up.isEnabled()
    assert row.box.hasFocus()
    assert "1 of 6" in row.box.accessibleDescription()
    assert row.down.accessibleName() == "Move “Sleep” down"


def test_what_is_unticked_stays_in_place_until_the_page_is_left(at_settings: SettingsDesk) -> None:
    at_settings.press(at_settings.track.list.row("vivid_dreams").box)
    assert at_settings.settings().tracked == ("pain", "sleep", "sleep_quality", "nausea", "fatigue")
    assert at_settings.order() == list(TRACKED)
    row = at_settings.track.list.row("vivid_dreams")
    assert not row.box.isChecked()
    assert row.box.hasFocus()
    at_settings.press(row.box)
    assert at_settings.settings().tracked == TRACKED
    at_settings.press(row.box)
    assert "vivid_dreams" not in today_keys(at_settings.desk)
    at_settings.desk.window.show_page("settings")
    at_settings.desk.settle()
    assert "vivid_dreams" not in at_settings.order()
    assert "vivid_dreams" in at_settings.track.offers.groups["side_effect"].stops


def test_what_is_ticked_below_comes_last_and_nothing_moves_under_the_pointer(at_settings: SettingsDesk) -> None:
    at_settings.desk.window.resize(900, 600)
    group = at_settings.track.offers.groups["symptom"]
    at_settings.press(group.head)
    at_settings.desk.qtbot.wait(120)
    at_settings.page.scroller.ensureWidgetVisible(group.stops["mood"])
    at_settings.desk.qtbot.wait(20)

    def height(key: str) -> int:
        return group.stops[key].mapTo(at_settings.desk.window, QPoint(0, 0)).y()

    before = height("mood")
    QTest.mouseClick(group.stops["mood"], Qt.MouseButton.LeftButton)
    at_settings.desk.settle()
    at_settings.desk.qtbot.wait(150)
    assert at_settings.settings().tracked == (*TRACKED, "mood")
    assert at_settings.order()[-1] == "mood"
    assert abs(height("mood") - before) <= 2
    assert group.head.note() == "5 more"
    at_settings.press(group.stops["brain_fog"])
    assert at_settings.settings().tracked == (*TRACKED, "mood", "brain_fog")
    at_settings.press(group.stops["mood"])
    assert at_settings.settings().tracked == (*TRACKED, "brain_fog")
    assert at_settings.order() == [*TRACKED, "brain_fog"]
    assert today_keys(at_settings.desk)[-1] == "brain_fog"
    at_settings.desk.window.show_page("settings")
    at_settings.desk.settle()
    assert "brain_fog" not in group.stops


def test_what_is_worked_out_from_others_is_not_offered(at_settings: SettingsDesk) -> None:
    offered = {key for group in at_settings.track.offers.groups.values() for key in group.stops}
    assert {"awakenings", "minutes_awake", "headache", "weight", "stools"} <= offered
    assert not {"sleep_efficiency", "time_in_bed", "peg"} & offered


def test_the_usual_set_comes_back_and_undo_takes_that_back(at_settings: SettingsDesk) -> None:
    at_settings.press(at_settings.track.usual)
    assert at_settings.settings().tracked is None
    assert at_settings.order() == usual_measures()
    assert not at_settings.track.usual.isVisible()
    at_settings.key(KEY.Key_Z, CTRL)
    assert at_settings.settings().tracked == TRACKED
    assert "Taken back: what is tracked" in at_settings.page.status.text()


def test_a_measure_of_ones_own_is_asked_recorded_and_worded(at_settings: SettingsDesk) -> None:
    at_settings.press(at_settings.track.add)
    form = at_settings.form()
    assert form.cell("name").control.hasFocus()
    at_settings.key(KEY.Key_Return)
    assert form.cell("name").note() == "Give it a name."
    at_settings.desk.type("Stiffness")
    at_settings.fill(form.cell("question").control, "Stiffness this morning")
    at_settings.fill(form.cell("0").control, "none")
    at_settings.fill(form.cell("5").control, "slow on the stairs")
    at_settings.key(KEY.Key_Return)
    assert at_settings.track.form is None
    assert at_settings.track.add.hasFocus()
    assert at_settings.settings().tracked == (*TRACKED, "stiffness")
    made = at_settings.ask(lambda journal: journal.measure("stiffness"))
    assert made.anchors == {"0": "none", "5": "slow on the stairs"}
    assert today_keys(at_settings.desk)[-1] == "stiffness"
    assert at_settings.desk.today.form is not None
    item = at_settings.desk.today.form.item("stiffness")
    assert item.row.label_text() == "Stiffness this morning"
    control = item.row.controls()[0]
    assert isinstance(control, ScaleRow)
    assert control.cells[5].accessibleName() == "5, slow on the stairs"


def test_words_are_only_asked_for_where_the_scale_has_cells_for_them(at_settings: SettingsDesk) -> None:
    at_settings.press(at_settings.track.add)
    form = at_settings.form()
    shown = [value for value in ("0", "1", "3", "4", "5", "7", "10") if form.cell(value).isVisible()]
    assert shown == ["0", "3", "5", "7", "10"]
    kind = form.cell("kind").control
    kind.setFocus(Qt.FocusReason.TabFocusReason)
    at_settings.key(KEY.Key_End)
    assert [value for value in ("0", "1", "3", "4", "7") if form.cell(value).isVisible()] == ["1", "4", "7"]
    at_settings.key(KEY.Key_Home)
    for _step in range(4):
        at_settings.key(KEY.Key_Down)
    assert kind.content() == "yes_no"  # type: ignore[union-attr]
    assert not any(form.cell(value).isVisible() for value in ("0", "1", "3", "4", "5", "7", "10"))
    at_settings.fill(form.cell("name").control, "Rest day")
    at_settings.key(KEY.Key_Return)
    made = at_settings.ask(lambda journal: journal.measure("rest_day"))
    assert made.scale is Scale.YES_NO
    assert made.anchors == {}


def test_a_name_that_is_taken_is_said_beside_the_field(at_settings: SettingsDesk) -> None:
    at_settings.press(at_settings.track.add)
    form = at_settings.form()
    at_settings.desk.type("Pain")
    at_settings.key(KEY.Key_Return)
    assert "already" in form.cell("name").note()
    assert form.cell("name").control.hasFocus()
    at_settings.page.flush()
    assert at_settings.page.has_unsaved()
    assert "Not saved yet" in form.problem()
    at_settings.key(KEY.Key_Escape)
    assert not at_settings.page.has_unsaved()
    assert at_settings.track.add.hasFocus()


def test_retired_it_goes_from_today_keeps_its_values_and_comes_back(at_settings: SettingsDesk) -> None:
    at_settings.press(at_settings.track.add)
    at_settings.desk.type("Tinnitus")
    at_settings.key(KEY.Key_Return)
    at_settings.ask(lambda journal: journal.record(NewRating(day=DAY, measure="tinnitus", value=6)))
    at_settings.press(at_settings.track.list.row("tinnitus").links["retire"])
    assert at_settings.order() == list(TRACKED)
    assert at_settings.track.list.row("fatigue").box.hasFocus()
    assert "tinnitus" not in today_keys(at_settings.desk)
    value = at_settings.ask(lambda journal: journal.day(DAY).value(journal.measure("tinnitus")))
    assert value == 6
    at_settings.desk.window.show_page("settings")
    at_settings.desk.settle()
    retired = at_settings.track.offers.groups["retired"]
    at_settings.press(retired.head)
    at_settings.press(retired.stops["tinnitus"])
    assert at_settings.order() == [*TRACKED, "tinnitus"]
    assert not retired.stops


def test_undo_takes_a_new_measure_back_whole(at_settings: SettingsDesk) -> None:
    at_settings.press(at_settings.track.add)
    at_settings.desk.type("Tinnitus")
    at_settings.key(KEY.Key_Return)
    at_settings.key(KEY.Key_Z, CTRL)
    assert at_settings.order() == list(TRACKED)
    assert at_settings.ask(lambda journal: tuple(one.key for one in journal.tracked())) == TRACKED
    assert "tinnitus" not in at_settings.ask(lambda journal: journal.measures())
    assert at_settings.ask(lambda journal: journal.check()) == []


def test_own_words_for_pain_stand_under_its_scale_on_today(at_settings: SettingsDesk) -> None:
    row = at_settings.track.list.row("pain")
    assert "words" not in at_settings.track.list.row("nausea").links
    at_settings.press(row.links["words"])
    form = at_settings.form()
    assert [cell.field.keys[0] for cell in form.cells] == ["3", "5", "7"]
    at_settings.fill(form.cell("5").control, "I cook, slowly")
    at_settings.key(KEY.Key_Return)
    assert row.links["words"].hasFocus()
    assert at_settings.settings().anchors == {"pain": {"5": "I cook, slowly"}}
    today_keys(at_settings.desk)
    assert at_settings.desk.today.form is not None
    control = at_settings.desk.today.form.item("pain").row.controls()[0]
    assert isinstance(control, ScaleRow)
    assert control.cells[5].accessibleName() == "5, I cook, slowly"
    at_settings.desk.window.show_page("settings")
    at_settings.press(at_settings.track.list.row("pain").links["words"])
    at_settings.fill(at_settings.form().cell("3").control, "x" * 61)
    at_settings.key(KEY.Key_Return)
    assert "too long" in at_settings.form().cell("3").note()


def test_a_begun_form_outlives_a_locked_window(at_settings: SettingsDesk, sit_down: Callable[[], Desk]) -> None:
    at_settings.press(at_settings.track.add)
    at_settings.desk.type("Tinn")
    draft = at_settings.page.draft()
    assert draft is not None
    again = SettingsDesk(sit_down())
    again.page.take_draft(draft)
    again.desk.settle()
    assert again.form().cell("name").text() == "Tinn"
    again.key(KEY.Key_Escape)
    row = again.track.list.row("pain")
    again.press(row.links["words"])
    again.fill(again.form().cell("5").control, "half")
    kept = again.page.draft()
    assert kept is not None
    again.key(KEY.Key_Escape)
    again.page.take_draft(kept)
    assert again.form().cell("5").text() == "half"


def test_tab_goes_from_row_to_row_and_through_an_open_form(at_settings: SettingsDesk) -> None:
    row = at_settings.track.list.row("pain")
    at_settings.press(row.links["words"])
    row.links["words"].setFocus(Qt.FocusReason.TabFocusReason)
    seen = []
    for _press in range(7):
        at_settings.desk.press(KEY.Key_Tab)
        seen.append(QApplication.focusWidget())
    form = at_settings.form()
    # At the top there is nothing to move up to: that button is passed over.
    assert seen[0] is row.down
    assert seen[1:4] == [cell.control for cell in form.cells]
    assert seen[4:6] == [form.save, form.cancel]
    assert seen[6] is at_settings.track.list.row("sleep").box


def test_a_journal_that_tracks_nothing_says_so(at_settings: SettingsDesk, planned: DataFolder) -> None:
    for key in TRACKED:
        at_settings.press(at_settings.track.list.row(key).box)
    assert at_settings.settings().tracked == ()
    assert at_settings.track.empty.isVisible()
