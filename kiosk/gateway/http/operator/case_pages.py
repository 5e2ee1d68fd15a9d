"""Cases: the list of what somebody must look into, one with its history, and the acts on it."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from litestar import Response, get, post
from litestar.params import PathParameter, QueryParameter
from sqlalchemy import Connection

from kiosk.gateway.cases import cases
from kiosk.gateway.cases.cases import MoneyCase
from kiosk.gateway.http.operator.answers import ROOT, onward
from kiosk.gateway.http.operator.desk import AnyRequest, Desk, TheDesk
from kiosk.gateway.http.operator.forms import Form, check_origin, check_token
from kiosk.gateway.http.operator.kept_forms import in_words
from kiosk.gateway.http.operator.words import say_code
from kiosk.gateway.office.case_lists import CaseState, case_page, open_by_kind
from kiosk.gateway.office.cash_office import MOST_WORDS, CaseAct, CaseFile, CashOffice, acts_left
from kiosk.gateway.problems import Refused, status_of
from kiosk.gateway.trust.staff import Role
from kiosk.gateway.trust.who import Who
from kiosk.wire.fields import END

PATH = f"{ROOT}/cases"
PAGE = 50
_NEEDED: dict[CaseAct, Role] = {
    "approve": Role.SUPERVISOR,
    "settle": Role.SUPERVISOR,
    "pay_out": Role.CLERK,
    "explain": Role.CLERK,
}
_ACTS: dict[CaseAct, Callable[[CashOffice, Who, str, str], object]] = {
    "approve": lambda office, who, number, _words: office.approve(who, number),
    "pay_out": lambda office, who, number, _words: office.pay_out(who, number),
    "explain": CashOffice.explain,
    "settle": lambda office, who, number, _words: office.settle(who, number),
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
    office, words = desk.gateway.cash_office, data.get("words", "")
    try:
        desk.act(_NEEDED[act], f"case_{act}", number, lambda who: _ACTS[act](office, who, number, words))
    except Refused as refused:
        if refused.code == "case_unknown":
            raise
        reason = say_code(desk.language, "refused", refused.code)
        return _shown(desk, number, status_of(refused.code), reason, typed=data)
    return onward(f"{PATH}/{number}?done={act}")


def _shown(
    desk: Desk,
    number: str,
    status: int = 200,
    refused: str = "",
    done: str = "",
    typed: Mapping[str, str] | None = None,
) -> Response[str]:
    """Raises Refused: case_unknown."""
    file = desk.read(lambda connection: _file(connection, number))
    acts = acts_left(file, desk.visitor.name)
    mine = [act for act in acts if desk.visitor.may(_needed(desk, act, file.case))]
    payment_id = file.case.ref.partition("/")[0]
    return desk.show(
        "case.html",
        "cases",
        status,
        case=file.case,
        history=file.history,
        acts=mine,
        others_act=bool(acts) and not mine,
        most=MOST_WORDS,
        typed_by_you=in_words(desk.language, PATH, typed or {}),
        payment_id=payment_id if _PAYMENT.fullmatch(payment_id) else "",
        refused=refused,
        done=done,
    )


def _needed(desk: Desk, act: CaseAct, case: MoneyCase) -> Role:
    grave = act == "explain" and desk.gateway.cash_office.is_grave(case)
    return Role.SUPERVISOR if grave else _NEEDED[act]


def _file(connection: Connection, number: str) -> CaseFile:
    case = cases.by_number(connection, number)
    if case is None:
        raise Refused("case_unknown")
    return CaseFile(case, tuple(cases.history(connection, number)))


HANDLERS = [case_list, one_case, act_on_case]
