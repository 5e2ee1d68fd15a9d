"""HTTP of the counter: cases of money in question, and what operators may do about them."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from litestar import get, post
from litestar.params import HeaderParameter, JSONBody, PathParameter, QueryParameter

from kiosk.gateway.gateway import Gateway
from kiosk.gateway.http.api import TheGateway
from kiosk.gateway.http.strict_body import StrictBody
from kiosk.gateway.office.case_files import CaseFile
from kiosk.gateway.problems import Refused, documented
from kiosk.gateway.steady_time import local_time
from kiosk.gateway.trust.operators import CaseAct
from kiosk.gateway.trust.who import Who, act_by_token, by_token
from kiosk.wire.fields import END
from kiosk.wire.office import CaseActAnswer, CaseAnswer, CaseExplanation, CasesAnswer
from kiosk.wire.payments import PaymentAnswer

CaseNumber = Annotated[str, PathParameter(pattern=r"^[0-9]{8,20}" + END)]
CaseKind = Annotated[str | None, QueryParameter(pattern=r"^[a-z_]{1,32}" + END)]
AfterCase = Annotated[
    str | None, QueryParameter(pattern=r"^[0-9]{8,20}" + END, description="of the page before, its `after`")
]
MostCases = Annotated[int, QueryParameter(ge=1, le=100, description="so many cases at most")]
Authorization = Annotated[str | None, HeaderParameter(name="Authorization", max_length=128)]
T = TypeVar("T")
_AS_OPERATOR = [{"operator": list[str]()}]


@get("/v1/operator/cases", responses=documented(400, 401), security=_AS_OPERATOR, sync_to_thread=True)
def open_cases(
    gateway: TheGateway,
    kind: CaseKind = None,
    after: AfterCase = None,
    most: MostCases = 50,
    authorization: Authorization = None,
) -> CasesAnswer:
    """What somebody must still look into, the oldest first, a page at a time."""
    page = gateway.cash_office.open_cases(_who(gateway, authorization, reads=True), kind, after, most)
    return CasesAnswer(tuple(_answer(each) for each in page.files), page.after)


@get(
    "/v1/operator/cases/{number:str}",
    responses=documented(400, 401, 404),
    security=_AS_OPERATOR,
    sync_to_thread=True,
)
def one_case(gateway: TheGateway, number: CaseNumber, authorization: Authorization = None) -> CaseAnswer:
    return _answer(gateway.cash_office.case(_who(gateway, authorization, reads=True), number))


@post(
    "/v1/operator/cases/{number:str}/approval",
    status_code=200,
    responses=documented(400, 401, 404, 409),
    security=_AS_OPERATOR,
    sync_to_thread=True,
)
def approve_case(gateway: TheGateway, number: CaseNumber, authorization: Authorization = None) -> CaseAnswer:
    """One person's word that a voucher or a found note is paid out; another person pays it."""
    office = gateway.cash_office
    return _answer(
        _act(gateway, authorization, "case_approve", number, lambda who: office.approve(who, number))
    )


@post(
    "/v1/operator/cases/{number:str}/pay-out",
    status_code=200,
    responses=documented(400, 401, 403, 404, 409),
    security=_AS_OPERATOR,
    sync_to_thread=True,
)
def pay_case_out(gateway: TheGateway, number: CaseNumber, authorization: Authorization = None) -> CaseAnswer:
    """The money is handed out at the counter; refused until somebody else has approved it."""
    office = gateway.cash_office
    return _answer(
        _act(gateway, authorization, "case_pay_out", number, lambda who: office.pay_out(who, number))
    )


@post(
    "/v1/operator/cases/{number:str}/explanation",
    dto=StrictBody[CaseExplanation],
    status_code=200,
    responses=documented(400, 401, 403, 404, 409, 415),
    security=_AS_OPERATOR,
    sync_to_thread=True,
)
def explain_case(
    gateway: TheGateway,
    number: CaseNumber,
    data: JSONBody[CaseExplanation],
    authorization: Authorization = None,
) -> CaseAnswer:
    """Close a case in which nobody is owed anything, with a word of why; of a large sum a supervisor's."""
    office, words = gateway.cash_office, data.words
    return _answer(
        _act(gateway, authorization, "case_explain", number, lambda who: office.explain(who, number, words))
    )


@post(
    "/v1/operator/cases/{number:str}/settlement",
    status_code=200,
    responses=documented(400, 401, 404, 409),
    security=_AS_OPERATOR,
    sync_to_thread=True,
)
def settle_case(
    gateway: TheGateway, number: CaseNumber, authorization: Authorization = None
) -> PaymentAnswer:
    """Settle cash that its kiosk never closed, from the notes on record."""
    office = gateway.cash_office
    settled = _act(gateway, authorization, "case_settle", number, lambda who: office.settle(who, number))
    return gateway.payments.told(settled)


def _act(
    gateway: Gateway, authorization: str | None, act: CaseAct, number: str, perform: Callable[[Who], T]
) -> T:
    who, parts = _who(gateway, authorization), gateway.parts
    return act_by_token(parts.database, who, act, number, parts.time.now_ms(), perform)


def _who(gateway: Gateway, authorization: str | None, *, reads: bool = False) -> Who:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer":
        raise Refused("operator_unknown", "send Authorization: Bearer with an operator's token")
    return by_token(token.strip(), demonstration=gateway.parts.settings.demonstration, reads=reads)


def _answer(file: CaseFile) -> CaseAnswer:
    case = file.case
    history = tuple(
        CaseActAnswer(local_time(event.at_ms).isoformat(), event.act, event.by, event.words)
        for event in file.history
    )
    return CaseAnswer(case.number, case.kind, case.ref, case.fen, case.state, case.closed_how, history)


HANDLERS = [open_cases, one_case, approve_case, pay_case_out, explain_case, settle_case]
