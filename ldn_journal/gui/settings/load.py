"""What the Settings page shows, read in one go on the journal's thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ldn_journal.base.log import LOG_FILE
from ldn_journal.base.texts import _
from ldn_journal.gui.entries import enterable

if TYPE_CHECKING:
    from ldn_journal.domain.measures import NewMeasure
    from ldn_journal.journal import Journal
    from ldn_journal.journal.settings import Settings

GROUPS = ("symptom", "sleep", "side_effect", "own")
"""Where measures that are not asked for are listed: how one is, the night, side effects, one's own."""


@dataclass(frozen=True)
class SettingsView:
    """The settings and what they can be set to.

    ``tracked``: keys in the order of the Today page. ``groups``: keys of what can be asked for, by group, in the order of the
    program's list. ``own``: measures of the person's own; ``retired``: those of them that are asked no more.
    """

    today: date
    settings: "Settings"
    measures: "Mapping[str, NewMeasure]"
    tracked: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    own: frozenset[str]
    retired: tuple[str, ...]
    questionnaires: tuple[tuple[str, str], ...]
    folder: Path
    log: Path


def load_settings(journal: "Journal") -> SettingsView:
    """Return everything the page shows."""
    from ldn_journal.clinical.questionnaires import questionnaires
    from ldn_journal.domain.measures import Measure
    from ldn_journal.journal.measuring import tracked_keys

    measures = journal.measures()
    own = {key: measure for key, measure in measures.items() if isinstance(measure, Measure)}
    groups: dict[str, list[str]] = {group: [] for group in GROUPS}
    for key, measure in measures.items():
        if enterable(measure) and not measure.retired:
            group = "own" if key in own else getattr(measure, "group", "")
            groups[group if group in groups else "symptom"].append(key)
    return SettingsView(
        today=journal.today(),
        settings=journal.settings,
        measures=measures,
        tracked=tracked_keys(journal),
        groups={group: tuple(keys) for group, keys in groups.items()},
        own=frozenset(own),
        retired=tuple(key for key, measure in own.items() if measure.retired),
        questionnaires=tuple((key, one.name) for key, one in questionnaires().items()),
        folder=journal.folder.root,
        log=journal.folder.logs / LOG_FILE,
    )


def kind_words(measure: "NewMeasure") -> str:
    """Return in a few words how a measure is answered: 0 to 10, hours and minutes, yes or no."""
    from ldn_journal.domain.measures import Scale

    if measure.scale is Scale.NUMERIC:
        words = _("{low} to {high}").format(low=measure.show(measure.low), high=measure.show(measure.high))
        return _("{range} {unit}").format(range=words, unit=measure.unit) if measure.unit else words
    return {
        Scale.SEVERITY: _("none to very severe"),
        Scale.DURATION: _("hours and minutes"),
        Scale.COUNT: _("a number"),
        Scale.YES_NO: _("yes or no"),
    }[measure.scale]


def recall_words(measure: "NewMeasure") -> str:
    """Return of what stretch of time a measure speaks."""
    from ldn_journal.domain.measures import Recall

    return {
        Recall.TODAY: _("today"),
        Recall.LAST_NIGHT: _("last night"),
        Recall.PAST_7_DAYS: _("past 7 days"),
    }[measure.recall]
