"""Decides what the clinician summary says, as plain data; ``typeset`` decides how it looks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ldn_journal.analysis.trends import Trends, TrendsQuery
from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _, language
from ldn_journal.domain.life import Visit
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.journal import Journal
from ldn_journal.journal.attachments import DataFormat
from ldn_journal.report.answer import before_and_now
from ldn_journal.report.attached import attached_words
from ldn_journal.report.by_dose import by_dose, shown_measures
from ldn_journal.report.chart import before_ldn, chart_section
from ldn_journal.report.coming_up import coming_up
from ldn_journal.report.content import Blank, Section, Summary, Text, joined, plain, rich
from ldn_journal.report.figures import dated, shortened, stretch
from ldn_journal.report.flags import flags
from ldn_journal.report.further import PAGE as SECOND
from ldn_journal.report.further import events_list, other_measures, scores
from ldn_journal.report.letters import apart
from ldn_journal.report.observed import closing_words, completeness, recorded_days
from ldn_journal.report.on_demand import NotesChoice, chosen_notes, methods, notes_section
from ldn_journal.report.other_amounts import other_amounts
from ldn_journal.report.sections import chosen_sections
from ldn_journal.report.side_effects import side_effects
from ldn_journal.report.treatment import current_phase, ldn_now, medicines, taken_between
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
    begin, end = period_of(journal, first, last, now)
    settling = journal.settings.settling_days
    period = journal.trends(TrendsQuery(first=begin, last=end, settling_days=settling, known_until=end))
    start = period.first_record
    whole = period if start is None else period.within(min(start, end), end)
    measures = shown_measures(whole, journal.settings.primary_outcome)
    visits = choose_visits(journal.visits(), now, end)
    found = [
        *_sections(journal, period, whole, measures, visits, now, told="medicines" in chosen),
        *_further(journal, period, whole, measures, notes),
    ]
    kept = _paged([section for section in found if section.key in chosen])
    if attached:
        kept = [_with_note(section, attached_words(attached)) for section in kept]
    made = dated(now)
    return Summary(
        title=_("Low-dose naltrexone (LDN) summary"),
        period=stretch(begin, end),
        occasion=_occasion(visits.coming),
        who=_who(journal),
        about=_about(period),
        running=_running(journal, stretch(begin, end)),
        sample=_("Sample journal: made-up data") if journal.settings.sample else None,
        footer=_("Made with LDN Journal on {day}").format(day=made),
        language=language(),
        first=begin,
        last=end,
        made_on=now,
        sections=tuple(kept),
        chart_measures=tuple(measure.key for measure in measures),
        visits=_marked(visits),
        level=before_ldn(whole, measures),
        keywords=(_("low-dose naltrexone"), _("symptom diary"), _("self-reported")),
    ), whole


def _marked(visits: Visits) -> tuple[date, ...]:
    """Return the visits that the chart marks."""
    return (visits.past.day,) if visits.past is not None else ()


def period_of(journal: Journal, first: date | None, last: date | None, now: date) -> tuple[date, date]:
    """Return the period that a summary made on ``now`` covers where ``first`` and ``last`` are asked for.

    Raises ``InvalidEntry`` if it ends before it begins.
    """
    recorded = min(journal.record_end(), now)
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


def _who(journal: Journal) -> tuple[Blank, ...]:
    """Return the lines on the person; what the journal does not know is left to be written by hand."""
    settings = journal.settings
    born = Blank(_("Born"), str(settings.birth_year)) if settings.birth_year is not None else Blank(_("Date of birth"))
    return Blank(_("Name"), apart(settings.name or "")), born, Blank(_("LDN for"))


def _occasion(coming: Visit | None) -> str:
    if coming is None:
        return ""
    fields = {"day": dated(coming.day), "whom": apart(coming.with_whom or "")}
    words = _("Visit of {day} with {whom}") if coming.with_whom else _("Visit of {day}")
    return words.format(**fields)


def _about(period: Trends) -> Text:
    """Return from when on the diary was kept, what this report covers, and how much of that is recorded."""
    days = {"period": stretch(period.first, period.last)}
    if period.first_record is None:
        return rich(_("This report: {period}."), **days)
    found = rich(_("Diary kept since {day}. This report: {period}."), day=dated(period.first_record), **days)
    return joined([found, recorded_days(period.coverage)])


def _running(journal: Journal, period: str) -> str:
    """Return what stands at the head of further pages beside the title: whose they are, and the period."""
    name = journal.settings.name
    return _("{name}, {period}").format(name=apart(shortened(name, 60)), period=period) if name else period


def _sections(
    journal: Journal,
    period: Trends,
    whole: Trends,
    measures: list[NewMeasure],
    visits: Visits,
    now: date,
    *,
    told: bool,
) -> Iterable[Section]:
    """What stands on page 1. ``told``: medicines of the period have their own section."""
    boundary = journal.settings.day_boundary
    taken, conditions = journal.medicines(), journal.conditions()
    yield from visit_sections(visits.coming)
    doses = journal.doses(period.first, period.last)
    yield ldn_now(period, now, doses, journal.regimen, journal.prescriptions(), boundary)
    present = period.last == now
    later = [one for one in journal.visits() if one != visits.coming]  # that one stands at the head of the page
    # In a report of the past nothing after its end is used.
    events = [one for one in journal.events() if present or one.day <= period.last]
    amounts = other_amounts(doses, journal.regimen, period.first, period.last)
    elsewhere = taken_between(taken, period.first, period.last) if told else []
    for optional in (
        before_and_now(whole, measures[0] if measures else None, current_phase(period)),
        coming_up(now, journal.regimen, journal.events(), later, taken, conditions) if present else None,
        flags(taken, events, conditions, period.first, period.last, now, whole.phases, amounts),
        since_last_visit(
            whole, measures, visits.past, [one for one in taken if one not in elsewhere], conditions, period.last
        ),
        medicines(taken, period.first, period.last),
    ):
        if optional is not None:
            yield optional
    yield by_dose(whole, measures, current_phase(period))
    if measures or whole.ldn_start is not None:
        yield chart_section(whole, measures, _marked(visits))
    yield side_effects(period)
    yield completeness(
        period.coverage, period.first, period.last, silent=whole.last < now and journal.record_end() == whole.last
    )


def _further(
    journal: Journal, period: Trends, whole: Trends, measures: list[NewMeasure], notes: NotesChoice
) -> Iterator[Section]:
    """What follows page 1."""
    first, last = period.first, period.last
    for optional in (
        other_measures(whole, measures),
        scores(journal.responses(), whole.phases, first, last),
        events_list(journal.events(), first, last),
        notes_section(chosen_notes(journal.notes(first, last), notes)),
    ):
        if optional is not None:
            yield optional
    yield methods(whole.settling_days)


def _paged(chosen: list[Section]) -> list[Section]:
    """Return the sections with the words that stand on every summary; without any for page 1 the others begin there.

    What more there is to say of a section of page 1 goes to the end of the second page, where there is one.
    """
    before = [section for section in chosen if section.page == 1]
    after = [section for section in chosen if section.page > 1]
    closing = [] if any(section.key == "completeness" for section in before) else [_closing()]
    if not before:
        return [*(replace(section, page=1) for section in after), *closing]
    if not after:
        return [*(replace(section, notes=(*section.notes, *section.more), more=()) for section in before), *closing]
    about = [
        Section(one.key, _("About the table by dose"), paragraphs=(plain(" ".join(one.more)),), page=SECOND)
        for one in before
        if one.more
    ]
    usual = [section for section in after if section.page == SECOND]
    later = [section for section in after if section.page > SECOND]
    return [*(replace(section, more=()) for section in before), *closing, *usual, *about, *later]


def _with_note(section: Section, note: str) -> Section:
    """Return the section that closes page 1 with ``note`` after its own, any other as it is."""
    return replace(section, notes=(*section.notes, note)) if section.key in ("completeness", "closing") else section


def _closing() -> Section:
    return Section("closing", "", notes=(closing_words(),))
