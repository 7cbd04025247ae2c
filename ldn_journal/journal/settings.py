"""The journal's own settings: declared, typed and defaulted here; an unknown name is an error.

They belong to the diary, so they travel with the file. How the window looks on one computer is not kept here.
"""

from datetime import date, time
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _
from ldn_journal.domain.catalogue import sentences
from ldn_journal.domain.days import DEFAULT_BOUNDARY


class Settings(BaseModel):
    """What the person chose for this journal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day_boundary: time = DEFAULT_BOUNDARY
    """When a new journal day begins."""
    tracked: tuple[str, ...] | None = None
    """Measure keys on the Today page, in order; ``None``: the usual set."""
    settling_days: int = Field(default=7, ge=0, le=60)
    """Days after a change of dose that comparisons leave out."""
    primary_outcome: str = "pain"
    primary_outcome_chosen: date | None = None
    """When the person named it; ``None``: the program's default."""
    name: str | None = Field(default=None, max_length=200)
    """Printed on the summary if given."""
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    sample: bool = False
    """Whether this is the made-up sample journal."""

    def changed(self, **values: Any) -> "Settings":
        """Return a copy with ``values`` in place, checked. Raises ``InvalidEntry``."""
        unknown = sorted(set(values) - set(Settings.model_fields))
        if unknown:
            raise InvalidEntry({unknown[0]: _("There is no setting “{name}”.").format(name=unknown[0])})
        try:
            return Settings.model_validate(self.model_dump() | values)
        except ValidationError as error:
            raise InvalidEntry(sentences(error)) from error
