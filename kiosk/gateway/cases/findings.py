"""What the auditor has found wrong in the books, as long as it is: on record, so that an alarm tells of it.

Functions work inside the caller's transaction.
"""

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import Connection, delete, select

from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_findings import audit_finding
from kiosk.payment.invariants import Violation

_MOST_OF_SUBJECT, _MOST_TOLD = 160, 200
_COLUMN = audit_finding.c


class Finding(msgspec.Struct, frozen=True):
    """A Violation, cut to what is stored. `since_ms`: looking at what has changed since then finds it."""

    rule: str
    subject: str
    told: str
    since_ms: int

    @property
    def key(self) -> tuple[str, str]:
        return self.rule, self.subject

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}: {self.told}"


def finding_of(violation: Violation, since_ms: int) -> Finding:
    subject, told = violation.subject[:_MOST_OF_SUBJECT], violation.told[:_MOST_TOLD]
    return Finding(violation.rule, subject, told, since_ms)


def standing(connection: Connection) -> Sequence[Finding]:
    rows = connection.execute(select(audit_finding).order_by(_COLUMN.rule, _COLUMN.subject)).mappings()
    return [as_struct(row, Finding) for row in rows]


def keep(connection: Connection, found: Collection[Finding]) -> None:
    """Those that are on record stay as they are."""
    insert_new(connection, audit_finding, [msgspec.structs.asdict(each) for each in found])


def drop(connection: Connection, gone: Collection[Finding]) -> None:
    for each in gone:
        mine = (_COLUMN.rule == each.rule) & (_COLUMN.subject == each.subject)
        connection.execute(delete(audit_finding).where(mine))


def of_rule(connection: Connection, rule: str) -> Sequence[Finding]:
    return [each for each in standing(connection) if each.rule == rule]


def drop_rule(connection: Connection, rule: str) -> None:
    """Somebody says that they have seen to them; what is found anew is a new one."""
    connection.execute(delete(audit_finding).where(_COLUMN.rule == rule))
