"""Tables that never forget: the database itself refuses to change or remove a row of them."""

from typing import cast

from sqlalchemy import DDL, Table, event
from sqlalchemy.schema import ExecutableDDLElement


def append_only(table: Table) -> None:
    """The table is made with its triggers by `create_all`; migrations write the same statements out."""
    for dialect, statements in (("sqlite", sqlite(table.name)), ("postgresql", postgresql(table.name))):
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
