"""What a migration may not do while the old code answers and its table is full."""

from collections.abc import Iterator

from django.db import migrations
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field

GONE = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
LOCKING = (migrations.AddIndex, migrations.AddConstraint, migrations.AlterUniqueTogether)
DATA = (migrations.RunPython, migrations.RunSQL)


def faults(migration: Migration, before: ProjectState) -> list[str]:
    """What speaks against *migration* where *before* is the schema it finds.

    One that must do it all the same says why in a class attribute ``accepted``, and is left alone.
    """
    if getattr(migration, "accepted", ""):
        return []
    return [
        f"{operation.describe()}: {fault}"
        for operation in migration.operations
        for fault in _of_one(operation, migration, before)
    ]


def _of_one(operation: Operation, migration: Migration, before: ProjectState) -> Iterator[str]:
    if isinstance(operation, DATA):
        yield from _of_data(operation, migration)
    elif _is_new(operation, migration):
        return
    elif isinstance(operation, GONE):
        yield "the old code still asks for it; stop using it in one release, drop it in the next"
    elif isinstance(operation, LOCKING):
        yield "writers wait until a full table is read; make it in a release of its own, and say so"
    elif isinstance(operation, migrations.AddField) and _refuses_old_rows(operation.field):
        yield "the old code writes rows without it, and is refused; give it null=True or a db_default"
    elif isinstance(operation, migrations.AlterField) and _changes_column(operation, migration, before):
        yield "the column may be written anew under a lock that readers wait for; add a second one instead"


def _of_data(operation: Operation, migration: Migration) -> Iterator[str]:
    if not operation.reversible:
        yield "there is no way back; name what undoes it, or noop"
    if any(not isinstance(other, DATA) for other in migration.operations):
        yield "rows are gone through while the schema is locked; give it a migration of its own"


def _is_new(operation: Operation, migration: Migration) -> bool:
    """Whether its table is made by the same migration: nobody uses it yet."""
    made = {other.name_lower for other in migration.operations if isinstance(other, migrations.CreateModel)}
    return str(getattr(operation, "model_name", "")).lower() in made


def _refuses_old_rows(field: Field) -> bool:
    return not (field.null or field.many_to_many or field.has_db_default())


def _changes_column(operation: migrations.AlterField, migration: Migration, before: ProjectState) -> bool:
    old = before.models[migration.app_label, operation.model_name_lower].fields.get(operation.name)
    return old is None or _column(old) != _column(operation.field)


def _column(field: Field) -> tuple[object, ...]:
    """All of the definition of *field* that the database is told."""
    _, kind, arguments, named = field.deconstruct()
    return kind, arguments, {name: value for name, value in named.items() if name not in field.non_db_attrs}
