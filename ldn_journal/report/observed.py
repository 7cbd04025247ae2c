"""How complete the record is, and what the summary is not."""

from datetime import date

from ldn_journal.analysis.coverage import Coverage
from ldn_journal.base.texts import _, format_number, ngettext
from ldn_journal.report.content import Section, Text, plain, rich
from ldn_journal.report.figures import brief_style, dated, stretch


def closing_words() -> str:
    """Return what stands on every summary, whatever sections are chosen."""
    return _(
        "Self-reported. Not a diagnosis. LDN is an off-label use of naltrexone. "
        "Differences shown here can have other causes."
    )


def recorded_days(coverage: Coverage) -> Text:
    """Return on how many days of the period anything was recorded, and when."""
    fields = {
        "recorded": format_number(coverage.recorded),
        "count": format_number(coverage.possible),
        "same_day": format_number(coverage.same_day),
        "later": format_number(coverage.later),
        "imported": format_number(coverage.imported),
    }
    sentence = (
        ngettext(
            "<b>{recorded} of {count} day recorded</b>: {same_day} filled in the same day, {later} later, "
            "{imported} imported.",
            "<b>{recorded} of {count} days recorded</b>: {same_day} filled in the same day, {later} later, "
            "{imported} imported.",
            coverage.possible,
        )
        if coverage.imported
        else ngettext(
            "<b>{recorded} of {count} day recorded</b>: {same_day} filled in the same day, {later} later.",
            "<b>{recorded} of {count} days recorded</b>: {same_day} filled in the same day, {later} later.",
            coverage.possible,
        )
    )
    return rich(sentence, **fields)


def completeness(coverage: Coverage, first: date, last: date, *, silent: bool = False) -> Section:
    """Return on how many days of the period anything was recorded, and when; with what the summary is not.

    ``silent``: the record ended a while ago, which is said.
    """
    title = _("How complete")
    if not coverage.recorded:
        nothing = (
            _("Nothing is recorded between {first} and {last}.") if first != last else _("Nothing is recorded yet.")
        )
        told = [plain(nothing.format(first=dated(first), last=dated(last)))]
    else:
        found = list(recorded_days(coverage))
        if coverage.gaps:
            style = brief_style((day for gap in coverage.gaps for day in gap), last)
            gaps = "; ".join(stretch(*gap, style) for gap in sorted(coverage.gaps))
            words = ngettext("Longest gap: {gaps}.", "Longest gaps: {gaps}.", len(coverage.gaps))
            found += plain(" " + words.format(gaps=gaps))
        told = [tuple(found)]
    if coverage.recorded and silent:
        told.append(rich(_("Nothing is recorded after <b>{day}</b>."), day=dated(last)))
    return Section("completeness", title, side=True, paragraphs=tuple(told), notes=(closing_words(),))
