"""People who may sign in at the operator's page, set at the gateway's own machine by whoever may write its
database. A first password is shown once; only its hash is kept, and it serves to choose another."""

from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from kiosk.gateway.commands.enrolment import SYSTEM_CLOCK, NotEnrolled, gateway_of
from kiosk.gateway.trust import demonstration_staff, passwords, staff
from kiosk.gateway.trust.operators import NAME
from kiosk.gateway.trust.staff import Role

ROLES = tuple(role.word for role in Role)


def enrol_staff(
    db_url: str, name: str, role: str, key_file: Path | None = None
) -> tuple[str, Literal["enrolled", "replaced"]]:
    """The first password, and whether somebody of this name was known, who is signed out now.

    Raises NotEnrolled."""
    if name in demonstration_staff.ROLES:
        raise NotEnrolled(f"the name {name} belongs to the demonstration")
    if not NAME.fullmatch(name):
        raise NotEnrolled("a name has 2 to 32 small letters, digits and hyphens")
    password = passwords.first_password()
    password_hash = passwords.hashed(password)
    with gateway_of(db_url, SYSTEM_CLOCK, key_file) as gateway:
        now_ms = gateway.parts.time.now_ms()

        def enrol(connection: Connection) -> Literal["enrolled", "replaced"]:
            return staff.enrol(connection, name, Role.of(role), password_hash, now_ms)

        return password, gateway.parts.database.write(enrol)


def revoke_staff(db_url: str, name: str, key_file: Path | None = None) -> None:
    """Raises NotEnrolled."""
    with gateway_of(db_url, SYSTEM_CLOCK, key_file) as gateway:
        now_ms = gateway.parts.time.now_ms()
        known = gateway.parts.database.write(lambda connection: staff.revoke(connection, name, now_ms))
    if not known:
        raise NotEnrolled("there is nobody of this name")
