"""Cases: the list of what somebody must look into, one with its history, and the acts on it."""

import re
from collections.abc import Callable
from typing import Annotated, Literal

from litestar import Response, get, post
from litestar.params import PathParameter, QueryParameter
from sqlalchemy import Connection

from kiosk.gateway.cases import cases
from kiosk.gateway.http.operator.answers import ROOT, onward
from kiosk.gateway.http.operator.desk import AnyRequest, Desk, TheDesk
from kiosk.gateway.http.operator.forms import Form, check_origin, check_token
from kiosk.gateway.http.operator.words import say_code
from kiosk.gateway.office.case_lists import CaseState, case_page, open_by_kind
from kiosk.gateway.office.cash_office import CaseAct, CaseFile, CashOffice, acts_left
from kiosk.gateway.problems import Refused, status_of
from kiosk.gateway.trust.staff import Role
from kiosk.gateway.trust.who import Who
from kiosk.wire.fields import END

PATH = f"{ROOT}/cases"
PAGE = 50
NEEDED: dict[CaseAct, Role] = {
    "approve": Role.SUPERVISOR,
    "settle": Role.SUPERVISOR,
    "pay_out": Role.CLERK,
    "explain": Role.CLERK,
}
_ACTS: dict[CaseAct, Callable[[CashOffice, Who, str], object]] = {
    "approve": CashOffice.approve,
    "pay_out": CashOffice.pay_out,
    "explain": CashOffice.explain,
    "settle": CashOffice.settle,
}
_PAYMENT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CaseNumber = Annotated[str, PathParameter(pattern=r"^[0-9]{8,20}" + END)]
After = Annotated[str, QueryParameter(pattern=r"^[0-9]{0,20}" + END)]
Which = Annotated[CaseState, QueryParameter(name="state")]
WhichAct = Annotated[CaseAct, PathParameter()]
Done = Annotated[Literal["approve", "pay_out", "explain", "settle", ""], QueryParameter()]
Kind = Annotated[str, QueryParameter(pattern=r"^[a-z_]{0,32}" + END)]


@get(PATH, include_in_schema=False, sync_to_thread=True)
def case_list(desk: TheDesk, which: Which = "open", kind: Kind = "", after: After = "") -> Response[str]:
    page, kinds = desk.read(
        lambda connection: (
            case_page(connection, which, kind or None, after or None, PAGE),
            open_by_kind(connection),
        )
    )
    return desk.show(
        "cases.html",
        "cases",
        page=page,
        state=which,
        kind=kind,
        kinds=sorted({*kinds, *filter(None, [kind])}),
        kind_counts=kinds,
        after=after,
        now_ms=desk.now_ms,
    )


@get(f"{PATH}/{{number:str}}", include_in_schema=False, sync_to_thread=True)
def one_case(desk: TheDesk, number: CaseNumber, done: Done = "") -> Response[str]:
    return _shown(desk, number, done=done)


@post(f"{PATH}/{{number:str}}/{{act:str}}", include_in_schema=False, sync_to_thread=True)
def act_on_case(
    desk: TheDesk, request: AnyRequest, number: CaseNumber, act: WhichAct, data: Form
) -> Response[str]:
    """One that has just been closed is shown as it is now, with why nothing was done."""
    check_origin(request)
    check_token(desk.visitor, data)
    office = desk.gateway.cash_office
    try:
        desk.act(NEEDED[act], f"case_{act}", number, lambda who: _ACTS[act](office, who, number))
    except Refused as refused:
        if refused.code == "case_unknown":
            raise
        reason = say_code(desk.language, "refused", refused.code)
        return _shown(desk, number, status_of(refused.code), reason)
    return onward(f"{PATH}/{number}?done={act}")


def _shown(desk: Desk, number: str, status: int = 200, refused: str = "", done: str = "") -> Response[str]:
    """Raises Refused: case_unknown."""
    file = desk.read(lambda connection: _file(connection, number))
    acts = acts_left(file, desk.visitor.name)
    payment_id = file.case.ref.partition("/")[0]
    return desk.show(
        "case.html",
        "cases",
        status,
        case=file.case,
        history=file.history,
        acts=[act for act in acts if desk.visitor.may(NEEDED[act])],
        others_act=bool(acts) and not any(desk.visitor.may(NEEDED[act]) for act in acts),
        payment_id=payment_id if _PAYMENT.fullmatch(payment_id) else "",
        refused=refused,
        done=done,
    )


def _file(connection: Connection, number: str) -> CaseFile:
    case = cases.by_number(connection, number)
    if case is None:
        raise Refused("case_unknown")
    return CaseFile(case, tuple(cases.history(connection, number)))


HANDLERS = [case_list, one_case, act_on_case]
