"""Card sessions as rows: which company scripts one, which step is asked for, and its sealed state.

Functions work inside the caller's transaction.
"""

from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, select, update

from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_loads import card_session

_ROW = card_session.c


class CardSession(msgspec.Struct, frozen=True):
    """`step_no`: of the step that is asked for, or one more than the last where it has ended."""

    session_id: str
    kind: Literal["read", "write"]
    kiosk_id: str
    company_id: str
    load_id: str | None
    step_no: int
    state: bytes
    begun_ms: int


def begin(connection: Connection, session: CardSession) -> CardSession:
    """As it is on record now: by us, or by whoever was first to use the id."""
    row: dict[str, Any] = msgspec.structs.asdict(session)
    insert_new(connection, card_session, [row])
    found = find(connection, session.session_id)
    return session if found is None else found


def find(connection: Connection, session_id: str) -> CardSession | None:
    found = select(card_session).where(_ROW.session_id == session_id)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else as_struct(row, CardSession)


def advance(connection: Connection, session: CardSession, after: CardSession) -> bool:
    """False where the same answer was taken in meanwhile."""
    mine = (_ROW.session_id == session.session_id) & (_ROW.step_no == session.step_no)
    changed = update(card_session).where(mine).values(step_no=after.step_no, state=after.state)
    return connection.execute(changed).rowcount == 1
