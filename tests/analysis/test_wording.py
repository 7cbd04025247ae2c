import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ldn_journal.analysis.contrast import Caution, Comparison, Description
from ldn_journal.analysis.phases import Phase, PhaseKind
from ldn_journal.analysis.wording import (
    agreeing_digits,
    band_sentence,
    caution_sentence,
    level,
    placebo_sentence,
    quantity,
    sentences,
    signed,
)
from ldn_journal.domain.measures import Better, NewMeasure, Scale

PAIN = NewMeasure(key="pain", name="Pain")
SLEEP = NewMeasure(key="sleep", name="Sleep", scale=Scale.DURATION, high=1440, better=Better.HIGHER)
WEIGHT = NewMeasure(key="weight", name="Weight", high=500, better=Better.NEITHER, unit="kg")
FALLS = NewMeasure(key="falls", name="Falls", scale=Scale.COUNT, high=20)
FLARE = NewMeasure(key="flare", name="Flare", scale=Scale.YES_NO, high=1)
START = date(2025, 9, 15)
FORBIDDEN = re.compile(r"significan|effective|working|works|proven|p-value|p =|nan|recommend|should", re.IGNORECASE)


def phase(key, kind, mg, first, last):
    days = START + timedelta(days=first), START + timedelta(days=last)
    return Phase(key, kind, round(mg * 10**9), *days, since=days[0], settling_until=None)


def comparison(measure=PAIN, before=6.4, after=4.3, **changes):
    plain = Comparison(
        measure=measure,
        reference=phase("baseline", PhaseKind.BASELINE, 0, 0, 27),
        phase=phase("4.5mg-1", PhaseKind.DOSE, 4.5, 28, 129),
        before=Description(28, 26, before),
        after=Description(95, 88, after),
        settling_days=7,
        caution=None,
        difference=after - before,
        percent=100 * (after - before) / before,
        nap=0.92,
        interval=(-3.0, -1.2),
        trend_difference=-1.8,
        trend_interval=(-3.4, -0.2),
        drift=False,
        exploratory=False,
    )
    return replace(plain, **changes)


def test_pain_in_whole_sentences():
    assert sentences(comparison()) == [
        "4.5\u00a0mg compared with before LDN: Pain is 2.1 points lower on average (4.3 against 6.4).",
        "Likely difference: between −3.0 and −1.2 (95 % interval, allowing for neighbouring days being alike).",
        "Recorded: 88 of 95 days for 4.5\u00a0mg, 26 of 28 days for before LDN.",
        "That is 33 % lower.",
        "In trials, 30 % less pain or more is called a moderate change; that is drawn from groups, not from one person.",
        "Taking any day of each, the later was better in 92 % of pairs (ties count half, days taken as unrelated).",
        "A steady drift alone would not account for this difference.",
        "The first 7 days after each change are left out.",
        "This is the main outcome, chosen beforehand.",
        "Differences shown here can have other causes.",
        placebo_sentence(),
    ]


def test_the_placebo_benchmark():
    assert placebo_sentence() == (
        "People tend to start when they feel worst, so some improvement is expected anyway: on placebo, pain fell by 18 % "
        "in one trial (Younger 2013) and by 0.9 points in another, where 28 % of the participants had more than 30 % less "
        "pain (FINAL 2024)."
    )


def test_drift_is_said():
    found = sentences(comparison(drift=True))
    assert "This difference cannot be separated from a steady drift over the whole time." in found
    assert not any("would not account" in one for one in found)


def test_an_interval_across_zero_claims_nothing_of_drift():
    found = sentences(comparison(interval=(-1.5, 0.7), drift=False))
    assert not any("drift" in one for one in found)


@pytest.mark.parametrize(
    ("after", "word"),
    [(7.0, "0.6 points higher"), (6.4, "is the same"), (6.42, "is the same"), (6.3, "0.1 points lower")],
)
def test_direction(after, word):
    assert word in sentences(comparison(after=after))[0]


def test_bands_are_for_pain_and_before_ldn_only():
    assert not any("In trials" in one for one in sentences(comparison(measure=FALLS)))
    other = phase("1.5mg-1", PhaseKind.DOSE, 1.5, 0, 27)
    assert not any("In trials" in one for one in sentences(comparison(reference=other)))


@pytest.mark.parametrize(
    ("percent", "band"),
    [
        (-62, "substantial"),
        (-50, "substantial"),
        (-30, "moderate"),
        (-49.9, "moderate"),
        (-20, "minimal"),
        (-10, "minimal"),
    ],
)
def test_published_bands(percent, band):
    assert band in band_sentence(percent)


@pytest.mark.parametrize("percent", [-25, -9, 0, 30])
def test_no_band_where_none_is_published(percent):
    assert band_sentence(percent) is None


@pytest.mark.parametrize(
    ("measure", "shown", "mean", "with_sign"),
    [
        (PAIN, "2.0 points", "2.0", "−2.0"),
        (FALLS, "2.0", "2.0", "−2.0"),
        (WEIGHT, "2.0 kg", "2.0 kg", "−2.0"),
        (SLEEP, "2 min", "2 min", "−2 min"),
        (FLARE, "200 % of days", "200 % of days", "−200 %"),
    ],
)
def test_units(measure, shown, mean, with_sign):
    assert quantity(measure, 2.0) == shown
    assert level(measure, 2.0) == mean
    assert signed(measure, -2.0) == with_sign


def test_signs_of_durations():
    assert signed(SLEEP, 70.0) == "+1 h 10 min"
    assert signed(SLEEP, -0.3) == "0 min"
    assert signed(PAIN, 0.7) == "+0.7"


@pytest.mark.parametrize("caution", list(Caution))
def test_every_caution_has_its_sentence_and_no_interval(caution):
    found = sentences(comparison(caution=caution, interval=None, drift=None))
    assert caution_sentence(caution) in found
    assert not any("Likely" in one for one in found)


def test_without_figures_only_what_was_recorded():
    empty = Description(5, 3)
    bare = Comparison(
        PAIN, comparison().reference, comparison().phase, comparison().before, empty, 0, Caution.UNDER_7_DAYS
    )
    assert sentences(bare)[:-1] == [
        "Recorded: 3 of 5 days for 4.5\u00a0mg, 26 of 28 days for before LDN.",
        "Fewer than 7 recorded days on one side: only the chart is shown.",
        "Exploratory: this is not the main outcome chosen beforehand.",
        "Differences shown here can have other causes.",
    ]


@pytest.mark.parametrize("measure", [PAIN, SLEEP, WEIGHT, FALLS, FLARE])
@pytest.mark.parametrize("drift", [True, False, None])
@pytest.mark.parametrize("exploratory", [True, False])
def test_never_a_verdict_and_always_the_benchmark(measure, drift, exploratory):
    found = sentences(comparison(measure=measure, drift=drift, exploratory=exploratory))
    assert "Younger 2013" in found[-1]
    assert not [one for one in found if FORBIDDEN.search(one)]
    assert ("Exploratory: this is not the main outcome chosen beforehand." in found) is exploratory


def test_a_difference_that_would_contradict_its_means_gets_a_decimal_more():
    assert agreeing_digits((6.5, 4.6, -1.9)) == 1
    assert agreeing_digits((6.48, 6.44, -0.04)) == 2
    assert agreeing_digits((6.5, 4.6, -1.9), (6.48, 6.44, -0.04), (None, 3.0, None)) == 2
    assert agreeing_digits((21.4, 21.6, 0.2), usual=0) == 1
