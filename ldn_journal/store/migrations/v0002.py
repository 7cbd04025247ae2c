"""Version 2: edits of phases.

Frozen: later versions change it by steps of their own, never by editing this one.
"""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Make the table of phase edits."""
    op.create_table(
        "phase_edit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("edit", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint("day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="ck_phase_edit_day"),
        sa.CheckConstraint("edit IN ('name', 'join', 'split')", name="ck_phase_edit_0"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_phase_edit_day", "phase_edit", ["day"], unique=False)
