"""Receipts printed once more: counted before they are printed."""

from typing import Any

from litestar import Request, post
from litestar.params import JSONBody

from kiosk.gateway.http.api import KioskHeader, ReceiptNo, TheGateway, signed
from kiosk.gateway.http.strict_body import StrictBody
from kiosk.wire.copies import CopyAnswer, CopyRequest


@post(
    "/v1/receipts/{receipt_no:str}/copies",
    dto=StrictBody[CopyRequest],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 422),
    sync_to_thread=True,
)
def copied(
    gateway: TheGateway,
    receipt_no: ReceiptNo,
    data: JSONBody[CopyRequest],
    request: Request[Any, Any, Any],
    kiosk: KioskHeader = None,
) -> CopyAnswer:
    """A kiosk is about to print this receipt once more. Told again with the same id, it is the same copy;
    nothing is printed that is not on record. For ninety days, with the receipt's own code."""
    return gateway.copies.record(receipt_no, data, kiosk or "")


HANDLERS = [copied]
