"""Where the names of events stand over the dose band: each over its own sign, none over another's."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication

from ldn_journal.charts.application import report_family
from ldn_journal.charts.dose_words import DoseLabel, DoseWords, EventMark, sign_height, sign_size
from ldn_journal.charts.items import Span
from ldn_journal.charts.look import PAPER, Look
from ldn_journal.charts.trend_chart import TrendChart

SCREEN = Look(PAPER, "sans", 12.0)
WIDTH = 500.0
DAYS = 100


@pytest.fixture
def words(qapp: QApplication) -> Iterator[DoseWords]:
    chart = TrendChart(Look(PAPER, report_family(), 8.0, paper=True))
    chart.dose.words.span = Span(0, DAYS, WIDTH)
    yield chart.dose.words
    chart.dispose()


def named(words: DoseWords, *events: tuple[int, str]) -> dict[str, tuple[float, float]]:
    """The edges of each name that is written."""
    words.events = tuple(EventMark(day, day, name) for day, name in events)
    return {name: (at, at + wide) for at, wide, name in words.event_names()}


def test_a_name_stands_in_the_middle_over_its_sign(words: DoseWords) -> None:
    ((left, right),) = named(words, (50, "surgery")).values()
    assert (left + right) / 2 == pytest.approx(250)


@pytest.mark.parametrize("day", [0, 1, 99, 100])
def test_at_the_edges_a_name_stays_in_the_chart_and_over_its_sign(words: DoseWords, day: int) -> None:
    ((left, right),) = named(words, (day, "tooth extraction")).values()
    place, size = WIDTH * day / DAYS, sign_size(words.look)
    assert left >= 0
    assert right <= WIDTH
    assert left <= place + size
    assert right >= place - size


def test_no_name_lies_over_another_name_or_another_sign(words: DoseWords) -> None:
    events = ((10, "travel"), (13, "stress"), (20, "tooth extraction"), (60, "flu"), (63, "a second opinion elsewhere"))
    found = named(words, *events)
    assert {"travel", "stress", "flu"} <= found.keys()
    size = sign_size(words.look)
    for name, (left, right) in found.items():
        for day, other in events:
            place = WIDTH * day / DAYS
            if other == name:
                assert left <= place + size
                assert right >= place - size
            else:
                assert right < place - size or left > place + size
    edges = sorted(found.values())
    assert all(before[1] < after[0] for before, after in pairwise(edges))


def test_signs_of_one_day_share_a_line_of_names(words: DoseWords) -> None:
    assert named(words, (40, "surgery"), (40, "visit")).keys() == {"surgery, visit"}


def test_without_room_for_both_the_first_is_named(words: DoseWords) -> None:
    found = named(words, (35, "rain"), (40, "surgery"), (40, "a long day at the hospital"), (45, "flu"))
    assert found.keys() == {"rain", "surgery", "flu"}


def test_a_name_without_room_is_left_out_and_the_next_is_not(words: DoseWords) -> None:
    found = named(words, (40, "flu"), (44, "an appointment with somebody new"), (48, "rain"))
    assert found.keys() == {"flu", "rain"}


def test_what_is_out_of_sight_has_no_name_and_takes_no_room(words: DoseWords) -> None:
    assert named(words, (-20, "earlier"), (50, "flu"), (130, "later")).keys() == {"flu"}


def test_a_sign_is_smaller_than_the_line_of_its_name(words: DoseWords) -> None:
    assert 0 < sign_height(words.look) < words.look.metrics().height()


@pytest.fixture
def on_screen(qapp: QApplication) -> Iterator[DoseWords]:
    chart = TrendChart(SCREEN)
    chart.dose.words.span = Span(0, DAYS, WIDTH)
    yield chart.dose.words
    chart.dispose()


def phases(words: DoseWords, *labels: DoseLabel) -> dict[str, tuple[float, float]]:
    """The edges of the phases' names that are written."""
    words.labels = labels
    return {name.text: (name.left, name.left + name.wide) for name in words.phase_names()}


def test_a_phases_name_keeps_air_to_both_ends_and_else_gives_way_to_its_short_form(on_screen: DoseWords) -> None:
    wide = on_screen.look.metrics(bold=True).horizontalAdvance("4.5 mg again") * DAYS / WIDTH
    for days, name in ((wide + 2, "4.5 mg again"), (wide + 1, "4.5 mg")):
        found = phases(on_screen, DoseLabel(0, days, 1, "4.5 mg again", "4.5 mg"))
        assert found.keys() == {name}
        assert found[name][0] >= 4
        assert found[name][1] <= days * WIDTH / DAYS - 4


def test_the_current_phase_is_named_however_short_it_is_unless_a_name_stands_there(on_screen: DoseWords) -> None:
    now = DoseLabel(97, 100, 0.5, "4.5 mg again", "4.5 mg", current=True)
    found = phases(on_screen, DoseLabel(0, 97, 1, "3 mg", "3 mg"), now)
    assert found.keys() == {"3 mg", "4.5 mg"}
    assert found["4.5 mg"][1] == pytest.approx(WIDTH)
    # It reaches over its neighbour, and so stands over the higher dose of the two.
    assert [name.level for name in on_screen.phase_names()] == [1, 1]
    beside = DoseLabel(70, 97, 1, "a long name that takes it", "")
    wide = on_screen.look.metrics(bold=True).horizontalAdvance(beside.text)
    on_screen.span = Span(0, DAYS, (wide + 9) * DAYS / 27)
    assert phases(on_screen, beside, now).keys() == {beside.text}


def test_names_in_one_line_are_not_read_as_one(on_screen: DoseWords) -> None:
    wide = on_screen.look.metrics(bold=True).horizontalAdvance("1.5 mg") + 8
    days = wide * DAYS / WIDTH
    found = phases(on_screen, DoseLabel(0, 7, 0, "before LDN", "before"), DoseLabel(7, 7 + days, 1, "1.5 mg", "1.5 mg"))
    assert found.keys() == {"1.5 mg"}


def test_on_paper_a_name_is_whole_or_not_there(words: DoseWords) -> None:
    wide = words.look.metrics(bold=True).horizontalAdvance("4.5 mg again") * DAYS / WIDTH
    for days, named_there in ((wide + 1, {"4.5 mg again"}), (wide + 0.5, set())):
        label = DoseLabel(0, days, 1, "4.5 mg again", "4.5 mg", current=True)
        assert phases(words, label).keys() == named_there
