"""Sessions of the operator's page: opened with a name and a password, found by a cookie, ended by time.

A session is 256 random bits; the database has their hash alone. What guards forms is made from the same bits
(RFC 2104), so that it needs no storage and counts for one session.
"""

import hashlib
import hmac
import secrets
from typing import Literal

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from kiosk.gateway.rate_limit import RateLimit
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema_staff import staff as staff_table
from kiosk.gateway.sql.schema_staff import staff_session
from kiosk.gateway.steady_time import SteadyTime
from kiosk.gateway.tokens import Tokens
from kiosk.gateway.trust import demonstration_staff, passwords, staff
from kiosk.gateway.trust.staff import Role

IDLE_MS = 30 * 60 * 1000
LONGEST_MS = 12 * 60 * 60 * 1000
"""A shift; then one signs in anew, whatever one was doing."""
WINDOW_MS = 15 * 60 * 1000
MOST_TRIES = 10
"""Of one name in the window, since its last success."""
MOST_OF_SOURCE = 60
"""In one minute; what is beyond is not even written down."""
_TOUCH_MS = 60_000
"""Being seen is written down once in a while: a page must not cost a commit."""

_SESSION = staff_session.c


class NotSignedIn(Exception):
    """There is no session, or it has ended."""


class NotYours(Exception):
    """Somebody of another role may do this."""


class SignInRefused(Exception):
    def __init__(self, why: Literal["wrong", "too_many", "crowded"]) -> None:
        super().__init__(why)
        self.why = why


class Visitor(msgspec.Struct, frozen=True):
    """Somebody who is signed in. `form_token` proves that a form came from a page of theirs."""

    name: str
    role: Role
    must_change: bool
    session_hash: str
    form_token: str

    def __repr__(self) -> str:
        return f"Visitor({self.name}, {self.role.word})"

    def may(self, role: Role) -> bool:
        return self.role >= role


