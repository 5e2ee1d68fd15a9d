"""Who acts, found out inside the transaction of the act: by a program's token, or as somebody signed in.

An act is in the audit with it or not at all: of the page in that of its people, by a token in the operators'.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.database import Database
from kiosk.gateway.trust import operators, staff
from kiosk.gateway.trust.operators import CaseAct
from kiosk.gateway.trust.sessions import Visitor, still_there
from kiosk.gateway.trust.staff import Role
from kiosk.gateway.trust.unlock import DEMONSTRATION_OPERATOR

T = TypeVar("T")
Who = Callable[[Connection], str]
"""The name of who acts, their row taken; raises what whoever made it says."""


def by_token(token: str, *, demonstration: bool, reads: bool = False) -> Who:
    """`reads`: for whoever changes nothing. Raises Refused: operator_unknown."""

    def who(connection: Connection) -> str:
        name = (operators.known if reads else operators.authenticated)(connection, token)
        if name is None or (name == DEMONSTRATION_OPERATOR and not demonstration):
            raise Refused("operator_unknown")
        return name

    return who


def act_by_token(
    database: Database,
    who: Who,
    act: CaseAct,
    about: str,
    now_ms: int,
    perform: Callable[[Who], T],
) -> T:
    """`perform` does it in one transaction, and the audit is part of it; what is refused to an operator is in
    the audit as well. Raises Refused."""
    names: list[str] = []

    def on_record(connection: Connection) -> str:
        names[:] = [who(connection)]
        operators.audit(connection, now_ms, act, staff.DONE, names[0], about)
        return names[0]

    try:
        return perform(on_record)
    except Refused as refused:
        verdict = refused.code
        if names:
            database.write(lambda at: operators.audit(at, now_ms, act, verdict, names[0], about))
        raise


def signed_in(visitor: Visitor, needed: Role, act: str, about: str, now_ms: int) -> Who:
    """Raises NotSignedIn where the session has ended meanwhile, NotYours where the role no longer does."""

    def who(connection: Connection) -> str:
        still_there(connection, visitor, now_ms, needed)
        staff.audit(connection, now_ms, visitor.name, act, about, staff.DONE)
        return visitor.name

    return who
