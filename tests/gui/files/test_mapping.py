"""Saying what the columns of a table and the names in an export are: with the form, with a file, and both alike."""

import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldn_journal.gui.files.mapping import MappingPanel
from ldn_journal.gui.files.panels import ChoosePanel, ReceiptPanel
from ldn_journal.gui.files.preview import PreviewPanel
from ldn_journal.journal import Journal
from tests.gui.files.conftest import FilesDesk

DAYLIO = (
    "full_date,date,weekday,time,mood,activities,note_title,note\n"
    '2026-03-02,2 March,Monday,11:00 pm,super,"walk | bad sleep","",""\n'
    '2026-03-01,1 March,Sunday,11:00 pm,awful,"bad sleep","","Hello"\n'
)
BEARABLE = (
    "date,weekday,time of day,category,rating/amount,detail,notes\n"
    '"3rd Mar 2026","Tuesday","9:00","Symptom","2","Neck pain (Moderate)",""\n'
    '"3rd Mar 2026","Tuesday","22:30","Meds/Supplements","1","LDN",""\n'
    '"3rd Mar 2026","Tuesday","9:00","Meds/Supplements","25","Vitamin D (mcg)",""\n'
)


def read(at_files: FilesDesk, panel: MappingPanel) -> PreviewPanel:
    at_files.press(panel.again)
    return at_files.panel(PreviewPanel)


@pytest.fixture
def bearable(tmp_path: Path) -> Path:
    path = tmp_path / "bearable.csv"
    path.write_text(BEARABLE, encoding="utf-8")
    return path


def test_a_table_is_asked_about_from_a_start_and_shown_beside(at_files: FilesDesk, table: Path) -> None:
    panel = at_files.asked(table)
    model = panel.table.model_of_rows
    assert [heading for heading, _why in model.headings] == ["when", "ache", "slept", "took", "said"]
    assert model.rows[0] == ["2026-03-03 09:00", "3", "7,5", "4.5 mg", "Rain"]
    assert panel.when is not None
    assert panel.when.column() == "when"
    assert not panel.rows["when"].isVisible()
    assert panel.rows["ache"].choice.text() == "new"
    assert {key: panel.rows["ache"].cells[key].text() for key in ("name", "low", "high")} == {
        "name": "ache",
        "low": "1",
        "high": "5",
    }
    assert panel.rows["said"].choice.text() == "leave"
    assert "3 values, such as 3, 5, 1" in at_files.words()


def test_a_table_is_read_as_it_was_told_by_keyboard(at_files: FilesDesk, table: Path) -> None:
    panel = at_files.asked(table)
    at_files.fill(panel, "ache", name="Knee ache", low="0", high="10")
    at_files.pick(panel, "slept", "known")
    cells = panel.rows["slept"].cells
    cells["measure"].control.setFocus(Qt.FocusReason.TabFocusReason)
    at_files.desk.type("Sleep")
    assert panel.rows["slept"].cells["measure"].text() == "sleep"
    assert set(panel.rows["slept"].cells) == {"measure", "unit"}
    panel.rows["slept"].cells["unit"].control.setFocus(Qt.FocusReason.TabFocusReason)
    at_files.desk.type("H")
    at_files.pick(panel, "took", "dose")
    at_files.pick(panel, "said", "note")
    preview = read(at_files, panel)
    words = at_files.words()
    assert "3 rows read as a table, by what you said of its columns." in words
    assert "Knee ache (0 to 10)" in words
    at_files.press(preview.keep)
    at_files.panel(ReceiptPanel)

    def stored(journal: Journal) -> tuple[object, ...]:
        return (
            [one.value for one in journal.ratings()],
            [night.asleep_minutes for night in journal.nights()],
            [dose.amount_pg for dose in journal.doses()],
            [note.text for note in journal.notes()],
            (journal.measure("my_ache").name, journal.measure("my_ache").high),
        )

    assert at_files.ask(stored) == (
        [3, 5, 1],
        [450, 480],
        [4_500_000_000, 3_000_000_000],
        ["Rain"],
        ("Knee ache", 10),
    )


def test_a_known_measure_is_rescaled_from_the_ends_given(at_files: FilesDesk, table: Path) -> None:
    panel = at_files.asked(table)
    at_files.pick(panel, "ache", "known")
    panel.rows["ache"].cells["measure"].control.setFocus(Qt.FocusReason.TabFocusReason)
    at_files.desk.type("Pain")
    assert panel.rows["ache"].cells["measure"].text() == "pain"
    at_files.fill(panel, "ache", first="1")
    at_files.press(panel.again)
    assert "Give both ends" in panel.told.text()
    at_files.fill(panel, "ache", last="5")
    at_files.pick(panel, "slept", "leave")
    assert panel.mapping()["columns"] == {"ache": {"measure": "pain", "rescale": [1, 5]}}
    at_files.press(read(at_files, panel).keep)
    assert at_files.ask(lambda journal: [one.value for one in journal.ratings()]) == [5, 10, 0]


def test_what_is_missing_is_said_beside_its_field(at_files: FilesDesk, table: Path) -> None:
    panel = at_files.asked(table)
    low = panel.rows["ache"].cells["low"]
    low.control.setFocus(Qt.FocusReason.TabFocusReason)
    at_files.desk.press(Qt.Key.Key_Delete)
    at_files.press(panel.again)
    assert low.note() == "What is the lowest value?"
    assert low.control.hasFocus()
    assert "“ache”" in panel.told.text()


