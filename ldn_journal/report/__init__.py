"""The clinician summary: one A4 page that a doctor can read in a minute.

``build_report`` does all of it. Where the journal has a thread of its own, ``gather`` there and ``compose`` on the
application's thread, on which charts must be drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ldn_journal.report.content import Summary
from ldn_journal.report.sections import SECTIONS, section_name

if TYPE_CHECKING:
    from ldn_journal.analysis.trends import Trends
    from ldn_journal.journal import Journal

__all__ = ["SECTIONS", "Draft", "Report", "Summary", "build_report", "compose", "gather", "section_name"]

MM = 72 / 25.4
NO_BREAK = "\u00a0".encode()
"""Text in the picture never wraps, and a search for 4.5 mg should find it."""


@dataclass(frozen=True)
class Draft:
    """What a report will say, and the trends its chart is drawn from."""

    summary: Summary
    trends: "Trends"


@dataclass(frozen=True)
class Report:
    """A finished summary: what it says, and the PDF."""

    summary: Summary
    pdf: bytes


def gather(
    journal: "Journal",
    *,
    first: date | None = None,
    last: date | None = None,
    sections: Iterable[str] | None = None,
    today: date | None = None,
) -> Draft:
    """Read from the journal all that the report needs; to be called on the journal's thread.

    ``first`` to ``last`` is the period, by default the last 90 days; ``sections`` are keys of ``SECTIONS``, by default
    all; ``today`` is the day it is made, by default the journal's own. Raises ``InvalidEntry`` for a period that ends
    before it begins and for an unknown section.
    """
    from ldn_journal.report.summary import build_summary

    return Draft(*build_summary(journal, first=first, last=last, sections=sections, today=today))


def compose(draft: Draft) -> Report:
    """Draw the chart and set the PDF; to be called on the application's thread, or where there is none yet."""
    from ldn_journal.report.typeset import Picture, typeset

    def chart(width: float, height: float) -> Picture:
        from ldn_journal.charts.qt import load_qt

        load_qt()
        from ldn_journal.charts.report import report_chart

        drawn = report_chart(draft.trends, draft.summary.chart_measures, width_pt=width * MM, height_pt=height * MM)
        return Picture(drawn.svg.replace(NO_BREAK, b" "), drawn.height_pt / MM)

    return Report(draft.summary, typeset(draft.summary, chart))


def build_report(
    journal: "Journal",
    *,
    first: date | None = None,
    last: date | None = None,
    sections: Iterable[str] | None = None,
    today: date | None = None,
) -> Report:
    """Return the report on ``journal``; see ``gather`` for its arguments and errors. The same call gives the same bytes."""
    return compose(gather(journal, first=first, last=last, sections=sections, today=today))
