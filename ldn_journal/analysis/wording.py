"""Comparisons in words: what differs, by how much, what it rests on, and what else may be behind it.

Never a verdict on the treatment: direction and size in the measure's own units, beside what placebo groups showed.
"""

from ldn_journal.analysis.contrast import (
    INTERVAL_PHASE_DAYS,
    INTERVAL_REFERENCE_DAYS,
    Caution,
    Comparison,
)
from ldn_journal.analysis.phases import PhaseKind, phase_name
from ldn_journal.base.texts import _, format_duration, format_number, language, ngettext
from ldn_journal.domain.measures import Better, BuiltInMeasure, NewMeasure, Scale

PAIN = "pain"
_CAPITAL_NOUNS = ("de",)
"""The languages that write every noun with a capital letter, within a sentence too."""
_PEOPLE = ("Crohn",)
"""Names of people with which the name of a built-in measure may begin."""


def name_within(measure: NewMeasure) -> str:
    """Return a measure's name as it stands within a sentence: pain, vivid dreams; in German Schmerz.

    Names of the person's own stay as written; acronyms and names of people keep their capital.
    """
    name = _(measure.name)
    if not isinstance(measure, BuiltInMeasure) or language().split("_", maxsplit=1)[0] in _CAPITAL_NOUNS:
        return name
    second = name[1:2]
    if name.startswith(_PEOPLE) or not (second.islower() or second.isspace()):
        return name
    return name[0].lower() + name[1:]


def decimal(value: float, digits: int = 1, *, signed: bool = False) -> str:
    """Return a mean or a difference for reading, everywhere alike: 4.3, 0.0; the figures of a column keep their decimals."""
    return format_number(value, digits, signed=signed)


def agreeing_digits(*figures: tuple[float | None, float | None, float | None], usual: int = 1) -> int:
    """Return the decimals with which means before and after and their difference are printed side by side.

    ``figures`` are (before, after, difference) in the units printed, ``None`` where there is none. Differences are
    those of the unrounded means, so that 6.5 and 6.4 may lie 0.0 apart and look like a mistake: then there is one
    decimal more than ``usual``.
    """
    for before, after, difference in figures:
        if before is None or after is None or difference is None:
            continue
        printed = round(after, usual) - round(before, usual)
        if abs(printed - round(difference, usual)) > 0.5 * 10**-usual:
            return usual + 1
    return usual


def digits_of(*comparisons: Comparison | None) -> int:
    """Return the decimals of ``agreeing_digits`` for comparisons that stand in one table or sentence."""
    there = [one for one in comparisons if one is not None and one.measure.scale is not Scale.DURATION]
    return agreeing_digits(*((one.before.mean, one.after.mean, one.difference) for one in there))


def quantity(measure: NewMeasure, size: float, digits: int = 1) -> str:
    """Return a size (0 or more) of difference in the measure's own units: 2.1 points, 35 min, 12 % of days."""
    if measure.scale is Scale.DURATION:
        return format_duration(size)
    if measure.scale is Scale.YES_NO:
        return _("{percent} % of days").format(percent=format_number(100 * size, 0))
    if measure.unit:
        return _("{number} {unit}").format(number=decimal(size, digits), unit=measure.unit)
    if measure.scale is Scale.COUNT:
        return decimal(size, digits)
    return _("{number} points").format(number=decimal(size, digits))


def signed(measure: NewMeasure, value: float, digits: int = 1) -> str:
    """Return a difference with its sign, without unit for numbers: −2.1, +0.7, −1 h 10 min."""
    if measure.scale is Scale.DURATION:
        size = format_duration(abs(value))
        if round(abs(value)) == 0:
            return size
        return _("−{duration}").format(duration=size) if value < 0 else _("+{duration}").format(duration=size)
    if measure.scale is Scale.YES_NO:
        return _("{percent} %").format(percent=format_number(100 * value, 0, signed=True))
    return decimal(value, digits, signed=True)


