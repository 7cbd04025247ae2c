"""The summary as data: all that its page says, sentence by sentence and in the page's order, and the figures behind it."""

from collections.abc import Iterator, Sequence
from typing import Any

from ldn_journal.analysis.as_data import adherence_data, figures_data, phase_data, present_data, side_effects_data
from ldn_journal.analysis.coverage import Coverage
from ldn_journal.analysis.trends import Trends
from ldn_journal.report.content import Section, Summary, Text, as_string

_BETWEEN_SENTENCES = " "


def summary_data(summary: Summary, trends: Trends) -> dict[str, Any]:
    """Return ``summary`` with the figures it was made from; ``trends`` are those of the whole record up to its end.

    ``sections`` hold what is printed: ``sentences`` paragraph by paragraph, ``bullets``, a ``table`` of cells, ``footnotes``,
    ``notes`` and ``more``. ``figures`` hold days as ISO dates, amounts in picograms, means in the measures' own units;
    ``period`` those of the period alone, the others those of the record up to its last day.
    """
    period = trends.within(summary.first, summary.last)
    return {
        "title": summary.title,
        "language": summary.language,
        "first": str(summary.first),
        "last": str(summary.last),
        "made_on": str(summary.made_on),
        "occasion": summary.occasion,
        "who": {blank.label: blank.text for blank in summary.who},
        "about": sentences_of(summary.about),
        "sections": [_section(one) for one in summary.sections],
        "footer": summary.footer,
        "figures": {
            "first_record": None if trends.first_record is None else str(trends.first_record),
            "ldn_start": None if trends.ldn_start is None else str(trends.ldn_start),
            "settling_days": trends.settling_days,
            "current": present_data(period.present),
            "phases": [phase_data(phase) for phase in trends.phases],
            "days_of_no_dose": trends.days_of_no_dose,
            "measures": {
                key: [figures_data(row) for phase in trends.phases if (row := trends.row(key, phase.key)) is not None]
                for key in trends.measures
            },
            "period": {
                "adherence": adherence_data(period.adherence),
                "coverage": _coverage(period.coverage),
                "side_effects": side_effects_data(period),
                "flags": flags_data(summary),
            },
        },
    }


def summary_lines(summary: Summary) -> Iterator[str]:
    """Yield the words of ``summary`` as lines of text, in the order of the page; the chart is left out."""
    yield summary.title
    yield as_string(summary.about)
    for section in summary.sections:
        yield ""
        yield f"{section.heading} ({section.aside})" if section.aside else section.heading
        yield from map(as_string, section.paragraphs)
        yield from (f"- {bullet}" for bullet in section.bullets)
        if section.table is not None:
            yield " | ".join(column.heading for column in section.table.columns)
            yield from (" | ".join(map(as_string, row)) for row in section.table.rows)
        yield from (*section.footnotes, *section.notes, *section.more)


def sentences_of(text: Text) -> list[str]:
    """Return the sentences that were joined to ``text``."""
    found = [""]
    for run in text:
        if run.text == _BETWEEN_SENTENCES:
            found.append("")
        else:
            found[-1] += run.text
    return [sentence for sentence in found if sentence]


def flags_data(summary: Summary) -> list[dict[str, str]]:
    """Return what stands under Flagged, a line each."""
    flagged = [section for section in summary.sections if section.key == "flags"]
    return [
        *({"kind": "fact", "text": as_string(line)} for section in flagged for line in section.paragraphs),
        *({"kind": "not_recorded", "text": note} for section in flagged for note in section.notes),
    ]


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "page": section.page,
        "heading": section.heading,
        "aside": section.aside,
        "sentences": [sentences_of(paragraph) for paragraph in section.paragraphs],
        "bullets": [*section.bullets],
        "table": None
        if section.table is None
        else {
            "columns": [" ".join(filter(None, (one.heading, one.under))) for one in section.table.columns],
            "rows": [_cells(row) for row in section.table.rows],
        },
        "chart": section.chart,
        "footnotes": [*section.footnotes],
        "notes": [*section.notes],
        "more": [*section.more],
    }


def _cells(row: Sequence[Text]) -> list[str]:
    return [as_string(cell) for cell in row]


def _coverage(found: Coverage) -> dict[str, Any]:
    return {
        "first": str(found.first),
        "last": str(found.last),
        "days_possible": found.possible,
        "days_recorded": found.recorded,
        "same_day": found.same_day,
        "later": found.later,
        "imported": found.imported,
        "gaps": [[str(first), str(last)] for first, last in found.gaps],
    }
