"""The main figure in a sentence: the primary outcome before LDN and on the present dose. Never a verdict."""

from ldn_journal.analysis.contrast import Caution, Comparison
from ldn_journal.analysis.phases import Phase, PhaseKind, phase_name
from ldn_journal.analysis.present_dose import PresentState
from ldn_journal.analysis.trends import Trends
from ldn_journal.analysis.wording import dosed_sentences
from ldn_journal.base.texts import _, format_number, ngettext
from ldn_journal.domain.measures import Better, NewMeasure
from ldn_journal.report.content import Section, Text, joined, plain, rich
from ldn_journal.report.figures import (
    change,
    change_with_unit,
    digits_beside,
    in_line,
    mean,
    shortened,
    with_unit,
)
from ldn_journal.report.treatment import phase_amount


def before_and_now(trends: Trends, measure: NewMeasure | None, current: Phase | None) -> Section | None:
    """Return what ``measure`` was before LDN and is now; ``None`` without days before LDN, without a dose since.

    ``trends`` covers the whole record. The present dose is that of ``current``, in a break the one before it.
    """
    phase = _compared(trends, current)
    comparison = None if measure is None or phase is None else trends.comparisons.get((measure.key, phase.key))
    if measure is None or phase is None or comparison is None or comparison.reference.kind is not PhaseKind.BASELINE:
        return None
    title = _("{measure} before LDN and on {amount}").format(
        measure=shortened(_(measure.name)), amount=phase_amount(phase)
    )
    taken = trends.present.state is PresentState.TAKEN
    found = [_difference(comparison, present=taken and phase is current)]
    if comparison.difference is not None:
        found += [*map(plain, dosed_sentences(comparison)), *_care(comparison), *_in_break(trends, measure)]
    return Section("now", title, side=True, paragraphs=(joined(found),))


def _compared(trends: Trends, current: Phase | None) -> Phase | None:
    if current is None or current.kind is PhaseKind.DOSE:
        return current
    earlier = [one for one in trends.phases if one.kind is PhaseKind.DOSE and one.last < current.first]
    return earlier[-1] if earlier else None


def _difference(comparison: Comparison, *, present: bool) -> Text:
    measure, before, after = comparison.measure, comparison.before.mean, comparison.after.mean
    fields: dict[str, object] = {"measure": shortened(_(measure.name)), "dose": phase_name(comparison.phase)}
    if comparison.difference is None or before is None or after is None:
        words = _("Too few days are recorded to compare {measure} before LDN and on {dose}.")
        return plain(words.format(measure=in_line(measure), dose=fields["dose"]))
    digits = digits_beside([comparison])
    fields |= {
        "before": mean(measure, before, digits),
        "after": with_unit(measure, after, digits),
        "size": change_with_unit(measure, comparison.difference, digits),
    }
    same = fields["size"] == change_with_unit(measure, 0.0, digits)
    if comparison.percent is not None and not same:
        fields["size"] = _("{size} ({percent} %)").format(
            size=fields["size"], percent=format_number(abs(comparison.percent), 0)
        )
    main = _sentence(comparison.difference, same=same, present=present).format(**fields)
    return _sure(main, comparison)


def _sentence(difference: float, *, same: bool, present: bool) -> str:
    if present and same:
        return _("{measure} {before} before LDN, {after} on the present dose: no difference")
    if present and difference < 0:
        return _("{measure} {before} before LDN, {after} on the present dose: {size} lower")
    if present:
        return _("{measure} {before} before LDN, {after} on the present dose: {size} higher")
    if same:
        return _("{measure} {before} before LDN, {after} on the last dose, {dose}: no difference")
    if difference < 0:
        return _("{measure} {before} before LDN, {after} on the last dose, {dose}: {size} lower")
    return _("{measure} {before} before LDN, {after} on the last dose, {dose}: {size} higher")


def _sure(main: str, comparison: Comparison) -> Text:
    """Return the difference with its interval, or why there is none."""
    if comparison.interval is None:
        reason = {
            Caution.TOO_FEW_NEIGHBOURS: _("too few neighbouring days for an interval"),
            Caution.NO_VARIATION: _("no interval, as values hardly vary"),
        }.get(comparison.caution or Caution.TOO_FEW_DAYS, _("too few days for an interval"))
        return rich(_("<b>{main}</b> ({reason})."), main=main, reason=reason)
    return rich(_("<b>{main}</b> ({interval})."), main=main, interval=_interval(comparison))


def _interval(comparison: Comparison) -> str:
    low, high = comparison.interval or (0.0, 0.0)
    least, most = (change(comparison.measure, end, signed=False) for end in sorted((low, high), key=abs))
    if low > 0 or high < 0:
        return _("95 % interval {least} to {most}").format(least=least, most=most)
    lower, higher = (change_with_unit(comparison.measure, end) for end in (low, high))
    return _("95 % interval from {lower} lower to {higher} higher").format(lower=lower, higher=higher)


def _care(comparison: Comparison) -> list[Text]:
    """Return what else may be behind the difference."""
    measure, difference = comparison.measure, comparison.difference or 0.0
    found = []
    if comparison.drift:
        words = (
            _("{measure} may have been falling anyway.")
            if difference < 0
            else _("{measure} may have been rising anyway.")
        )
        found.append(plain(words.format(measure=shortened(_(measure.name)))))
    size = change(measure, difference, digits_beside([comparison]), signed=False)
    if size == change(measure, 0.0, digits_beside([comparison]), signed=False):
        return found
    if (difference < 0 and measure.better is Better.LOWER) or (difference > 0 and measure.better is Better.HIGHER):
        found.append(plain(_("Expectation alone can do this.")))
    return found


def _in_break(trends: Trends, measure: NewMeasure) -> list[Text]:
    """Return the mean of the latest break that has one."""
    for phase in reversed(trends.phases):
        described = trends.described(measure.key, phase)
        if phase.kind is PhaseKind.BREAK and described.mean is not None:
            words = ngettext(
                "In the break: {mean} ({count}\u00a0day).",
                "In the break: {mean} ({count}\u00a0days).",
                described.recorded,
            )
            return [plain(words.format(mean=with_unit(measure, described.mean), count=described.recorded))]
    return []
