"""Rows of the Today page say what they ask and what the ends of their scale mean."""

from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.measures import Better, NewMeasure, Scale
from ldn_journal.gui.today.explain import measure_words
from tests.gui.conftest import Desk


def test_every_row_of_a_rating_says_what_its_ends_mean(desk: Desk) -> None:
    form = desk.today.form
    assert form is not None
    for key, words in (
        ("pain", "from 0, no pain, to 10"),
        ("fatigue", "0 means “none”, 10 means “cannot get up”."),
        ("vivid_dreams", "0 means “none”, 4 means “very severe”."),
        ("sleep", "Time asleep last night"),
        ("sleep", "0 means “very poor”, 10 means “very good”. A higher number is better."),
    ):
        row = form.item(key).row
        assert words in row.toolTip()
        assert row.accessibleDescription() == row.toolTip()


def test_nothing_is_said_twice() -> None:
    assert measure_words(built_in_measures()["pain"]).count("no pain") == 1
    assert measure_words(built_in_measures()["nausea"]) == "How strong nausea was today, from none to very severe."
    assert measure_words(built_in_measures()["awakenings"]) == ""


def test_a_measure_of_the_persons_own_is_explained_in_their_words() -> None:
    own = NewMeasure(
        key="walk",
        name="Walking",
        scale=Scale.NUMERIC,
        low=0,
        high=5,
        better=Better.HIGHER,
        anchors={"0": "not at all", "5": "as far as I like"},
    )
    assert measure_words(own) == "0 means “not at all”, 5 means “as far as I like”. A higher number is better."
