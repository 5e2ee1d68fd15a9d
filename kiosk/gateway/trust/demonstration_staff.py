"""Invented people of a demonstration, one of each role: their passwords are known to everybody and stand on
the sign-in page, so they count in a demonstration alone.
"""

from functools import cache

from sqlalchemy import Connection, update

from kiosk.gateway.sql.schema_staff import staff as staff_table
from kiosk.gateway.trust import passwords, staff
from kiosk.gateway.trust.staff import Role

ROLES = {
    "demonstration-viewer": Role.VIEWER,
    "demonstration-clerk": Role.CLERK,
    "demonstration-supervisor": Role.SUPERVISOR,
}
PASSWORD = "only-for-trying-out"


def enrol(connection: Connection, name: str, now_ms: int) -> None:
    """If nobody tried this one out yet. Nothing has to be changed at the first sign-in."""
    if staff.password_hash_of(connection, name) is None:
        staff.enrol(connection, name, ROLES[name], _hash(), now_ms)
        mine = update(staff_table).where(staff_table.c.name == name)
        connection.execute(mine.values(must_change=False))


@cache
def _hash() -> str:
    return passwords.hashed(PASSWORD)
