"""The people who sign in at the operator's page, and the audit of all they do. Functions work inside the
caller's transaction.

Somebody who has a token as well has it under the same name: what two people must do, one name cannot do.
"""

import secrets
from collections.abc import Sequence
from enum import IntEnum
from typing import Literal

import msgspec
from sqlalchemy import Connection, delete, func, insert, or_, select, update

from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_staff import staff, staff_audit, staff_session
from kiosk.gateway.trust.operators import NAME, AuditLine

COMMAND_LINE = "command-line"
"""Who enrolled, in the audit: whoever may write the database."""
SIGN_IN = "sign_in"
TRIED, SIGNED_IN, DONE = "tried", "signed_in", "done"
"""Verdicts: a try is on record before the password is looked at, and its success beside it."""


class Role(IntEnum):
    """Each may do what those before it may."""

    VIEWER = 1
    CLERK = 2
    SUPERVISOR = 3

    @property
    def word(self) -> str:
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> "Role":
        """Raises KeyError."""
        return cls[word.upper()]


class Person(msgspec.Struct, frozen=True):
    name: str
    role: str
    must_change: bool
    enrolled_ms: int
    locked: bool


def enrol(
    connection: Connection, name: str, role: Role, password_hash: str, now_ms: int, *, by: str = COMMAND_LINE
) -> Literal["enrolled", "replaced"]:
    """With a password that must be changed at the first sign-in. Whoever has this name is signed out
    everywhere. Raises ValueError for a name that is none."""
    if not NAME.fullmatch(name):
        raise ValueError("a name has 2 to 32 small letters, digits and hyphens")
    replaced = _remove(connection, name)
    enter(connection, name, role, password_hash, now_ms)
    verdict: Literal["enrolled", "replaced"] = "replaced" if replaced else "enrolled"
    audit(connection, now_ms, by, "enrol_staff", name, verdict)
    return verdict


def enter(connection: Connection, name: str, role: Role, password_hash: str, now_ms: int) -> None:
    """Somebody new, with a password that must be changed at the first sign-in."""
    row = {"name": name, "role": role.word, "password_hash": password_hash, "must_change": True}
    connection.execute(insert(staff), row | {"enrolled_ms": now_ms, "tried": 0, "locked": False})


def set_role(connection: Connection, name: str, role: Role) -> None:
    connection.execute(update(staff).where(staff.c.name == name).values(role=role.word))


def lock(connection: Connection, name: str) -> None:
    """They are signed out everywhere, and nobody signs in under the name until it is reset."""
    connection.execute(update(staff).where(staff.c.name == name).values(locked=True))
    sign_out_everywhere(connection, name)


def reset(connection: Connection, name: str, password_hash: str) -> None:
    """With a password that must be changed at the first sign-in; signed out everywhere, and locked no
    longer."""
    mine = update(staff).where(staff.c.name == name)
    connection.execute(mine.values(password_hash=password_hash, must_change=True, locked=False))
    sign_out_everywhere(connection, name)


def is_locked(connection: Connection, name: str) -> bool:
    found = select(staff.c.locked).where(staff.c.name == name)
    return bool(connection.execute(found).scalar_one_or_none())


def role_of(connection: Connection, name: str) -> Role | None:
    """None for nobody, and for whoever is locked."""
    found = select(staff.c.role).where(staff.c.name == name, ~staff.c.locked)
    word = connection.execute(found).scalar_one_or_none()
    return None if word is None else Role.of(word)


def revoke(connection: Connection, name: str, now_ms: int, *, by: str = COMMAND_LINE) -> bool:
    """Whether there was one; signed out everywhere."""
    found = _remove(connection, name)
    if found:
        audit(connection, now_ms, by, "revoke_staff", name, "revoked")
    return found


def change_password(connection: Connection, name: str, password_hash: str) -> None:
    """Every session of theirs ends."""
    changed = update(staff).where(staff.c.name == name)
    connection.execute(changed.values(password_hash=password_hash, must_change=False))
    sign_out_everywhere(connection, name)


def sign_out_everywhere(connection: Connection, name: str) -> None:
    connection.execute(delete(staff_session).where(staff_session.c.name == name))


def password_hash_of(connection: Connection, name: str) -> str | None:
    found = select(staff.c.password_hash).where(staff.c.name == name)
    return connection.execute(found).scalar_one_or_none()


def taken(connection: Connection, name: str) -> bool:
    """Whether there is such a person, their row taken: others who try the same name wait here."""
    mine = update(staff).where(staff.c.name == name).values(tried=staff.c.tried + 1)
    return connection.execute(mine).rowcount == 1


def tries_lately(connection: Connection, name: str, about: str, now_ms: int, window_ms: int) -> int:
    """To sign in under this name, in that window, since the last that succeeded; of an empty name those of
    the same `about`. One whose clock was ahead binds nobody longer than a window."""
    line = staff_audit.c
    mine = (line.act == SIGN_IN) & (line.name == name) & (line.about == about)
    mine &= line.at_ms.between(now_ms - window_ms + 1, now_ms + window_ms)
    success = select(func.max(line.at_ms)).where(mine, line.verdict == SIGNED_IN)
    since_ms = connection.execute(success).scalar_one() or 0
    tried = select(func.count()).select_from(staff_audit).where(mine, line.verdict == TRIED)
    return connection.execute(tried.where(line.at_ms > since_ms)).scalar_one()


def people(connection: Connection) -> Sequence[Person]:
    """By name."""
    rows = connection.execute(select(staff).order_by(staff.c.name)).mappings()
    return [as_struct(row, Person) for row in rows]


def audit(connection: Connection, now_ms: int, name: str, act: str, about: str, verdict: str) -> None:
    """`name` is empty for a stranger, and never what a stranger typed: it may be a password."""
    row = {"audit_id": secrets.token_hex(16), "at_ms": now_ms, "name": name, "act": act}
    connection.execute(insert(staff_audit), row | {"about": about[:160], "verdict": verdict})


def audit_lines(connection: Connection, after: str, most: int, name: str = "") -> Sequence[AuditLine]:
    """The newest first, those after the line `after`; all from the newest where it is not known."""
    line = staff_audit.c
    found = select(staff_audit).order_by(line.at_ms.desc(), line.audit_id.desc())
    found = found.where(line.name == name) if name else found
    since = select(line.at_ms).where(line.audit_id == after)
    last_ms = connection.execute(since).scalar_one_or_none() if after else None
    if last_ms is not None:
        beside = (line.at_ms == last_ms) & (line.audit_id < after)
        found = found.where(or_(line.at_ms < last_ms, beside))
    return [as_struct(row, AuditLine) for row in connection.execute(found.limit(most)).mappings()]


def _remove(connection: Connection, name: str) -> bool:
    sign_out_everywhere(connection, name)
    return connection.execute(delete(staff).where(staff.c.name == name)).rowcount > 0
