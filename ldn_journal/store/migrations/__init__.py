"""From any released schema version to the present one.

``vNNNN.py`` each hold ``upgrade(op)``, written with Alembic's operations (batch mode for altered tables). A new journal
is made from the models and stamped; a test holds that both ways give the same schema. Alembic is imported only when a
file is behind.
"""

import importlib

from sqlalchemy import Connection

from ldn_journal.store.engine import SCHEMA_VERSION


def migrate(connection: Connection, found: int, wanted: int = SCHEMA_VERSION) -> None:
    """Bring the schema from version ``found`` (0: an empty file) to ``wanted``, inside the caller's one transaction."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    operations = Operations(MigrationContext.configure(connection))
    for version in range(found + 1, wanted + 1):
        step = importlib.import_module(f"ldn_journal.store.migrations.v{version:04d}")
        step.upgrade(operations)
    connection.exec_driver_sql(f"PRAGMA user_version={wanted}")