def level(measure: NewMeasure, value: float, digits: int = 1) -> str:
    """Return a mean for reading: 4.3, 6 h 42 min, 12 % of days."""
    if measure.unit or measure.scale in (Scale.DURATION, Scale.YES_NO):
        return quantity(measure, value, digits)
    return decimal(value, digits)


def title(comparison: Comparison) -> str:
    """Return what is compared with what: 4.5 mg compared with before LDN."""
    return _("{phase} compared with {reference}").format(
        phase=phase_name(comparison.phase), reference=phase_name(comparison.reference)
    )


def caution_sentence(caution: Caution) -> str:
    """Return why a comparison has no interval."""
    if caution is Caution.UNDER_7_DAYS:
        return _("Fewer than 7 recorded days on one side: only the chart is shown.")
    if caution is Caution.TOO_FEW_DAYS:
        return _(
            "Too few days for an interval: it takes {reference} recorded days to compare with and {phase} in the phase."
        ).format(reference=INTERVAL_REFERENCE_DAYS, phase=INTERVAL_PHASE_DAYS)
    if caution is Caution.TOO_FEW_NEIGHBOURS:
        return _("Too few days that follow each other are recorded for an interval.")
    return _("The values do not vary enough for an interval.")


def placebo_sentence() -> str:
    """Return the benchmark that goes with every personal before/after figure (Younger 2013, FINAL 2024)."""
    return _(
        "People tend to start when they feel worst, so some improvement is expected anyway: on placebo, pain fell by "
        "18 % in one trial (Younger 2013) and by 0.9 points in another, where 28 % of the participants had more than "
        "30 % less pain (FINAL 2024)."
    )


def band_words(percent: float) -> str | None:
    """Return the name alone that trials have for a change of pain by ``percent`` %: minimal, moderate, substantial."""
    fall = -percent
    if fall >= 50:
        return _("substantial in trials")
    if fall >= 30:
        return _("moderate in trials")
    return _("minimal in trials") if 10 <= fall <= 20 else None


def band_sentence(percent: float) -> str | None:
    """Return what trials call a change of pain by ``percent`` % (IMMPACT), ``None`` where it has no name there."""
    fall = -percent
    if fall >= 50:
        return _(
            "In trials, 50 % less pain or more is called a substantial change; "
            "that is drawn from groups, not from one person."
        )
    if fall >= 30:
        return _(
            "In trials, 30 % less pain or more is called a moderate change; "
            "that is drawn from groups, not from one person."
        )
    if 10 <= fall <= 20:
        return _(
            "In trials, 10 to 20 % less pain is called a minimal change; "
            "that is drawn from groups, not from one person."
        )
    return None


def sentences(comparison: Comparison) -> list[str]:
    """Return the comparison in whole sentences, the most important first; the placebo benchmark is always the last."""
    found = detail_sentences(comparison)
    if comparison.difference is not None:
        found = [_difference(comparison), *_interval(comparison), *found]
    return [*found, *care_sentences(comparison)]


def detail_sentences(comparison: Comparison) -> list[str]:
    """Return what belongs beside a difference shown as a figure: days recorded, percent, overlap."""
    if comparison.difference is None:
        return [_recorded(comparison), *dosed_sentences(comparison)]
    return [_recorded(comparison), *dosed_sentences(comparison), *_pain(comparison), *_overlap(comparison)]


def care_sentences(comparison: Comparison) -> list[str]:
    """Return what a comparison must be read with: what it lacks, what else may be behind it, the placebo benchmark."""
    found = []
    if comparison.caution is not None:
        found.append(caution_sentence(comparison.caution))
    found.extend(_drift(comparison))
    if comparison.settling_days:
        found.append(
            ngettext(
                "The first day after each change is left out.",
                "The first {count} days after each change are left out.",
                comparison.settling_days,
            ).format(count=comparison.settling_days)
        )
    if comparison.exploratory:
        found.append(_("Exploratory: this is not the main outcome chosen beforehand."))
    else:
        found.append(_("This is the main outcome, chosen beforehand."))
    found.append(_("Differences shown here can have other causes."))
    found.append(placebo_sentence())
    return found