def test_a_mapping_that_does_not_fit_comes_back_with_a_sentence(at_files: FilesDesk, table: Path) -> None:
    panel = at_files.asked(table)
    at_files.fill(panel, "ache", high="2")
    at_files.press(panel.again)
    assert at_files.page.bring.panel is panel
    assert "goes from 1 to 2" in at_files.trouble()
    assert at_files.trouble().endswith("Nothing was stored.")
    at_files.fill(panel, "ache", high="9")
    preview = read(at_files, panel)
    at_files.press(preview.change)
    assert at_files.page.bring.panel is panel
    assert panel.rows["ache"].cells["high"].text() == "9"
    at_files.press(panel.leave)
    at_files.panel(ChoosePanel)


def test_a_saved_mapping_is_one_the_command_line_reads(at_files: FilesDesk, table: Path, tmp_path: Path) -> None:
    panel = at_files.asked(table)
    at_files.fill(panel, "ache", name='Ache "now"', low="0", high="10")
    at_files.pick(panel, "slept", "leave")
    saved = tmp_path / "diary.toml"
    at_files.page.bring.ask_place = lambda _parent, name: saved if name == "diary.toml" else None
    at_files.press(panel.save)
    assert f"Saved to {saved}." in panel.told.text()
    assert tomllib.loads(saved.read_text(encoding="utf-8")) == panel.mapping()
    receipt = at_files.ask(lambda journal: journal.import_file(table, mapping=saved, dry_run=True))
    assert (receipt.kept, receipt.defined) == (3, ("my_ache",))
    at_files.press(panel.leave)
    again = at_files.asked(table)
    at_files.page.bring.ask_mapping = lambda _parent: saved
    at_files.press(again.use)
    assert at_files.panel(PreviewPanel).keep.text() == "Import 3 entries"
    assert again.mapping() == panel_mapping(saved)


def panel_mapping(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_what_no_field_shows_of_a_saved_mapping_is_kept(at_files: FilesDesk, table: Path, tmp_path: Path) -> None:
    saved = tmp_path / "own.toml"
    saved.write_text(
        '[file]\ndelimiter = ";"\n[time]\ncolumn = "when"\nformat = "%Y-%m-%d %H:%M"\n[columns.ache]\nmeasure = "my_ache"\n'
        'low = 0\nhigh = 10\nquestion = "How bad?"\n[columns.took]\nkind = "dose"\nunit = "mg"\nvalues = { none = "missed" }\n',
        encoding="utf-8",
    )
    panel = at_files.asked(table)
    at_files.page.bring.ask_mapping = lambda _parent: saved
    at_files.press(panel.use)
    at_files.press(at_files.panel(PreviewPanel).change)
    told = panel_mapping(saved)
    kept = panel.mapping()
    assert kept["file"] == told["file"]
    assert kept["time"] == told["time"]
    assert kept["columns"]["took"] == told["columns"]["took"]  # type: ignore[index]
    assert kept["columns"]["ache"]["question"] == "How bad?"


def test_a_broken_mapping_file_is_one_sentence(at_files: FilesDesk, table: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[time\n", encoding="utf-8")
    panel = at_files.asked(table)
    at_files.page.bring.ask_mapping = lambda _parent: broken
    at_files.press(panel.use)
    assert at_files.page.bring.panel is panel
    assert "The mapping cannot be used" in panel.told.text()


def test_names_in_another_apps_export(at_files: FilesDesk, bearable: Path) -> None:
    panel = at_files.asked(bearable)
    assert panel.when is None
    assert panel.rows["LDN"].choice.text() == "dose"
    assert panel.rows["Neck pain"].choice.text() == "new"
    assert "low" not in panel.rows["Neck pain"].cells
    assert not panel.rows["Vitamin D"].isVisible()
    at_files.fill(panel, "LDN", amount="4.5 mg")
    at_files.press(panel.fold)
    assert panel.rows["Vitamin D"].isVisible()
    at_files.pick(panel, "Vitamin D", "medicine")
    at_files.press(read(at_files, panel).keep)
    at_files.panel(ReceiptPanel)

    def stored(journal: Journal) -> tuple[object, ...]:
        medicines = [(one.name, one.dose) for one in journal.medicines()]
        return [dose.amount_pg for dose in journal.doses()], medicines, [one.value for one in journal.ratings()]

    assert at_files.ask(stored) == ([4_500_000_000], [("Vitamin D", "25 mcg")], [2])


def test_a_name_can_be_left_out(at_files: FilesDesk, bearable: Path) -> None:
    panel = at_files.asked(bearable)
    at_files.pick(panel, "LDN", "leave")
    at_files.press(read(at_files, panel).keep)
    assert at_files.ask(lambda journal: journal.doses()) == []


def test_words_of_a_mood_get_their_numbers(at_files: FilesDesk, tmp_path: Path) -> None:
    path = tmp_path / "daylio.csv"
    path.write_text(DAYLIO, encoding="utf-8")
    panel = at_files.asked(path)
    assert panel.rows["mood"].choice.text() == "own"
    at_files.press(panel.again)
    assert panel.rows["mood"].cells["super"].note() == "Say its number."
    at_files.fill(panel, "mood", super="5")
    at_files.press(panel.fold)
    at_files.pick(panel, "bad sleep", "event")
    at_files.press(read(at_files, panel).keep)
    at_files.panel(ReceiptPanel)
    assert at_files.ask(lambda journal: [one.value for one in journal.ratings()]) == [1, 5]
    assert at_files.ask(lambda journal: [one.what for one in journal.events()]) == ["bad sleep", "bad sleep"]
