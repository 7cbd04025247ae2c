from datetime import date

from ldn_journal.analysis.wording import name_within
from ldn_journal.base.texts import one_full_stop, set_language
from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.report.content import Run, rich
from ldn_journal.report.figures import brief_style, change, dated, heading, in_line, mean, shortened, stretch, with_unit

BUILT_IN = built_in_measures()


def test_headings_hold_scale_or_unit() -> None:
    assert [heading(BUILT_IN[key]) for key in ("pain", "sleep", "minutes_to_sleep", "weight", "nightmares")] == [
        "Pain (0–10)",
        "Sleep, h",
        "Time to fall asleep, min",
        "Weight, kg",
        "Nightmares, per day",
    ]
    assert heading(NewMeasure(key="down", name="Down", low=-3, high=3)) == "Down (−3 to 3)"
    assert heading(NewMeasure(key="flare", name="Flare", scale=Scale.YES_NO, high=1)) == "Flare, % of days"


def test_means_and_changes_are_in_the_units_of_the_heading() -> None:
    assert mean(BUILT_IN["sleep"], 402) == "6.7"
    assert mean(BUILT_IN["minutes_to_sleep"], 18.4) == "18"
    assert mean(BUILT_IN["pain"], 0.0) == "0.0"
    assert mean(BUILT_IN["pain"], 0.04) == "0.0"
    assert mean(BUILT_IN["pain"], None) == "–"
    assert change(BUILT_IN["pain"], -2.14) == "−2.1"
    assert change(BUILT_IN["pain"], 0.0) == "0.0"
    assert change(BUILT_IN["pain"], -2.14, signed=False) == "2.1"
    assert mean(BUILT_IN["sleep_efficiency"], 87.4) == "87"
    assert change(BUILT_IN["pain"], -0.01) == "0.0"
    assert change(BUILT_IN["sleep"], 42) == "+0.7"
    assert with_unit(BUILT_IN["sleep"], 402) == "6.7 h"
    assert with_unit(BUILT_IN["pain"], 4.31) == "4.3 of 10"


def shown(first: date, last: date, style: str = "medium") -> str:
    return stretch(first, last, style).replace("\u00a0", " ")


def test_stretches_of_days() -> None:
    assert shown(date(2026, 1, 11), date(2026, 1, 15), "short") == "11–15 Jan"
    assert shown(date(2025, 12, 30), date(2026, 1, 2)) == "30 Dec 2025 – 2 Jan 2026"
    assert shown(date(2026, 9, 29), date(2026, 10, 1)) == "29 Sep – 1 Oct 2026"
    assert shown(date(2026, 1, 1), date(2026, 1, 1)) == "1 Jan 2026"
    assert " " not in stretch(date(2026, 9, 29), date(2026, 10, 1)), "a line may not end inside a date"
    set_language("de")
    assert shown(date(2026, 1, 11), date(2026, 1, 15), "short") == "11.–15. Jan."
    assert shown(date(2026, 8, 29), date(2026, 11, 26)) == "29. Aug. – 26. Nov. 2026"
    assert shown(date(2025, 12, 30), date(2026, 1, 2)) == "30. Dez. 2025 – 2. Jan. 2026"


def test_names_of_measures_within_a_sentence() -> None:
    dreams = BUILT_IN["vivid_dreams"]
    own = NewMeasure(key="tingling", name="Tingling of the Left hand", low=0, high=10)
    crohn = dreams.model_copy(update={"name": "Crohn’s: stools"})
    shouted = dreams.model_copy(update={"name": "REM sleep"})
    for language, expected in (("en", "vivid dreams"), ("nb", "livlige drømmer"), ("es", "sueños vívidos")):
        set_language(language)
        assert in_line(dreams) == expected == name_within(dreams)
        assert in_line(own) == own.name
        assert in_line(crohn) == crohn.name
        assert in_line(shouted) == "REM sleep"
    set_language("de")
    assert in_line(dreams) == "Lebhafte Träume"
    assert in_line(BUILT_IN["pain"]) == "Schmerz"


def test_an_abbreviated_date_ends_a_sentence_with_one_full_stop() -> None:
    day = date(2026, 10, 16)
    for language, expected in (("en", "16 Oct."), ("nb", "16. okt."), ("de", "16. Okt."), ("es", "16 oct.")):
        set_language(language)
        sentence = f"{dated(day, 'short')}."
        assert one_full_stop(sentence).replace("\u00a0", " ") == expected
        assert one_full_stop(f"{sentence} {sentence}") == f"{one_full_stop(sentence)} {one_full_stop(sentence)}"
        assert one_full_stop("Hm.. und weiter...") == "Hm.. und weiter..."
        assert one_full_stop(f"{dated(day, 'short')}..") == f"{dated(day, 'short')}.."


def test_the_year_is_left_out_only_where_it_is_clear() -> None:
    assert brief_style([date(2025, 12, 1)], date(2026, 3, 1)) == "short"
    assert brief_style([date(2025, 1, 1)], date(2026, 3, 1)) == "medium"


def test_long_names_end_in_an_ellipsis() -> None:
    assert shortened("x" * 32) == "x" * 32
    assert shortened("x" * 33) == "x" * 31 + "…"


def test_fields_never_become_strong_or_fields() -> None:
    assert rich("<b>{a}</b> and {b}", a="<b>", b="{a}</b>") == (Run("<b>", strong=True), Run(" and {a}</b>"))
