"""The clinician summary: a page that a doctor can read in a minute, and what else was recorded after it.

``build_report`` does all of it. Where the journal has a thread of its own, ``gather`` there and ``compose`` on the
application's thread, on which charts must be drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ldn_journal.report.content import Attachment, Summary
from ldn_journal.report.sections import ON_DEMAND, SECTIONS, section_name

if TYPE_CHECKING:
    from ldn_journal.analysis.trends import Trends
    from ldn_journal.journal import Journal
    from ldn_journal.report.on_demand import NotesChoice
    from ldn_journal.report.typeset import Paper, Printed

__all__ = [
    "ON_DEMAND",
    "SECTIONS",
    "Draft",
    "Report",
    "Summary",
    "build_report",
    "compose",
    "gather",
    "pages",
    "section_name",
]

MM = 72 / 25.4
NO_BREAK = "\u00a0".encode()
"""Text in the picture never wraps, and a search for 4.5 mg should find it."""


@dataclass(frozen=True)
class Draft:
    """What a report will say, the trends its chart is drawn from, and the data that goes into the file with it."""

    summary: Summary
    trends: "Trends"
    attached: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Report:
    """A finished summary: what it says, the PDF, and how it was set."""

    summary: Summary
    pdf: bytes
    printed: "Printed"


def gather(
    journal: "Journal",
    *,
    first: date | None = None,
    last: date | None = None,
    sections: Iterable[str] | None = None,
    notes: "NotesChoice" = None,
    attach: Iterable[str] = (),
    today: date | None = None,
) -> Draft:
    """Read from the journal all that the report needs; to be called on the journal's thread.

    ``first`` to ``last`` is the period, by default the last 90 days; ``sections`` are keys of ``SECTIONS``, by default
    all but ``ON_DEMAND``; ``notes`` are ``"all"`` notes of the period or the ids of those chosen, by default none unless
    ``sections`` name them; ``attach`` are the formats (``csv``, ``fhir``) in which the period's data goes into the file;
    ``today`` is the day it is made, by default the journal's own. Raises ``InvalidEntry`` for a period that ends before it
    begins, an unknown section or format, and a note that the period does not have.
    """
    from ldn_journal.report.attached import attachments, chosen_formats
    from ldn_journal.report.summary import build_summary

    formats = chosen_formats(attach)
    summary, trends = build_summary(
        journal, first=first, last=last, sections=sections, notes=notes, attached=formats, today=today
    )
    files = attachments(journal, formats, summary.first, summary.last, summary.made_on)
    return Draft(summary, trends, files)


def compose(draft: Draft, paper: "Paper" = "a4") -> Report:
    """Draw the chart and set the PDF; to be called on the application's thread, or where there is none yet."""
    from ldn_journal.report.typeset import Picture, set_summary

    def chart(width: float, height: float) -> Picture:
        from ldn_journal.charts.qt import load_qt

        load_qt()
        from ldn_journal.charts.report import report_chart

        drawn = report_chart(
            draft.trends,
            draft.summary.chart_measures,
            width_pt=width * MM,
            height_pt=height * MM,
            visits=draft.summary.visits,
            level=draft.summary.level,
        )
        return Picture(drawn.svg.replace(NO_BREAK, b" "), drawn.height_pt / MM)

    printed = set_summary(draft.summary, chart, paper, draft.attached)
    return Report(draft.summary, printed.pdf, printed)


def pages(report: Report, width_px: int) -> tuple[bytes, ...]:
    """Return the pages of the PDF as PNG pictures, an A4 page ``width_px`` wide; on any thread."""
    from ldn_journal.report.typeset import pictures

    return pictures(report.printed, report.summary.words, width_px)


def build_report(
    journal: "Journal",
    *,
    first: date | None = None,
    last: date | None = None,
    sections: Iterable[str] | None = None,
    notes: "NotesChoice" = None,
    attach: Iterable[str] = (),
    today: date | None = None,
    paper: "Paper" = "a4",
) -> Report:
    """Return the report on ``journal``; see ``gather`` for its arguments and errors. The same call gives the same bytes."""
    return compose(
        gather(journal, first=first, last=last, sections=sections, notes=notes, attach=attach, today=today), paper
    )
