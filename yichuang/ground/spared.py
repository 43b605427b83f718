"""Changes of a table that only PostgreSQL carries out: SQLite would copy the whole table for each of them."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation


class SpareSqlite(SeparateDatabaseAndState):
    """Do `operations`; on SQLite note them only, and run `instead` (SQL), because what is there already means the same."""

    def __init__(self, operations: Sequence[Operation], instead: Sequence[str] = ()) -> None:
        super().__init__(database_operations=operations, state_operations=operations)
        self.operations, self.instead = operations, instead

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Return how a migration file writes this down."""
        return type(self).__qualname__, [], {"operations": self.operations, "instead": self.instead}

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Change the tables."""
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        for statement in self.instead:
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Nothing leads back: an older version is a new installation beside."""
        raise NotImplementedError("migrations of the house go forwards only")
