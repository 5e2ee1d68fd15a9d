"""The people of the operator's page as supervisors see to them: enrolled, given a role, locked, reset.

Who acts is found out inside the transaction of the act. Nobody acts on their own name, so that the last who
may do this cannot shut everybody out; the invented people of a demonstration are nobody's to change.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.database import Database
from kiosk.gateway.steady_time import SteadyTime
from kiosk.gateway.trust import demonstration_staff, passwords, staff
from kiosk.gateway.trust.operators import NAME
from kiosk.gateway.trust.staff import Person, Role
from kiosk.gateway.trust.who import Who


class People:
    """First passwords are handed out once, by whoever calls; only a hash is kept."""

    def __init__(self, database: Database, time: SteadyTime) -> None:
        self._database = database
        self._time = time

    def all(self) -> Sequence[Person]:
        with self._database.reading() as connection:
            return staff.people(connection)

    def enrol(self, name: str, role: Role, who: Who) -> str:
        """The first password. Raises Refused: malformed, name_taken."""
        if not NAME.fullmatch(name):
            raise Refused("malformed", "a name has 2 to 32 small letters, digits and hyphens")
        if name in demonstration_staff.ROLES:
            raise Refused("name_taken", "this name belongs to the demonstration")
        password = passwords.first_password()
        kept, now_ms = passwords.hashed(password), self._time.now_ms()

        def enrolled(connection: Connection) -> None:
            who(connection)
            if staff.taken(connection, name):
                raise Refused("name_taken", "somebody has this name")
            staff.enter(connection, name, role, kept, now_ms)

        self._database.write(enrolled)
        return password

    def set_role(self, name: str, role: Role, who: Who) -> None:
        """Raises Refused: record_unknown, own_name."""
        self._change(name, who, lambda connection: staff.set_role(connection, name, role))

    def lock(self, name: str, who: Who) -> None:
        """Signed out everywhere, until they are reset. Raises Refused: record_unknown, own_name."""
        self._change(name, who, lambda connection: staff.lock(connection, name))

    def reset(self, name: str, who: Who) -> str:
        """A first password anew; they are locked no longer. Raises Refused: record_unknown, own_name."""
        password = passwords.first_password()
        kept = passwords.hashed(password)
        self._change(name, who, lambda connection: staff.reset(connection, name, kept))
        return password

    def _change(self, name: str, who: Who, change: Callable[[Connection], None]) -> None:
        def changed(connection: Connection) -> None:
            if who(connection) == name:
                raise Refused("own_name", "another supervisor has to do it")
            if name in demonstration_staff.ROLES or not staff.taken(connection, name):
                raise Refused("record_unknown", "there is nobody of this name")
            change(connection)

        self._database.write(changed)
