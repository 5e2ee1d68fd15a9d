"""Tables that are only added to: the database itself refuses to change a row of them, or to remove one.

Most never forget. A history that is cleared by age goes whole, and only once what it is about is gone.
"""

from typing import cast

from sqlalchemy import DDL, Table, event
from sqlalchemy.schema import ExecutableDDLElement


def append_only(table: Table) -> None:
    """The table is made with its triggers by `create_all`; migrations write the same statements out."""
    for dialect, statements in (("sqlite", sqlite(table.name)), ("postgresql", postgresql(table.name))):
        for statement in statements:
            event.listen(table, "after_create", _only_on(dialect, statement))


def append_only_beside(table: Table, parent: Table, key: str) -> None:
    """As `append_only`, while the row of `parent` with the same `key` is there; without it, it may go."""
    for dialect, statements in (
        ("sqlite", sqlite_beside(table.name, parent.name, key)),
        ("postgresql", postgresql_beside(table.name, parent.name, key)),
    ):
        for statement in statements:
            event.listen(table, "after_create", _only_on(dialect, statement))


def sqlite(name: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {name}_no_{act.lower()} BEFORE {act} ON {name} "
        f"BEGIN SELECT RAISE(ABORT, '{name} is only appended to'); END"
        for act in ("UPDATE", "DELETE")
    )


def postgresql(name: str) -> tuple[str, ...]:
    return (
        "CREATE OR REPLACE FUNCTION only_appended_to() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is only appended to', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {name}_only_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION only_appended_to()",
    )


def sqlite_beside(name: str, parent: str, key: str) -> tuple[str, ...]:
    aborts = f"BEGIN SELECT RAISE(ABORT, '{name} is only appended to'); END"
    is_there = f"EXISTS (SELECT 1 FROM {parent} WHERE {parent}.{key} = OLD.{key})"
    return (
        f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} {aborts}",
        f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} WHEN {is_there} {aborts}",
    )


def postgresql_beside(name: str, parent: str, key: str) -> tuple[str, ...]:
    return (
        postgresql(name)[0],
        f"CREATE OR REPLACE FUNCTION {name}_goes_whole() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM {parent} WHERE {parent}.{key} = OLD.{key}) "
        "THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION '% is only appended to', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {name}_only_appended_to BEFORE UPDATE OR DELETE ON {name} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}_goes_whole()",
        f"CREATE TRIGGER {name}_not_emptied BEFORE TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION only_appended_to()",
    )


def balanced(table: Table) -> None:
    """Of the ledger's lines: those a statement writes of a transaction must sum to zero (PostgreSQL; SQLite
    has no triggers on statements, there the code alone looks).

    Not a trigger deferred to COMMIT that reads the lines again: under SERIALIZABLE what it reads is locked by
    the page, and payments that never meet would make each other start again.
    """
    for statement in BALANCED_POSTGRESQL:
        event.listen(table, "after_create", _only_on("postgresql", statement))


BALANCED_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF EXISTS (SELECT 1 FROM written GROUP BY payment_id, kind, number HAVING sum(fen) <> 0) "
    "THEN RAISE EXCEPTION 'lines of a ledger transaction do not sum to zero'; END IF; RETURN NULL; END $$",
    "CREATE TRIGGER ledger_line_balances AFTER INSERT ON ledger_line REFERENCING NEW TABLE AS written "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_balances()",
)


def _only_on(dialect: str, statement: str) -> ExecutableDDLElement:
    text = statement.replace("%", "%%")  # a percent sign would be a parameter
    ddl = cast(ExecutableDDLElement, DDL(text))  # type: ignore[no-untyped-call]  # it has no types
    return ddl.execute_if(dialect=dialect)
