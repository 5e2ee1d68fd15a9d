"""Refusals of the HTTP interface: one exception, one problem+json shape, nothing of what was sent in it."""

from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.openapi import ResponseSpec

from kiosk.wire.problem import MEDIA_TYPE, Problem, ProblemCode, type_of

_STATUS: dict[ProblemCode, HTTPStatus] = {
    "code_unknown": HTTPStatus.NOT_FOUND,
    "code_foreign": HTTPStatus.NOT_FOUND,
    "account_unknown": HTTPStatus.NOT_FOUND,
    "account_number_wrong": HTTPStatus.UNPROCESSABLE_ENTITY,
    "household_unknown": HTTPStatus.NOT_FOUND,
    "biller_unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "rate_limited": HTTPStatus.TOO_MANY_REQUESTS,
    "malformed": HTTPStatus.BAD_REQUEST,
    "media_type_wrong": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "not_found": HTTPStatus.NOT_FOUND,
    "method_not_allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "idempotency_key_missing": HTTPStatus.BAD_REQUEST,
    "idempotency_key_wrong": HTTPStatus.BAD_REQUEST,
    "idempotency_key_reused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "idempotency_conflict": HTTPStatus.CONFLICT,
    "amount_mismatch": HTTPStatus.UNPROCESSABLE_ENTITY,
    "bill_unknown": HTTPStatus.NOT_FOUND,
    "payment_unknown": HTTPStatus.NOT_FOUND,
    "payment_not_by_card": HTTPStatus.CONFLICT,
    "payment_not_by_cash": HTTPStatus.CONFLICT,
    "recharge_card_not_taken": HTTPStatus.UNPROCESSABLE_ENTITY,
    "load_unknown": HTTPStatus.NOT_FOUND,
    "session_unknown": HTTPStatus.NOT_FOUND,
    "note_differs": HTTPStatus.CONFLICT,
    "notes_missing": HTTPStatus.CONFLICT,
    "receipt_unknown": HTTPStatus.NOT_FOUND,
    "day_not_come": HTTPStatus.UNPROCESSABLE_ENTITY,
    "signature_wrong": HTTPStatus.UNAUTHORIZED,
    "clock_skewed": HTTPStatus.UNAUTHORIZED,
    "replayed": HTTPStatus.CONFLICT,
    "kiosk_wrong": HTTPStatus.FORBIDDEN,
    "case_unknown": HTTPStatus.NOT_FOUND,
    "case_closed": HTTPStatus.CONFLICT,
    "case_not_payable": HTTPStatus.CONFLICT,
    "case_owes_money": HTTPStatus.CONFLICT,
    "load_moved_on": HTTPStatus.CONFLICT,
    "second_person_needed": HTTPStatus.FORBIDDEN,
    "same_hands": HTTPStatus.FORBIDDEN,
    "supervisor_needed": HTTPStatus.FORBIDDEN,
    "operator_unknown": HTTPStatus.UNAUTHORIZED,
    "service_unknown": HTTPStatus.NOT_FOUND,
    "field_wrong": HTTPStatus.UNPROCESSABLE_ENTITY,
    "request_incomplete": HTTPStatus.UNPROCESSABLE_ENTITY,
    "request_open": HTTPStatus.CONFLICT,
    "person_wrong": HTTPStatus.FORBIDDEN,
    "document_differs": HTTPStatus.CONFLICT,
    "record_unknown": HTTPStatus.NOT_FOUND,
    "record_changed": HTTPStatus.CONFLICT,
    "record_closed": HTTPStatus.CONFLICT,
    "name_taken": HTTPStatus.CONFLICT,
    "own_name": HTTPStatus.FORBIDDEN,
    "machine_unknown": HTTPStatus.NOT_FOUND,
    "answer_lost": HTTPStatus.GATEWAY_TIMEOUT,
    "fault": HTTPStatus.INTERNAL_SERVER_ERROR,
}
_AUTHENTICATE: dict[str, str] = {
    "operator_unknown": 'Bearer realm="operator"',
    "signature_wrong": 'Signature realm="kiosk"',
    "clock_skewed": 'Signature realm="kiosk"',
}
"""A 401 says how to prove who one is (RFC 9110, section 11.6.1)."""

_CODE_OF_STATUS: dict[int, ProblemCode] = {
    400: "malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "media_type_wrong",
    429: "rate_limited",
}


def documented(*statuses: int) -> dict[int, ResponseSpec]:
    """Which refusals a handler may answer with, for the OpenAPI document."""
    return {
        status: ResponseSpec(Problem, description=HTTPStatus(status).phrase, media_type=MEDIA_TYPE)
        for status in statuses
    }


class Refused(Exception):
    """`detail` is fixed text for engineers; never put what was sent into it."""

    def __init__(self, code: ProblemCode, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def status_of(code: ProblemCode) -> int:
    return _STATUS[code].value


def answer_refused(request: Request[Any, Any, Any], refused: Refused) -> Response[bytes]:
    return problem_response(refused.code, refused.detail)


def answer_http_exception(request: Request[Any, Any, Any], raised: HTTPException) -> Response[bytes]:
    """The framework's own refusals: unknown paths, wrong verbs, bodies that are too large."""
    return problem_response(_CODE_OF_STATUS.get(raised.status_code, "fault"), "")


def problem_response(code: ProblemCode, detail: str) -> Response[bytes]:
    return encoded(problem(code, detail))


def problem(code: ProblemCode, detail: str) -> Problem:
    status = _STATUS[code]
    return Problem(title=status.phrase, status=status.value, code=code, type=type_of(code), detail=detail)


def encoded(told: Problem) -> Response[bytes]:
    return Response(
        msgspec.json.encode(told),
        status_code=told.status,
        media_type=MEDIA_TYPE,
        headers=challenge_of(told.code),
    )


def challenge_of(code: str) -> dict[str, str]:
    """The header that a 401 carries."""
    return {"WWW-Authenticate": _AUTHENTICATE[code]} if code in _AUTHENTICATE else {}
