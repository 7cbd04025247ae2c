"""The tables: each inherits the fields of its domain model and adds keys, column types, CHECK ranges and indexes.

Rows are written from validated models and read back into them; a table class itself validates nothing and never leaves this room.
"""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from ldn_journal.domain.doses import Dose, DoseState, Form, Prescription, TitrationStep
from ldn_journal.domain.life import Event, Medicine, Note, QuestionnaireResponse, Visit
from ldn_journal.domain.measures import Better, Measure, Rating, Recall, Scale
from ldn_journal.domain.nights import Night
from ldn_journal.domain.records import Kind
from ldn_journal.store.columns import ClockTime, Json, Moment, Word

_DAY = "day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
_PG = 10**12  # 1,000 mg in picograms


# A table kept in the order of its own key needs one page less per commit than a table beside an index of it.
_CLUSTERED = {"sqlite_with_rowid": False}


def _args(table: str, *checks: str, index: tuple[str, ...] = ("day",)) -> tuple[object, ...]:
    parts: list[object] = [CheckConstraint(check, name=f"ck_{table}_{n}") for n, check in enumerate(checks)]
    if index:
        parts.append(CheckConstraint(_DAY, name=f"ck_{table}_day"))
        parts.append(Index(f"ix_{table}_day", *index))
    return (*parts, _CLUSTERED)


def _id() -> str:
    identity: str = Field(primary_key=True)
    return identity


def _recorded() -> datetime:
    recorded: datetime = Field(sa_type=Moment)
    return recorded


def _moment() -> datetime | None:
    moment: datetime | None = Field(default=None, sa_type=Moment)
    return moment


class DoseRow(Dose, table=True):
    """Doses."""

    __tablename__ = "dose"
    __table_args__ = _args(
        "dose",
        "state IN ('taken', 'skipped', 'missed')",
        f"(state = 'taken' AND amount_pg BETWEEN 1 AND {_PG}) OR (state <> 'taken' AND amount_pg IS NULL)",
    )
    id: str = _id()
    recorded_at: datetime = _recorded()
    state: DoseState = Field(sa_type=Word(DoseState))
    at: datetime | None = _moment()


class RatingRow(Rating, table=True):
    """Ratings of every measure, built in or the person's own."""

    __tablename__ = "rating"
    # The index holds all that a chart of ten years needs, in the order in which it is needed.
    __table_args__ = _args("rating", "value BETWEEN -1000000 AND 1000000", index=("day", "measure", "value"))
    id: str = _id()
    recorded_at: datetime = _recorded()
    at: datetime | None = _moment()


class NightRow(Night, table=True):
    """Nights, one a day."""

    __tablename__ = "night"
    __table_args__ = _args(
        "night",
        *(
            f"{column} IS NULL OR {column} BETWEEN 0 AND {high}"
            for column, high in (
                ("asleep_minutes", 1440),
                ("minutes_to_sleep", 1440),
                ("minutes_awake", 1440),
                ("awakenings", 100),
                ("quality", 10),
            )
        ),
    )
    id: str = _id()
    recorded_at: datetime = _recorded()
    to_bed: datetime | None = _moment()
    woke: datetime | None = _moment()
    out_of_bed: datetime | None = _moment()


class NoteRow(Note, table=True):
    """Notes."""

    __tablename__ = "note"
    __table_args__ = _args("note", "length(text) BETWEEN 1 AND 20000")
    id: str = _id()
    recorded_at: datetime = _recorded()
    at: datetime | None = _moment()


class EventRow(Event, table=True):
    """Events."""

    __tablename__ = "event"
    __table_args__ = _args("event", "until IS NULL OR until >= day")
    id: str = _id()
    recorded_at: datetime = _recorded()


class TitrationStepRow(TitrationStep, table=True):
    """The regimen, a row a step."""

    __tablename__ = "titration_step"
    __table_args__ = _args("titration_step", f"amount_pg BETWEEN 0 AND {_PG}", "times_per_day BETWEEN 1 AND 8")
    id: str = _id()
    recorded_at: datetime = _recorded()
    usual_time: time | None = Field(default=None, sa_type=ClockTime)
    form: Form | None = Field(default=None, sa_type=Word(Form))


class PrescriptionRow(Prescription, table=True):
    """Prescriptions."""

    __tablename__ = "prescription"
    __table_args__ = _args(
        "prescription", "(strength_pg IS NULL) <> (pg_per_ml IS NULL)", "quantity IS NULL OR quantity > 0"
    )
    id: str = _id()
    recorded_at: datetime = _recorded()
    form: Form = Field(sa_type=Word(Form))


class MedicineRow(Medicine, table=True):
    """Other medicines."""

    __tablename__ = "medicine"
    __table_args__ = _args("medicine", "until IS NULL OR until >= day")
    id: str = _id()
    recorded_at: datetime = _recorded()


class VisitRow(Visit, table=True):
    """Visits."""

    __tablename__ = "visit"
    __table_args__ = _args("visit")
    id: str = _id()
    recorded_at: datetime = _recorded()
    questions: list[str] = Field(sa_type=Json)


class QuestionnaireResponseRow(QuestionnaireResponse, table=True):
    """Questionnaire responses."""

    __tablename__ = "questionnaire_response"
    __table_args__ = _args("questionnaire_response")
    id: str = _id()
    recorded_at: datetime = _recorded()
    answers: dict[str, float] = Field(sa_type=Json)


class MeasureRow(Measure, table=True):
    """The person's own measures."""

    __tablename__ = "measure"
    __table_args__ = _args("measure", "low < high", index=())
    id: str = _id()
    recorded_at: datetime = _recorded()
    key: str = Field(unique=True)
    scale: Scale = Field(sa_type=Word(Scale))
    better: Better = Field(sa_type=Word(Better))
    recall: Recall = Field(sa_type=Word(Recall))
    anchors: dict[str, str] = Field(sa_type=Json)


class ChangeRow(SQLModel, table=True):
    """One transaction of the person's: when, what it was called, where it came from, and which change it takes back."""

    __tablename__ = "change"
    number: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    label: str
    source: str
    undoes: int | None = Field(default=None, foreign_key="change.number", unique=True)


class RevisionRow(SQLModel, table=True):
    """The state of one record after one change: its fields as JSON, NULL once removed. Only ever appended to."""

    __tablename__ = "revision"
    __table_args__ = (Index("ix_revision_record", "record", "change"), _CLUSTERED)
    change: int = Field(foreign_key="change.number", primary_key=True)
    position: int = Field(primary_key=True)
    kind: str
    record: str
    body: str | None = None


class SettingRow(SQLModel, table=True):
    """Settings, a JSON value each."""

    __tablename__ = "setting"
    name: str = Field(primary_key=True)
    value: str


ROWS: dict[Kind, type[SQLModel]] = {
    row.kind: row
    for row in (
        MeasureRow, TitrationStepRow, PrescriptionRow, DoseRow, RatingRow, NightRow, NoteRow, EventRow, MedicineRow,
        VisitRow, QuestionnaireResponseRow,
    )
}  # fmt: skip
TABLES = {kind: row.__table__ for kind, row in ROWS.items()}  # type: ignore[attr-defined]
CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
REVISION = RevisionRow.__table__  # type: ignore[attr-defined]
SETTING = SettingRow.__table__  # type: ignore[attr-defined]
METADATA = SQLModel.metadata