class Sessions:
    def __init__(self, database: Database, time: SteadyTime, tokens: Tokens, *, demonstration: bool) -> None:
        self._database = database
        self._tokens = tokens
        self._time = time
        self.demonstration = demonstration
        self._sources = RateLimit(time, MOST_OF_SOURCE)

    def sign_in(self, name: str, password: str, source: str) -> str:
        """What the cookie shall carry. Raises SignInRefused."""
        if not self._sources.allows(source):
            raise SignInRefused("too_many")
        now_ms = self._time.now_ms()
        if self.demonstration and name in demonstration_staff.ROLES:
            self._database.write(lambda connection: demonstration_staff.enrol(connection, name, now_ms))
        kept = self._database.write(lambda connection: self._try(connection, name, now_ms))
        if kept == "too_many":
            raise SignInRefused("too_many")
        if not passwords.matches(password, kept) or kept is None:
            raise SignInRefused("wrong")
        token = secrets.token_urlsafe(32)
        if not self._database.write(lambda at: self._open(at, name, kept, token, now_ms)):
            raise SignInRefused("wrong")
        return token

    def visitor(self, token: str) -> Visitor:
        """Raises NotSignedIn."""
        now_ms, session = self._time.now_ms(), _hash(token)
        with self._database.reading() as connection:
            found = _row(connection, session)
        if found is None or _ended(found, now_ms) or self._not_served(found.name):
            raise NotSignedIn
        if now_ms - found.seen_ms > _TOUCH_MS:
            seen = update(staff_session).where(_SESSION.session_hash == session).values(seen_ms=now_ms)
            self._database.write(lambda connection: connection.execute(seen).rowcount)
        guard = hmac.new(token.encode(errors="replace"), b"form", hashlib.sha256).hexdigest()
        return Visitor(found.name, Role.of(found.role), found.must_change, session, guard)

    def sign_out(self, visitor: Visitor) -> None:
        now_ms = self._time.now_ms()

        def out(connection: Connection) -> None:
            connection.execute(delete(staff_session).where(_SESSION.session_hash == visitor.session_hash))
            staff.audit(connection, now_ms, visitor.name, "sign_out", "", staff.DONE)

        self._database.write(out)

    def change_password(self, visitor: Visitor, old: str, new: str) -> bool:
        """Whether the old one was right; all their sessions have ended then. Raises SignInRefused, and
        NotSignedIn where this one has ended meanwhile: reset or locked by a supervisor, they stay so."""
        now_ms, name = self._time.now_ms(), visitor.name
        kept = self._database.write(lambda connection: self._try(connection, name, now_ms))
        if kept == "too_many":
            raise SignInRefused("too_many")
        if not passwords.matches(old, kept):
            return False
        new_hash = passwords.hashed(new)

        def change(connection: Connection) -> None:
            if not staff.taken(connection, name) or staff.password_hash_of(connection, name) != kept:
                raise NotSignedIn
            still_there(connection, visitor, now_ms, Role.VIEWER)
            staff.change_password(connection, name, new_hash)
            staff.audit(connection, now_ms, name, staff.SIGN_IN, "", staff.SIGNED_IN)
            staff.audit(connection, now_ms, name, "change_password", "", staff.DONE)

        self._database.write(change)
        return True

    def _try(self, connection: Connection, name: str, now_ms: int) -> str | None:
        """The hash to look at; "too_many"; None for nobody."""
        known = staff.taken(connection, name) and not self._not_served(name)
        known = known and not staff.is_locked(connection, name)
        on_record = (name, "") if known else ("", self._heap(name))
        too_many = staff.tries_lately(connection, *on_record, now_ms, WINDOW_MS) >= MOST_TRIES
        verdict = "too_many" if too_many else staff.TRIED
        staff.audit(connection, now_ms, on_record[0], staff.SIGN_IN, on_record[1], verdict)
        if too_many:
            return "too_many"
        return staff.password_hash_of(connection, name) if known else None

    def _heap(self, name: str) -> str:
        """Names that nobody has are counted too, or waiting would tell them from those that somebody has; in
        65,536 heaps, so that what lies on one may be any name, and is nobody's password."""
        return self._tokens.opaque("name at the door", name)[:4]

    def _open(self, connection: Connection, name: str, kept: str, token: str, now_ms: int) -> bool:
        """Unless the password has changed or the name was locked meanwhile. Sessions that have ended go."""
        if not staff.taken(connection, name) or staff.is_locked(connection, name):
            return False
        if staff.password_hash_of(connection, name) != kept:
            return False
        over = (_SESSION.seen_ms <= now_ms - IDLE_MS) | (_SESSION.opened_ms <= now_ms - LONGEST_MS)
        connection.execute(delete(staff_session).where(over))
        row = {"session_hash": _hash(token), "name": name, "opened_ms": now_ms, "seen_ms": now_ms}
        connection.execute(insert(staff_session), row)
        staff.audit(connection, now_ms, name, staff.SIGN_IN, "", staff.SIGNED_IN)
        return True

    def _not_served(self, name: str) -> bool:
        return name in demonstration_staff.ROLES and not self.demonstration


class _Found(msgspec.Struct, frozen=True):
    name: str
    role: str
    must_change: bool
    opened_ms: int
    seen_ms: int


def still_there(connection: Connection, visitor: Visitor, now_ms: int, needed: Role) -> None:
    """Inside the transaction of an act: the session and the role as they are now.

    Raises NotSignedIn and NotYours."""
    mine = _SESSION.session_hash == visitor.session_hash
    connection.execute(update(staff_session).where(mine).values(seen_ms=_SESSION.seen_ms))
    found = _row(connection, visitor.session_hash)
    if found is None or _ended(found, now_ms):
        raise NotSignedIn
    if Role.of(found.role) < needed:
        raise NotYours


def _row(connection: Connection, session_hash: str) -> _Found | None:
    found = (
        select(
            staff_table.c.name,
            staff_table.c.role,
            staff_table.c.must_change,
            _SESSION.opened_ms,
            _SESSION.seen_ms,
        )
        .join(staff_session, _SESSION.name == staff_table.c.name)
        .where(_SESSION.session_hash == session_hash)
    )
    row = connection.execute(found).one_or_none()
    return None if row is None else _Found(*row)


def _ended(found: _Found, now_ms: int) -> bool:
    return now_ms - found.seen_ms >= IDLE_MS or now_ms - found.opened_ms >= LONGEST_MS


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
