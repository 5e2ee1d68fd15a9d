"""The audit: everything anybody did or tried at this page, the newest first. For supervisors."""

from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter

from kiosk.gateway.http.operator.answers import ROOT
from kiosk.gateway.http.operator.desk import TheDesk
from kiosk.gateway.trust import staff
from kiosk.gateway.trust.staff import Role
from kiosk.wire.fields import END

PAGE = 100
Name = Annotated[str, QueryParameter(pattern=r"^[a-z0-9-]{0,32}" + END)]
After = Annotated[str, QueryParameter(pattern=r"^[0-9a-f]{0,32}" + END)]


@get(f"{ROOT}/audit", include_in_schema=False, sync_to_thread=True)
def audit(desk: TheDesk, name: Name = "", after: After = "") -> Response[str]:
    desk.need(Role.SUPERVISOR)
    lines, people = desk.read(
        lambda connection: (
            staff.audit_lines(connection, after, PAGE, name),
            staff.people(connection),
        )
    )
    older = lines[-1].audit_id if len(lines) == PAGE else None
    return desk.show("audit.html", "audit", lines=lines, people=people, name=name, after=after, older=older)


HANDLERS = [audit]
