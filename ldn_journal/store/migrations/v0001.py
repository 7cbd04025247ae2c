"""Version 1: the first schema.

Frozen: later versions change it by steps of their own, never by editing this one.
"""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Make all tables of version 1."""
    op.create_table(
        "change",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["undoes"],
            ["change.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("undoes"),
    )
    op.create_table(
        "dose",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("amount_pg", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("entered", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state = 'taken' AND amount_pg BETWEEN 1 AND 1000000000000) OR (state <> 'taken' AND amount_pg IS NULL)",
            name="ck_dose_1",
        ),
        sa.CheckConstraint("day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="ck_dose_day"),
        sa.CheckConstraint("state IN ('taken', 'skipped', 'missed')", name="ck_dose_0"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_dose_day", "dose", ["day"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="ck_event_day"),
        sa.CheckConstraint("until IS NULL OR until >= day", name="ck_event_0"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_day", "event", ["day"], unique=False)
    op.create_table(
        "measure",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("scale", sa.String(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("better", sa.String(), nullable=False),
        sa.Column("recall", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("anchors", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("low < high", name="ck_measure_0"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_measure_key", "measure", ["key"], unique=True)
    op.create_table(
        "medicine",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("dose", sa.String(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="ck_medicine_day"),
        sa.CheckConstraint("until IS NULL OR until >= day", name="ck_medicine_0"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_medicine_day", "medicine", ["day"], unique=False)
    op.create_table(
        "night",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asleep_minutes", sa.Integer(), nullable=True),
        sa.Column("to_bed", sa.String(), nullable=True),
        sa.Column("minutes_to_sleep", sa.Integer(), nullable=True),
        sa.Column("awakenings", sa.Integer(), nullable=True),
        sa.Column("minutes_awake", sa.Integer(), nullable=True),
        sa.Column("woke", sa.String(), nullable=True),
        sa.Column("out_of_bed", sa.String(), nullable=True),
        sa.Column("quality", sa.Integer(), nullable=True),
        sa.CheckConstraint("day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="ck_night_day"),
        sa.CheckConstraint("asleep_minutes IS NULL OR asleep_minutes BETWEEN 0 AND 1440", name="ck_night_0"),
        sa.CheckConstraint("awakenings IS NULL OR awakenings BETWEEN 0 AND 100", name="ck_night_3"),
        sa.CheckConstraint("minutes_awake IS NULL OR minutes_awake BETWEEN 0 AND 1440", name="ck_night_2"),
        sa.CheckConstraint("minutes_to_sleep IS NULL OR minutes_to_sleep BETWEEN 0 AND 1440", name="ck_night_1"),
        sa.CheckConstraint("quality IS NULL OR quality BETWEEN 0 AND 10", name="ck_night_4"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_night_day", "night", ["day"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=True),
        sa.CheckConstraint("day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="ck_note_day"),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 20000", name="ck_note_0"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_note_day", "note", ["day"], unique=False)
    op.create_table(
        "prescription",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("strength_pg", sa.Integer(), nullable=True),
        sa.Column("pg_per_ml", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Float(), nullable=True),
        sa.Column("pharmacy", sa.String(), nullable=True),
        sa.Column("filler", sa.String(), nullable=True),
        sa.Column("lot", sa.String(), nullable=True),
        sa.Column("use_by", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="ck_prescription_day"),
        sa.CheckConstraint("(strength_pg IS NULL) <> (pg_per_ml IS NULL)", name="ck_prescription_0"),
        sa.CheckConstraint("quantity IS NULL OR quantity > 0", name="ck_prescription_1"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_prescription_day", "prescription", ["day"], unique=False)
    op.create_table(
        "questionnaire_response",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("questionnaire", sa.String(), nullable=False),
        sa.Column("answers", sa.String(), nullable=False),
        sa.CheckConstraint(
            "day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="ck_questionnaire_response_day"
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_questionnaire_response_day", "questionnaire_response", ["day"], unique=False)
    op.create_table(
        "rating",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("at", sa.String(), nullable=True),
        sa.CheckConstraint("day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="ck_rating_day"),
        sa.CheckConstraint("value BETWEEN -1000000 AND 1000000", name="ck_rating_0"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_rating_day", "rating", ["day", "measure", "value"], unique=False)
    op.create_table(
        "setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "titration_step",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount_pg", sa.Integer(), nullable=False),
        sa.Column("times_per_day", sa.Integer(), nullable=False),
        sa.Column("usual_time", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="ck_titration_step_day"),
        sa.CheckConstraint("amount_pg BETWEEN 0 AND 1000000000000", name="ck_titration_step_0"),
        sa.CheckConstraint("times_per_day BETWEEN 1 AND 8", name="ck_titration_step_1"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_titration_step_day", "titration_step", ["day"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("with_whom", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("questions", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=True),
        sa.CheckConstraint("day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="ck_visit_day"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_visit_day", "visit", ["day"], unique=False)
    op.create_table(
        "revision",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["change"],
            ["change.number"],
        ),
        sa.PrimaryKeyConstraint("change", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_revision_record", "revision", ["record", "change"], unique=False)
