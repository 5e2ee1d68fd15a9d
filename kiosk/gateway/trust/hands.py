"""Whose hands somebody's password has been in: whoever enrols or resets a colleague sees the first password,
and can be that colleague until they sign in themselves. Functions work inside the caller's transaction.
"""

from sqlalchemy import Connection, select

from kiosk.gateway.sql.schema_staff import staff_audit
from kiosk.gateway.trust.staff import DONE

PERSON_ENROL, PERSON_RESET = "person_enrol", "person_reset"
"""Acts of the audit that hand a first password to whoever does them."""
SAME_HANDS_DAYS = 30
"""For so long two names may be one person's: a month, with its day ends and a look at the audit in it."""

_LINE = staff_audit.c


def in_same_hands(connection: Connection, one: str, other: str, now_ms: int) -> bool:
    """Whether one person may act under both names: one of them has seen the other's first password lately, or
    a third has seen both, or those of colleagues who have. Passwords of the command line are nobody's."""
    since_ms = now_ms - SAME_HANDS_DAYS * 86_400_000
    return not _hands(connection, one, since_ms).isdisjoint(_hands(connection, other, since_ms))


def _hands(connection: Connection, name: str, since_ms: int) -> set[str]:
    """All who may act under this name, themselves among them."""
    known, newest = {name}, {name}
    while newest:
        handed = (_LINE.act.in_((PERSON_ENROL, PERSON_RESET))) & (_LINE.verdict == DONE)
        about = _LINE.about.in_(sorted(newest)) & (_LINE.at_ms > since_ms)
        by = connection.execute(select(_LINE.name).distinct().where(about, handed)).scalars()
        newest = set(by) - known
        known |= newest
    return known
