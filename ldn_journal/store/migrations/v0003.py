"""Version 3: health facts, and text that is not finished.

Frozen: later versions change it by steps of their own, never by editing this one.
"""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Make the tables of conditions and of drafts."""
    op.create_table(
        "condition",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="ck_condition_day"),
        sa.CheckConstraint(
            "condition IN ('liver_disease', 'pregnancy', 'breastfeeding', 'kidney_disease', 'thyroid_disease',"
            " 'depression', 'other')",
            name="ck_condition_0",
        ),
        sa.CheckConstraint("condition <> 'other' OR name IS NOT NULL", name="ck_condition_1"),
        sa.CheckConstraint("until IS NULL OR until >= day", name="ck_condition_2"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_condition_day", "condition", ["day"], unique=False)
    op.create_table(
        "draft",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
