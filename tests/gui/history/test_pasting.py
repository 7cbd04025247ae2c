"""Text from a spreadsheet as cells: how it is cut up, where each cell goes, and what has no place."""

from datetime import date, timedelta

import pytest

from ldn_journal.domain.measures import NewMeasure
from ldn_journal.gui.history.cells import DOSE, NOTE, Column
from ldn_journal.gui.history.pasting import Pasted, Target, place_cells, read_table, write_table

TODAY = date(2026, 3, 10)
COLUMNS = [
    Column(DOSE, "LDN dose"),
    Column("pain", "Pain", NewMeasure(key="pain", name="Pain")),
    Column("sleep_quality", "Sleep quality", NewMeasure(key="sleep_quality", name="Sleep quality")),
    Column(NOTE, "Note"),
]
PAIN = 2


def placed(text: str, column: int = PAIN, day: date = TODAY, height: int = 1, width: int = 1) -> Pasted:
    return place_cells(read_table(text), Target(day, column, height, width), COLUMNS, TODAY)


def cells(pasted: Pasted) -> list[tuple[int, str, str]]:
    """How many days ago, which column, and what."""
    return [((TODAY - edit.day).days, edit.column.key, edit.text) for edit in pasted.edits]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("4", [["4"]]),
        ("4\t5\n6", [["4", "5"], ["6"]]),
        ("4\r\n5\r\n", [["4"], ["5"]]),
        ("4\r5\r\r", [["4"], ["5"]]),
        ("\n\n4\n\n", [[""], [""], ["4"]]),
        ("\ufeff4\t\0", [["4", ""]]),
        # Breaks that are not those of lines: a form feed or U+2028 in a note must not move all that follows by a day.
        ("a\x0bb\u2028c\x85d\n5", [["a\x0bb\u2028c\x85d"], ["5"]]),
        ('"one\ntwo"\t5\r\n6', [["one\ntwo", "5"], ["6"]]),
        ('"one\r\ntwo\tthree ""x"""\t5', [['one\ntwo\tthree "x"', "5"]]),
        ('""\t5', [["", "5"]]),
        ('"never closed\t5\n6', [['"never closed', "5"], ["6"]]),
        ('"He" said\t5', [['"He" said', "5"]]),
        ('5" nail\t"5"', [['5" nail', "5"]]),
    ],
)
def test_text_is_cut_into_cells(text: str, lines: list[list[str]]) -> None:
    assert read_table(text) == lines


def test_what_is_copied_is_read_back() -> None:
    table = [["a\nb", '"c" d', "e\tf"], ["", "4", 'g"']]
    assert read_table(write_table(table)) == table


def test_many_marks_that_never_close_take_no_longer() -> None:
    assert len(read_table('"x\n' * 20_000 + "y")) == 20_001


def test_lines_go_down_to_earlier_days_and_blanks_leave_what_is_there() -> None:
    assert cells(placed("4\n\n\t7\n5\t\ta", day=TODAY - timedelta(days=3))) == [
        (3, "pain", "4"), (5, "sleep_quality", "7"), (6, "pain", "5"), (6, NOTE, "a"),
    ]  # fmt: skip


def test_cells_beyond_the_last_column_are_counted() -> None:
    pasted = placed("1\t2\t3\t4\t5\n1\t\t\t\t5")
    assert len(pasted.edits) == 4
    assert pasted.left_out == ["3 cells to the right of the last column were left out."]


def test_lines_before_the_first_day_there_can_be_are_counted() -> None:
    pasted = placed("4\n" * 5, day=date(1900, 1, 3))
    assert [edit.day for edit in pasted.edits] == [date(1900, 1, 3), date(1900, 1, 2), date(1900, 1, 1)]
    assert pasted.left_out == ["2 lines were left out because their day is before 1 January 1900."]


def test_one_cell_fills_the_chosen_block_and_a_block_fills_its_multiple() -> None:
    assert len(placed("4", height=3, width=2).edits) == 6
    assert len(placed("4\t5", height=3, width=2).edits) == 6
    assert len(placed("4\n5", height=3).edits) == 2
    # All columns chosen, the day among them: it is no cell to fill.
    assert cells(placed("4", column=0, height=2, width=3)) == [
        (0, DOSE, "4"), (0, "pain", "4"), (1, DOSE, "4"), (1, "pain", "4"),
    ]  # fmt: skip


@pytest.mark.parametrize("column", [0, 1, PAIN])
def test_headings_say_which_column_is_which(column: int) -> None:
    pasted = placed("Date\tSleep quality\tWeight\tPain\n2026-03-02\t7\t70\t4\n2026-03-01\t8\t71\t5", column=column)
    assert cells(pasted) == [
        (8, "sleep_quality", "7"), (8, "pain", "4"), (9, "sleep_quality", "8"), (9, "pain", "5"),
    ]  # fmt: skip
    assert pasted.left_out == ["2 cells were left out because their heading is not a column here: “Weight”."]
    assert pasted.told == [
        "The first line holds headings. Each column went where its heading says.",
        "The lines name their days. Each line went to its day.",
    ]


def test_a_heading_alone_is_one_where_it_belongs_and_a_note_may_say_pain() -> None:
    assert cells(placed("Pain\n4\n5")) == [(0, "pain", "4"), (1, "pain", "5")]
    assert cells(placed("Pain\nwalked", column=4)) == [(0, NOTE, "Pain"), (1, NOTE, "walked")]


@pytest.mark.parametrize("column", [0, PAIN])
def test_lines_that_name_their_days_go_there(column: int) -> None:
    first = "1" if column == 0 else ""
    lines = ["01.03.2026", "02.03.2026 00:00:00", "11.03.2026", "31.12.1899", "02.03.2026"]
    pasted = placed("\n".join(f"{day}\t{first}\t4" if first else f"{day}\t4" for day in lines), column=column)
    assert {(key, text) for _ago, key, text in cells(pasted) if key == "pain"} == {("pain", "4")}
    assert [ago for ago, key, _text in cells(pasted) if key == "pain"] == [9, 8]
    assert pasted.left_out[:2] == [
        "1 line was left out because its day is still to come.",
        "1 line was left out because its day is before 1 January 1900.",
    ]
    assert "because a line above is for the same day." in pasted.left_out[2]


def test_days_that_cannot_be_read_leave_their_lines_out() -> None:
    pasted = placed("2026-03-01\t4.5\nsome day\t3\n\t2", column=0)
    assert cells(pasted) == [(9, DOSE, "4.5")]
    assert pasted.left_out == [
        "1 line was left out because its day cannot be read: “some day”.",
        "1 line was left out because it names no day.",
    ]
    pasted = placed("3/2/2026\t4\n4/2/2026\t4")
    assert not pasted.edits
    assert "can be read in two ways (“3/2/2026”)" in pasted.left_out[0]
    assert "the Day column cannot be changed" in placed("4\n5", column=0).left_out[0]
    assert cells(placed("\t4.5\n\t3", column=0)) == [(0, DOSE, "4.5"), (1, DOSE, "3")]
