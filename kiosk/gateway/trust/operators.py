"""Operators, machines' keys and the audit in SQL. Functions work inside the caller's transaction.

A token is kept as its hash alone: it is 256 random bits, so nothing slower than SHA-256 is needed; a key lies
sealed. Neither tokens nor keys leave this file in an error.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from typing import Literal

import msgspec
from sqlalchemy import Connection, delete, func, insert, or_, select, update

from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_operators import machine, operator, operator_audit
from kiosk.gateway.trust.sealed_rows import machine_row
from kiosk.gateway.trust.seals import Seals

NAME = re.compile(r"[a-z][a-z0-9-]{1,31}")
_TOKEN = re.compile(r"[a-z][a-z0-9-]{1,31}\.[A-Za-z0-9_-]{43}")
_NOBODYS_HASH = "0" * 64
"""What a token of an unknown operator is compared with, so that it takes as long."""

COMMAND_LINE = "command-line"
"""Who enrolled, in the audit: whoever may write the database."""

CaseAct = Literal["case_approve", "case_pay_out", "case_explain", "case_settle"]
Act = (
    Literal[
        "unlock_code", "enrol_operator", "revoke_operator", "enrol_machine", "enrol_kiosk", "retire_kiosk"
    ]
    | CaseAct
)
Enrolled = Literal["enrolled", "replaced"]


class AuditLine(msgspec.Struct, frozen=True):
    """`name` is empty for a stranger."""

    audit_id: str
    at_ms: int
    name: str
    act: str
    about: str
    verdict: str


def new_token(name: str) -> str:
    """To be shown once. Raises ValueError for a name that is none."""
    if not NAME.fullmatch(name):
        raise ValueError("an operator's name has 2 to 32 small letters, digits and hyphens")
    return f"{name}.{secrets.token_urlsafe(32)}"


def enrol_operator(connection: Connection, token: str, now_ms: int) -> Enrolled:
    """The operator named in the token; an earlier token of the same name counts no longer."""
    name = token.partition(".")[0]
    replaced = connection.execute(delete(operator).where(operator.c.name == name)).rowcount
    row = {"name": name, "token_hash": _hash(token), "enrolled_ms": now_ms, "asked": 0}
    connection.execute(insert(operator), row)
    verdict: Enrolled = "replaced" if replaced else "enrolled"
    audit(connection, now_ms, "enrol_operator", verdict, operator_name=name)
    return verdict


def revoke_operator(connection: Connection, name: str, now_ms: int) -> bool:
    """Whether there was one."""
    found = connection.execute(delete(operator).where(operator.c.name == name)).rowcount > 0
    if found:
        audit(connection, now_ms, "revoke_operator", "revoked", operator_name=name)
    return found


def enrol_machine(
    connection: Connection, seals: Seals, machine_number: str, key: bytes, now_ms: int
) -> Enrolled:
    mine = machine.c.machine_number == machine_number
    replaced = connection.execute(delete(machine).where(mine)).rowcount
    sealed = seals.seal(key, machine_row(machine_number))
    row = {"machine_number": machine_number, "sealed": sealed, "enrolled_ms": now_ms, "asked": 0}
    connection.execute(insert(machine), row)
    verdict: Enrolled = "replaced" if replaced else "enrolled"
    audit(connection, now_ms, "enrol_machine", verdict, COMMAND_LINE, machine_number)
    return verdict


def authenticated(connection: Connection, token: str) -> str | None:
    """The operator whose token this is, their row taken: others who are the same operator wait here."""
    name = token.partition(".")[0] if _TOKEN.fullmatch(token) else ""
    connection.execute(update(operator).where(operator.c.name == name).values(asked=operator.c.asked + 1))
    return known(connection, token)


def known(connection: Connection, token: str) -> str | None:
    """As `authenticated`, for whoever only reads: nobody waits."""
    name = token.partition(".")[0] if _TOKEN.fullmatch(token) else ""
    mine = operator.c.name == name
    stored = connection.execute(select(operator.c.token_hash).where(mine)).scalar_one_or_none()
    right = hmac.compare_digest(stored or _NOBODYS_HASH, _hash(token))
    return name if right else None


def key_of(connection: Connection, seals: Seals, machine_number: str) -> bytes | None:
    """The machine's key, its row taken: others who ask for the same machine wait here."""
    mine = machine.c.machine_number == machine_number
    connection.execute(update(machine).where(mine).values(asked=machine.c.asked + 1))
    stored = connection.execute(select(machine.c.sealed).where(mine)).scalar_one_or_none()
    return None if stored is None else seals.open(stored, machine_row(machine_number))


def asked_lately(
    connection: Connection,
    now_ms: int,
    window_ms: int,
    *,
    operator_name: str = "",
    machine_number: str = "",
) -> int:
    """How many codes operators asked for in that window until now, given or not.

    Not counted: those refused for their number, so that waiting helps, and those of strangers, who could
    else keep an operator from unlocking. A gateway whose clock is ahead binds others no longer than a window.
    """
    line = operator_audit.c
    counted = (
        line.at_ms.between(now_ms - window_ms + 1, now_ms + window_ms)
        & (line.act == "unlock_code")
        & (line.operator != "")
    )
    counted &= line.verdict != "rate_limited"
    whose = line.operator == operator_name if operator_name else line.machine_number == machine_number
    found = select(func.count()).select_from(operator_audit).where(counted & whose)
    return connection.execute(found).scalar_one()


def audit(
    connection: Connection, now_ms: int, act: Act, verdict: str, operator_name: str = "", number: str = ""
) -> None:
    """`number` of the machine, the kiosk or the case."""
    row = {"audit_id": secrets.token_hex(16), "at_ms": now_ms, "act": act, "verdict": verdict}
    connection.execute(insert(operator_audit), row | {"operator": operator_name, "machine_number": number})


def audit_lines(connection: Connection, after: str, most: int) -> Sequence[AuditLine]:
    """The newest first, those after the line `after`; all from the newest where it is not known."""
    line = operator_audit.c
    names = (line.operator.label("name"), line.machine_number.label("about"))
    found = select(line.audit_id, line.at_ms, line.act, line.verdict, *names)
    since = select(line.at_ms).where(line.audit_id == after)
    last_ms = connection.execute(since).scalar_one_or_none() if after else None
    if last_ms is not None:
        beside = (line.at_ms == last_ms) & (line.audit_id < after)
        found = found.where(or_(line.at_ms < last_ms, beside))
    found = found.order_by(line.at_ms.desc(), line.audit_id.desc()).limit(most)
    return [as_struct(row, AuditLine) for row in connection.execute(found).mappings()]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
