"""Cases: the list of what somebody must look into, one with its history, and the acts on it."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from litestar import Response, get, post
from litestar.params import PathParameter, QueryParameter
from sqlalchemy import Connection

from kiosk.gateway.cases.cases import MoneyCase
from kiosk.gateway.gateway import Gateway
from kiosk.gateway.http.operator.answers import ROOT, onward
from kiosk.gateway.http.operator.desk import AnyRequest, Desk, TheDesk
from kiosk.gateway.http.operator.forms import Form, check_origin, check_token
from kiosk.gateway.http.operator.kept_forms import in_words
from kiosk.gateway.http.operator.payment_pages import load_pill
from kiosk.gateway.http.operator.words import say_code
from kiosk.gateway.office.case_files import (
    MOST_WORDS,
    WITH_WORDS,
    ActsLeft,
    CaseAct,
    CaseFile,
    acts_left,
    file_by_number,
)
from kiosk.gateway.office.case_lists import CaseState, case_page, open_by_kind
from kiosk.gateway.problems import Refused, status_of
from kiosk.gateway.trust.staff import Role
from kiosk.gateway.trust.who import Who
from kiosk.wire.fields import END

PATH = f"{ROOT}/cases"
PAGE = 50
_NEEDED: dict[CaseAct, Role] = {
    "approve": Role.SUPERVISOR,
    "settle": Role.SUPERVISOR,
    "approve_return": Role.SUPERVISOR,
    "pay_out": Role.CLERK,
    "explain": Role.CLERK,
    "on_card": Role.CLERK,
    "not_on_card": Role.CLERK,
    "give_back": Role.CLERK,
}
_ACTS: dict[CaseAct, Callable[[Gateway, Who, str, str], object]] = {
    "approve": lambda gateway, who, number, _words: gateway.cash_office.approve(who, number),
    "pay_out": lambda gateway, who, number, _words: gateway.cash_office.pay_out(who, number),
    "explain": lambda gateway, who, number, words: gateway.cash_office.explain(who, number, words),
    "settle": lambda gateway, who, number, _words: gateway.cash_office.settle(who, number),
    "on_card": lambda gateway, who, number, words: gateway.load_office.on_card(who, number, words),
    "approve_return": lambda gateway, who, number, words: gateway.load_office.approve_return(
        who, number, words
    ),
    "not_on_card": lambda gateway, who, number, words: gateway.load_office.not_on_card(who, number, words),
    "give_back": lambda gateway, who, number, words: gateway.load_office.give_back(who, number, words),
}
_PAYMENT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CaseNumber = Annotated[str, PathParameter(pattern=r"^[0-9]{8,20}" + END)]
After = Annotated[str, QueryParameter(pattern=r"^[0-9]{0,20}" + END)]
Which = Annotated[CaseState, QueryParameter(name="state")]
WhichAct = Annotated[CaseAct, PathParameter()]
Done = Annotated[Literal[CaseAct, ""], QueryParameter()]
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
    gateway, words = desk.gateway, data.get("words", "")
    try:
        desk.act(_NEEDED[act], f"case_{act}", number, lambda who: _ACTS[act](gateway, who, number, words))
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
    file, left = desk.read(lambda connection: _with_acts(connection, desk, number))
    mine = [act for act in left.acts if desk.visitor.may(_needed(desk, act, file.case))]
    return desk.show(
        "case.html",
        "cases",
        status,
        case=file.case,
        history=file.history,
        load=file.load,
        load_pill=load_pill,
        acts=mine,
        with_words=WITH_WORDS,
        lacking=left.lacking if desk.visitor.may(Role.CLERK) else None,
        others_act=bool(left.acts) and not mine,
        most=MOST_WORDS,
        typed_by_you=in_words(desk.language, PATH, typed or {}),
        payment_id=_payment_of(file),
        refused=refused,
        done=done,
    )


def _with_acts(connection: Connection, desk: Desk, number: str) -> tuple[CaseFile, ActsLeft]:
    file = file_by_number(connection, number)
    return file, acts_left(connection, file, desk.visitor.name, desk.now_ms)


def _payment_of(file: CaseFile) -> str:
    """Empty where it is about none."""
    if file.load is not None:
        return file.load.line.payment_id
    payment_id = file.case.ref.partition("/")[0]
    return payment_id if _PAYMENT.fullmatch(payment_id) else ""


def _needed(desk: Desk, act: CaseAct, case: MoneyCase) -> Role:
    grave = act == "explain" and desk.gateway.cash_office.is_grave(case)
    return Role.SUPERVISOR if grave else _NEEDED[act]


HANDLERS = [case_list, one_case, act_on_case]