def _difference(comparison: Comparison) -> str:
    measure, difference = comparison.measure, comparison.difference or 0.0
    before, after = comparison.before.mean or 0.0, comparison.after.mean or 0.0
    digits = digits_of(comparison)
    fields = {
        "title": title(comparison),
        "measure": _(measure.name),
        "size": quantity(measure, abs(difference), digits),
        "after": level(measure, after, digits),
        "before": level(measure, before, digits),
    }
    if fields["size"] == quantity(measure, 0.0, digits):
        return _("{title}: {measure} is the same on average ({after} against {before}).").format(**fields)
    if difference < 0:
        return _("{title}: {measure} is {size} lower on average ({after} against {before}).").format(**fields)
    return _("{title}: {measure} is {size} higher on average ({after} against {before}).").format(**fields)


def _interval(comparison: Comparison) -> list[str]:
    if comparison.interval is None:
        return []
    low, high = (signed(comparison.measure, end) for end in comparison.interval)
    return [
        _(
            "Likely difference: between {low} and {high} (95 % interval, allowing for neighbouring days being alike)."
        ).format(low=low, high=high)
    ]


def _recorded(comparison: Comparison) -> str:
    return _(
        "Recorded: {after} of {after_days} days for {phase}, {before} of {before_days} days for {reference}."
    ).format(
        after=comparison.after.recorded,
        after_days=comparison.after.possible,
        phase=phase_name(comparison.phase),
        before=comparison.before.recorded,
        before_days=comparison.before.possible,
        reference=phase_name(comparison.reference),
    )


def dosed_sentences(comparison: Comparison) -> list[str]:
    """Return on how many of the days compared a dose is recorded as taken; nothing where that is not asked."""
    after = comparison.after
    if after.dosed is None or not after.possible:
        return []
    if after.dosed == after.possible:
        return [_("A dose is recorded on every day compared.")]
    words = ngettext(
        "A dose is recorded on {dosed} of the {count} day compared.",
        "A dose is recorded on {dosed} of the {count} days compared.",
        after.possible,
    )
    return [words.format(dosed=format_number(after.dosed), count=format_number(after.possible))]


def _pain(comparison: Comparison) -> list[str]:
    if comparison.measure.key != PAIN or comparison.percent is None:
        return []
    percent = format_number(abs(comparison.percent), 0)
    if percent == "0":
        return []
    found = [
        _("That is {percent} % lower.").format(percent=percent)
        if comparison.percent < 0
        else _("That is {percent} % higher.").format(percent=percent)
    ]
    band = band_sentence(comparison.percent)
    return [*found, band] if band and comparison.reference.kind is PhaseKind.BASELINE else found


def _overlap(comparison: Comparison) -> list[str]:
    if comparison.nap is None:
        return []
    share = format_number(100 * comparison.nap, 0)
    if comparison.phase.first < comparison.reference.first:
        words = (
            _(
                "Taking any day of each, {phase} was higher in {share} % of pairs "
                "(ties count half, days taken as unrelated)."
            )
            if comparison.measure.better is Better.NEITHER
            else _(
                "Taking any day of each, {phase} was better in {share} % of pairs "
                "(ties count half, days taken as unrelated)."
            )
        )
        return [words.format(phase=phase_name(comparison.phase), share=share)]
    words = (
        _(
            "Taking any day of each, the later was higher in {share} % of pairs "
            "(ties count half, days taken as unrelated)."
        )
        if comparison.measure.better is Better.NEITHER
        else _(
            "Taking any day of each, the later was better in {share} % of pairs "
            "(ties count half, days taken as unrelated)."
        )
    )
    return [words.format(share=share)]


def _drift(comparison: Comparison) -> list[str]:
    if comparison.drift is None or comparison.interval is None:
        return []
    if comparison.drift:
        return [_("This difference cannot be separated from a steady drift over the whole time.")]
    if comparison.interval[0] > 0 or comparison.interval[1] < 0:
        return [_("A steady drift alone would not account for this difference.")]
    return []
