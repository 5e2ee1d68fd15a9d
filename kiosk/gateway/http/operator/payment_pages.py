"""Payments: the newest, those of a day or a kiosk, one by any of its numbers, and its whole file."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

import msgspec
from litestar import Response, get
from litestar.params import PathParameter, QueryParameter

from kiosk.gateway.http.operator.answers import ROOT, onward
from kiosk.gateway.http.operator.desk import Desk, TheDesk
from kiosk.gateway.http.operator.forms import printable
from kiosk.gateway.http.operator.words import say
from kiosk.gateway.office.load_files import THERE
from kiosk.gateway.office.payment_files import (
    PaymentPage,
    found_by,
    open_page,
    payment_file,
    payment_page,
    provider_page,
)
from kiosk.gateway.problems import Refused
from kiosk.payment.day import Day, date_at, day_of
from kiosk.wire.fields import END

PATH = f"{ROOT}/payments"
PAGE = 50
PaymentNumber = Annotated[str, PathParameter(pattern=r"^[0-9a-f-]{36}" + END)]
After = Annotated[str, QueryParameter(pattern=r"^([0-9a-f-]{36})?" + END)]
DayText = Annotated[str, QueryParameter(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?" + END)]
Kiosk = Annotated[str, QueryParameter(max_length=32)]
Show = Annotated[Literal["all", "open"], QueryParameter()]
Serial = Annotated[str, QueryParameter(max_length=64)]


class _Chosen(msgspec.Struct, frozen=True):
    show: str = "all"
    day: str = ""
    kiosk: str = ""
    after: str = ""
    serial: str = ""


@get(PATH, include_in_schema=False, sync_to_thread=True)
def payment_list(
    desk: TheDesk,
    show: Show = "all",
    day: DayText = "",
    kiosk: Kiosk = "",
    after: After = "",
) -> Response[str]:
    chosen, kiosk = day_from(day), printable(kiosk.strip())
    if show == "open":
        page = desk.read(lambda connection: open_page(connection, after or None, PAGE))
    else:
        page = desk.read(lambda connection: payment_page(connection, chosen, kiosk, after or None, PAGE))
    return _list(desk, page, _Chosen(show, day, kiosk, after))


@get(f"{PATH}/search", include_in_schema=False, sync_to_thread=True)
def search(desk: TheDesk, serial: Serial = "") -> Response[str]:
    """On to what has this number, as people copy it: with spaces, in capitals."""
    wanted = printable("".join(serial.split()))
    found = desk.read(lambda connection: found_by(connection, wanted) or found_by(connection, wanted.lower()))
    if found is not None:
        what, number = found
        return onward(f"{ROOT}/{what}s/{number}")
    alike = desk.read(lambda connection: provider_page(connection, wanted, PAGE)) if wanted else None
    if alike is not None and len(alike.lines) == 1:
        return onward(f"{PATH}/{alike.lines[0].payment_id}")
    if alike is not None and alike.lines:
        notice = say(desk.language, "payments.several", serial=wanted)
        return _list(desk, alike, _Chosen(serial=serial.strip()), notice=notice)
    notice = say(desk.language, "payments.not_found", serial=wanted) if wanted else ""
    page = desk.read(lambda connection: payment_page(connection, None, "", None, PAGE))
    return _list(desk, page, _Chosen(serial=serial.strip()), 404 if wanted else 200, notice)


@get(f"{PATH}/{{number:str}}", include_in_schema=False, sync_to_thread=True)
def one_payment(desk: TheDesk, number: PaymentNumber) -> Response[str]:
    file = desk.read(lambda connection: payment_file(connection, number))
    if file is None:
        raise Refused("payment_unknown")
    return desk.show(
        "payment.html",
        "payments",
        file=file,
        payment=file.stored.payment,
        receipt=file.stored.receipt,
        pill=pill_of,
        load_pill=load_pill,
        loads={each.line.leg: each for each in file.loads},
        events=[
            (event, event.at_ms - (file.events[index - 1].at_ms if index else event.at_ms))
            for index, event in enumerate(file.events)
        ],
    )


def pill_of(state: str, loads: Sequence[str] = ()) -> str:
    """How a state is shown: its word says the same. What is posted is not done with before its loads are
    where they were bought for."""
    if state in {"posted", "settled"}:
        return "is-good" if THERE.issuperset(loads) else "is-plain"
    if state in {"part_posted", "voucher", "held", "post_unknown"}:
        return "is-attention"
    return "is-plain"


def load_pill(state: str) -> str:
    if state in THERE:
        return "is-good"
    return "is-plain" if state == "refunded" else "is-attention"


def day_from(text: str) -> Day | None:
    """Raises Refused: malformed for a day that is none."""
    try:
        return day_of(date.fromisoformat(text)) if text else None
    except (ValueError, OverflowError):
        raise Refused("malformed") from None


def _list(
    desk: Desk, page: PaymentPage, chosen: _Chosen, status: int = 200, notice: str = ""
) -> Response[str]:
    return desk.show(
        "payments.html",
        "payments",
        status,
        page=page,
        chosen=chosen,
        notice=notice,
        pill=pill_of,
        load_pill=load_pill,
        today=date_at(desk.now_ms).isoformat(),
        now_ms=desk.now_ms,
    )


HANDLERS = [payment_list, search, one_payment]
