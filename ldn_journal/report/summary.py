"""Decides what the clinician summary says, as plain data; ``typeset`` decides how it looks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ldn_journal.analysis.trends import Trends, TrendsQuery
from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _, format_day, language
from ldn_journal.domain.life import Visit
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.journal import Journal
from ldn_journal.journal.attachments import DataFormat
from ldn_journal.report.attached import attached_words
from ldn_journal.report.by_dose import by_dose, described, shown_measures
from ldn_journal.report.content import Section, Summary
from ldn_journal.report.figures import in_line, shortened, stretch
from ldn_journal.report.flags import flags
from ldn_journal.report.further import events_list, other_measures, scores
from ldn_journal.report.observed import closing_words, completeness, side_effects
from ldn_journal.report.on_demand import NotesChoice, chosen_notes, methods, notes_section
from ldn_journal.report.sections import chosen_sections
from ldn_journal.report.treatment import current_phase, ldn_now, medicines
from ldn_journal.report.visits import Visits, choose_visits, since_last_visit, visit_sections

USUAL_DAYS = 90


def build_summary(
    journal: Journal,
    *,
    first: date | None = None,
    last: date | None = None,
    sections: Iterable[str] | None = None,
    notes: NotesChoice = None,
    attached: Sequence[DataFormat] = (),
    today: date | None = None,
) -> tuple[Summary, Trends]:
    """Return what the summary over ``first`` to ``last`` says, and the trends of the whole record for its chart.

    By default the period is the last 90 days, or as many as there are. Doses, side effects and completeness speak of the
    period; the table by dose and the chart rest on the whole record, so that choosing a period cannot choose a result.
    ``notes`` says which notes are printed; without it none are, or all of the period where ``sections`` name them;
    ``attached``, what data goes into the file with it.
    Raises ``InvalidEntry``.
    """
    chosen = chosen_sections(sections)
    if notes is not None:
        chosen |= {"notes"}
    elif "notes" in chosen:
        notes = "all"
    now = today or journal.today()
    recorded = min(journal.record_end(), now)
    begin, end = _period(journal, first, last, now, recorded)
    settling = journal.settings.settling_days
    period = journal.trends(TrendsQuery(first=begin, last=end, settling_days=settling))
    start = period.first_record
    whole = period if start is None else period.within(min(start, recorded), recorded)
    measures = shown_measures(whole, journal.settings.primary_outcome)
    visits = choose_visits(journal.visits(), now, end)
    found = [
        *_sections(journal, period, whole, measures, visits, now),
        *_further(journal, period, whole, measures, notes),
    ]
    kept = _paged([section for section in found if section.key in chosen])
    if attached:
        kept = [_with_note(section, attached_words(attached)) for section in kept]
    made = format_day(now)
    return Summary(
        title=_("Low-dose naltrexone summary"),
        period=stretch(begin, end),
        about=_about(journal, visits.coming),
        sample=_("Sample journal: made-up data") if journal.settings.sample else None,
        footer=_("Made with LDN Journal on {day}").format(day=made),
        language=language(),
        first=begin,
        last=end,
        made_on=now,
        sections=tuple(kept),
        chart_measures=tuple(measure.key for measure in measures),
        keywords=(_("low-dose naltrexone"), _("symptom diary"), _("self-reported")),
    ), whole


def _period(journal: Journal, first: date | None, last: date | None, now: date, recorded: date) -> tuple[date, date]:
    end = min(last or (recorded if first is None or first <= recorded else now), now)
    if first is not None:
        if first > end:
            raise InvalidEntry({"from": _("The period ends before it begins.")})
        return first, end
    begin = end - timedelta(days=USUAL_DAYS - 1)
    span = journal.span()
    if span is not None:
        begin = max(begin, span[0])
    return (min(begin, end) if span is not None else end), end


def _about(journal: Journal, coming: Visit | None) -> str:
    settings = journal.settings
    parts = []
    if settings.name:
        parts.append(settings.name)
    if settings.birth_year:
        parts.append(_("born {year}").format(year=settings.birth_year))
    if coming is not None:
        day = format_day(coming.day)
        parts.append(
            _("for the visit of {day} with {whom}").format(day=day, whom=coming.with_whom)
            if coming.with_whom
            else _("for the visit of {day}").format(day=day)
        )
    parts.append(_("self-reported, not a diagnosis"))
    return " · ".join(parts)


def _sections(
    journal: Journal, period: Trends, whole: Trends, measures: list[NewMeasure], visits: Visits, now: date
) -> Iterable[Section]:
    boundary = journal.settings.day_boundary
    taken = journal.medicines()
    yield from visit_sections(visits.coming)
    doses = journal.doses(period.first, period.last)
    yield ldn_now(period, now, doses, journal.regimen, journal.prescriptions(), boundary)
    for optional in (
        since_last_visit(whole, measures, visits.past, taken, period.last),
        medicines(taken, period.first, period.last),
        flags(taken, journal.events(), period.first, period.last, now),
    ):
        if optional is not None:
            yield optional
    yield by_dose(whole, measures, current_phase(period))
    if measures or whole.ldn_start is not None:
        yield Section("chart", _chart_heading(measures), chart=described(whole, measures))
    yield side_effects(period)
    yield completeness(period.coverage, period.first, period.last, silent=whole.last < now)


def _further(
    journal: Journal, period: Trends, whole: Trends, measures: list[NewMeasure], notes: NotesChoice
) -> Iterator[Section]:
    """What follows page 1."""
    first, last = period.first, period.last
    for optional in (
        other_measures(whole, measures),
        scores(journal.responses(), first, last),
        events_list(journal.events(), first, last),
        notes_section(chosen_notes(journal.notes(first, last), notes)),
    ):
        if optional is not None:
            yield optional
    yield methods(whole.settling_days)


def _paged(chosen: list[Section]) -> list[Section]:
    """Return the sections with the words that stand on every summary; without any for page 1 the others begin there."""
    before = [section for section in chosen if section.page == 1]
    after = [section for section in chosen if section.page > 1]
    closing = [] if any(section.key == "completeness" for section in before) else [_closing()]
    if before:
        return [*before, *closing, *after]
    return [*(replace(section, page=1) for section in after), *closing]


def _with_note(section: Section, note: str) -> Section:
    """Return the section that closes page 1 with ``note`` after its own, any other as it is."""
    return replace(section, notes=(*section.notes, note)) if section.key in ("completeness", "closing") else section


def _closing() -> Section:
    return Section("closing", "", notes=(closing_words(),))


def _chart_heading(measures: list[NewMeasure]) -> str:
    if not measures:
        return _("Dose over time")
    names = [shortened(_(measures[0].name)), *(in_line(measure) for measure in measures[1:])]
    if len(names) == 1:
        return _("{measure} with dose").format(measure=names[0])
    return _("{measures} and {last} with dose").format(measures=", ".join(names[:-1]), last=names[-1])
