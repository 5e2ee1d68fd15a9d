"""The audit: what anybody did or tried, at this page or with a token, the newest first. For supervisors."""

from typing import Annotated, Literal

from litestar import Response, get
from litestar.params import QueryParameter

from kiosk.gateway.http.operator.answers import ROOT
from kiosk.gateway.http.operator.desk import TheDesk
from kiosk.gateway.trust import operators, staff
from kiosk.gateway.trust.staff import Role
from kiosk.wire.fields import END

PAGE = 100
Name = Annotated[str, QueryParameter(pattern=r"^[a-z0-9-]{0,32}" + END)]
After = Annotated[str, QueryParameter(pattern=r"^[0-9a-f]{0,32}" + END)]
Of = Annotated[Literal["page", "tokens"], QueryParameter()]


@get(f"{ROOT}/audit", include_in_schema=False, sync_to_thread=True)
def audit(desk: TheDesk, of: Of = "page", name: Name = "", after: After = "") -> Response[str]:
    """`of` "tokens": what was done without a session, which has an audit of its own."""
    desk.need(Role.SUPERVISOR)
    if of == "tokens":
        lines = desk.read(lambda connection: operators.audit_lines(connection, after, PAGE))
    else:
        lines = desk.read(lambda connection: staff.audit_lines(connection, after, PAGE, name))
    return desk.show(
        "audit.html",
        "audit",
        of=of,
        lines=lines,
        people=desk.read(staff.people),
        name=name,
        after=after,
        older=lines[-1].audit_id if len(lines) == PAGE else None,
    )


HANDLERS = [audit]
