"""Records as rows of JSON, and back, exactly: what comes back is compared with what was read.

Every table of the program is in an archive, also one that is added later, unless it is named in `LEFT_OUT`. Each
column is written and read by Django's own `value_to_string` and `to_python`. Its serializers are not used: they cut
microseconds off, and look up names in the database while they read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.migrations import AddField, AlterField, CreateModel
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddIndex, AlterModelOptions, RemoveConstraint, RemoveIndex
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.utils.timezone import is_naive

from unknot_app.accounts.models import User
from unknot_app.records.models import Person, PersonsRecord

# Tables that are not in an archive, and why.
LEFT_OUT = {
    "sessions.session": "who has entered; an archive opens no door",
    "accounts.apitoken": "what scripts get in with; it is good for one installation",
    "contenttypes.contenttype": "made anew by every installation",
    "auth.permission": "made anew by every installation",
    "auth.group": "not used",
    "auth.group_permissions": "not used",
    "accounts.user_groups": "not used",
    "accounts.user_user_permissions": "not used",
}
# Changes after which a row of before can be read as it is; a column of another kind shows when it is read.
_CHANGES_NO_ROW = (AddConstraint, AddIndex, AlterField, AlterModelOptions, RemoveConstraint, RemoveIndex)

Row = dict[str, Any]
Table = type[Model]


class Added(NamedTuple):
    """What the tables got: whole tables, and columns by table."""

    tables: set[str]
    columns: dict[str, set[str]]


class RowError(ValueError):
    """A row is not one of this table; the message names the column, never what stands in it."""


class CannotFollowError(ValueError):
    """The tables have changed since in a way that an old row cannot follow."""


def label_of(table: Table) -> str:
    return table._meta.label_lower


def tables() -> list[Table]:
    """Return the tables of an archive, each after those that it points to."""
    ours = (table for table in apps.get_models() if table.__module__.startswith("unknot_app."))
    return [table for table in ours if label_of(table) not in LEFT_OUT]


def columns(table: Table) -> dict[str, Field[Any, Any]]:
    """Return the columns of a table by name."""
    return {field.attname: field for field in table._meta.local_concrete_fields}


def records_of(table: Table, people: QuerySet[Person] | None) -> QuerySet[Any]:
    """Return what a table holds of some people, or all of it, in the order of its keys."""
    found = table._default_manager.order_by("pk")
    if people is None:
        return found
    if issubclass(table, PersonsRecord):
        return found.filter(person__in=people)
    if table is Person:
        return found.filter(pk__in=people)
    assert table is User, f"{label_of(table)}: say whose its rows are"
    return found.filter(people__in=people).distinct()


def row_of(record: Model) -> Row:
    return {name: _as_json(field, record) for name, field in columns(type(record)).items()}


def record_of(table: Table, row: object, may_be_missing: Collection[str] = ()) -> Model:
    """Return the record that a row describes; `RowError` if it is not exactly one of this table."""
    if not isinstance(row, dict):
        raise RowError("is not an object")
    known = columns(table)
    if unknown := sorted(row.keys() - known.keys()):
        raise RowError(f"has a column that this table does not know: {unknown[0][:60]!r}")
    if missing := sorted(known.keys() - row.keys() - set(may_be_missing)):
        raise RowError(f"lacks the column {missing[0]!r}")
    record = table(**{name: _read(known[name], value) for name, value in row.items()})
    again = row_of(record)
    if differing := [name for name in row if again[name] != row[name]]:
        raise RowError(f"column {differing[0]!r} is not written as this program writes it")
    return record


def state_of_tables() -> dict[str, str]:
    """Return the last migration of each part of the program that has tables."""
    ours = {table._meta.app_label for table in tables()}
    return {app: name for app, name in MigrationLoader(None).graph.leaf_nodes() if app in ours}


def added_since(state: Mapping[str, str]) -> Added:
    """Return what was added since a state of the tables, which an archive of then may lack.

    `CannotFollowError` if the state is not known here, or if something has changed since that an old row cannot
    follow: what was renamed, taken away or rewritten, or a new column without a default.
    """
    graph = MigrationLoader(None).graph
    if not set(state.items()) <= graph.nodes.keys():
        raise CannotFollowError("newer")
    before = {key for node in state.items() for key in graph.forwards_plan(node)}
    now = {key for node in state_of_tables().items() for key in graph.forwards_plan(node)}
    added = Added(set(), defaultdict(set))
    for app, name in sorted(key for key in now - before if key[0] in state_of_tables()):
        for operation in graph.nodes[app, name].operations:
            if isinstance(operation, CreateModel):
                added.tables.add(f"{app}.{operation.name_lower}")
            elif isinstance(operation, AddField):
                field = apps.get_model(app, operation.model_name)._meta.get_field(operation.name)
                if not (field.has_default() or field.null):
                    raise CannotFollowError("changed")
                added.columns[f"{app}.{operation.model_name_lower}"].add(field.attname)
            elif not isinstance(operation, _CHANGES_NO_ROW):
                raise CannotFollowError("changed")
    return added


def keys_pointed_to(record: Model) -> Iterable[tuple[Table, object]]:
    """Return each table that a record points to, with the key there."""
    for name, field in columns(type(record)).items():
        if isinstance(field, ForeignKey) and getattr(record, name) is not None:
            yield field.related_model, getattr(record, name)


def _as_json(field: Field[Any, Any], record: Model) -> Any:
    value = field.value_from_object(record)
    is_json = value is None or isinstance(value, bool | int | float | str | list | dict)
    return value if is_json else field.value_to_string(record)


def _read(field: Field[Any, Any], value: object) -> Any:
    try:
        read = field.to_python(value)
        field.run_validators(read)
    except (ValidationError, TypeError, ValueError, OverflowError, ArithmeticError):
        raise RowError(f"column {field.attname!r} cannot be read") from None
    if (read is None and not field.null) or (isinstance(read, datetime) and is_naive(read)):
        raise RowError(f"column {field.attname!r} cannot be read")
    return read
