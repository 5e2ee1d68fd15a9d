"""The HTTP interface, version 1. Handlers are thin: decode, ask the part that knows, encode."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter, JSONBody, PathParameter, QueryParameter

from kiosk.gateway.gateway import Gateway
from kiosk.gateway.http.strict_body import StrictBody
from kiosk.gateway.problems import Refused, documented
from kiosk.wire.bills import LookUpAnswer, LookUpRequest
from kiosk.wire.cash import CashClosing, FoundNote, FoundNoteAnswer, StackedNote
from kiosk.wire.fields import END, PAYMENT_ID
from kiosk.wire.payments import CardResult, PaymentAnswer, PaymentRequest, ReceiptAnswer
from kiosk.wire.service import API_VERSION, BillerAnswer, BillersAnswer, HealthAnswer

TheGateway = NamedDependency[Gateway]
PathId = Annotated[str, PathParameter(pattern=PAYMENT_ID)]
PathKioskId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_-]+" + END, max_length=32)]
ReceiptNo = Annotated[str, PathParameter(pattern=r"^[0-9]{8,20}" + END)]
VerificationCode = Annotated[str, QueryParameter(max_length=32)]
IdempotencyKey = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=64)]
KioskHeader = Annotated[str | None, HeaderParameter(name="X-Kiosk-Id", max_length=32)]


def signed(*statuses: int) -> dict[int, ResponseSpec]:
    """As `documented`, with what a request is answered that is not rightly signed by its kiosk."""
    return documented(401, 403, 409, 413, *statuses)


@get("/v1/health", responses=signed(), sync_to_thread=False)
def health(gateway: TheGateway) -> HealthAnswer:
    return HealthAnswer(
        state="ready", version=API_VERSION, demonstration=gateway.parts.settings.demonstration
    )


@get("/v1/billers", responses=signed(), sync_to_thread=False)
def billers(gateway: TheGateway) -> BillersAnswer:
    """Every biller with its state now and, when it is not open, its next opening."""
    now = gateway.parts.time.now()
    book = gateway.parts.book
    listed = [(rules, book.standing(rules.biller_id, now)) for rules in book.rules]
    return BillersAnswer(
        tuple(
            BillerAnswer(
                biller_id=rules.biller_id,
                utility=rules.utility,
                name=rules.name,
                state=standing.state,
                next_opening=standing.next_opening.isoformat() if standing.next_opening else None,
            )
            for rules, standing in listed
        )
    )


@post(
    "/v1/look-ups",
    dto=StrictBody[LookUpRequest],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 422, 429, 503),
    sync_to_thread=True,
)
def look_up(
    gateway: TheGateway,
    data: JSONBody[LookUpRequest],
    request: Request[Any, Any, Any],
    kiosk: KioskHeader = None,
) -> LookUpAnswer:
    """What is owed by whoever the code, number or card belongs to. A POST, so that no number is in a URL."""
    source = kiosk or (request.client.host if request.client else "")
    if not gateway.look_up_limit.allows(source):
        raise Refused("rate_limited", "too many look-ups in a minute")
    return gateway.look_ups.answer(data, kiosk or "")


@post(
    "/v1/payments",
    dto=StrictBody[PaymentRequest],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 409, 413, 415, 422, 503),
    sync_to_thread=True,
)
def submit_payment(
    gateway: TheGateway, data: JSONBody[PaymentRequest], idempotency_key: IdempotencyKey = None
) -> PaymentAnswer:
    """Pay bills. The same id and content again continues the same payment and answers where it stands."""
    if idempotency_key is None:
        raise Refused("idempotency_key_missing", "send Idempotency-Key with the payment id")
    # The header is a structured-field string, so it may come in double quotes.
    if idempotency_key.strip('"') != data.payment_id:
        raise Refused("idempotency_key_wrong", "Idempotency-Key must be the payment id")
    return gateway.payments.submit(data)


@get("/v1/payments/{payment_id:str}", responses=signed(400, 404), sync_to_thread=True)
def payment(gateway: TheGateway, payment_id: PathId) -> PaymentAnswer:
    return gateway.payments.answer(payment_id)


@post("/v1/payments/{payment_id:str}/cancel", status_code=200, responses=signed(400), sync_to_thread=True)
def cancel_payment(gateway: TheGateway, payment_id: PathId) -> PaymentAnswer:
    """End the payment without a charge if that is still possible; the answer says what it came to."""
    return gateway.payments.cancel(payment_id)


@post(
    "/v1/payments/{payment_id:str}/card-result",
    dto=StrictBody[CardResult],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 409, 413, 415),
    sync_to_thread=True,
)
def card_result(gateway: TheGateway, payment_id: PathId, data: JSONBody[CardResult]) -> PaymentAnswer:
    """What the terminal showed: the gateway asks the acquirer at once and answers what it found."""
    return gateway.payments.card_result(payment_id, data)


@post(
    "/v1/payments/{payment_id:str}/notes",
    dto=StrictBody[StackedNote],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 409, 413, 415),
    sync_to_thread=True,
)
def stacked_note(gateway: TheGateway, payment_id: PathId, data: JSONBody[StackedNote]) -> PaymentAnswer:
    """One note is in the box. Reported again it counts once; for an ended payment it is kept as found."""
    return gateway.payments.told(gateway.cash.note(payment_id, data))


@post(
    "/v1/payments/{payment_id:str}/cash-closed",
    dto=StrictBody[CashClosing],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 409, 413, 415, 422),
    sync_to_thread=True,
)
def cash_closed(gateway: TheGateway, payment_id: PathId, data: JSONBody[CashClosing]) -> PaymentAnswer:
    """No further note will come: what is inside is settled now, and nothing inside is nothing charged."""
    return gateway.payments.told(gateway.cash.close(payment_id, data))


@post(
    "/v1/kiosks/{kiosk_id:str}/found-notes",
    dto=StrictBody[FoundNote],
    return_dto=None,
    status_code=200,
    responses=signed(400, 409, 413, 415),
    sync_to_thread=True,
)
def found_note(gateway: TheGateway, kiosk_id: PathKioskId, data: JSONBody[FoundNote]) -> FoundNoteAnswer:
    """A note in the box that no open payment counts: on record as unclaimed money, with a case for staff."""
    return gateway.cash.found(kiosk_id, data)


@get("/v1/receipts/{receipt_no:str}", responses=documented(400, 404), sync_to_thread=True)
def receipt(
    gateway: TheGateway, request: Request[Any, Any, Any], receipt_no: ReceiptNo, code: VerificationCode
) -> Response[ReceiptAnswer | str]:
    """Verification of a printed receipt: JSON, or a page for the browser that read its QR."""
    if request.accept.best_match(["application/json", "text/html"]) != "text/html":
        return Response(gateway.receipts.verify(receipt_no, code), media_type="application/json")
    status_code, page = gateway.receipts.page(receipt_no, code)
    return Response(page, status_code=status_code, media_type="text/html")


HANDLERS = [
    health,
    billers,
    look_up,
    submit_payment,
    payment,
    cancel_payment,
    card_result,
    stacked_note,
    cash_closed,
    found_note,
    receipt,
]
