"""What an hour came to, read off the ledger: what was taken, what went back, which bills were posted.

Everything counts in the hour in which it was booked, whatever hour the payment began in, so that an hour that
is over is never wrong afterwards. Functions work inside the caller's transaction and change nothing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, case, func, select, union

from kiosk.gateway.sql.schema import ledger_line, ledger_transaction, leg, payment, payment_event
from kiosk.gateway.sql.schema_loads import load, load_event

_HEAD, _LINE, _LEG = ledger_transaction.c, ledger_line.c, leg.c
_BACK = ("reverse", "refund", "voucher", "take_back")
"""Kinds of ledger transactions after which money is the payer's again: gone back, or owed to them."""
_SIGN = {"charge": 1, "post": 1} | dict.fromkeys(_BACK, -1)
_PAYMENTS_AT_ONCE = 1_000
"""Named in a statement, so that each is looked up by its key."""


class Usage(msgspec.Struct, frozen=True):
    """Of an hour, a day, or one hour of all days. `kind`: "all", payments charged; "back", what went back,
    and how many payments did so to the last fen; "method", what was taken less what went back; "utility",
    bills posted less loads taken back."""

    kind: str
    name: str
    number: int
    fen: int


def usage_of(connection: Connection, from_ms: int, to_ms: int) -> Sequence[Usage]:
    """The first is that of all."""
    numbers: Counter[tuple[str, str]] = Counter({("all", ""): 0})
    sums: Counter[tuple[str, str]] = Counter()
    touched = _touched(connection, from_ms, to_ms)
    for begin in range(0, len(touched), _PAYMENTS_AT_ONCE):
        some = touched[begin : begin + _PAYMENTS_AT_ONCE]
        for each in _of_some(connection, some, from_ms, to_ms):
            numbers[each.kind, each.name] += each.number
            sums[each.kind, each.name] += each.fen
    return [Usage(*key, number, sums[key]) for key, number in numbers.items()]


def _touched(connection: Connection, from_ms: int, to_ms: int) -> Sequence[str]:
    """Payments with a history of their own or of a load in that time: what is booked is booked with it."""
    of_payments = select(payment_event.c.payment_id).where(payment_event.c.at_ms.between(from_ms, to_ms - 1))
    of_loads = (
        select(load.c.payment_id)
        .join(load_event, load_event.c.load_id == load.c.load_id)
        .where(load_event.c.at_ms.between(from_ms, to_ms - 1))
    )
    return connection.execute(union(of_payments, of_loads)).scalars().all()


def _of_some(connection: Connection, payment_ids: Sequence[str], from_ms: int, to_ms: int) -> Iterator[Usage]:
    mine = _HEAD.payment_id.in_(payment_ids) & _HEAD.at_ms.between(from_ms, to_ms - 1)
    moved = ledger_transaction.join(ledger_line, _debited())
    figures = (func.count(), func.sum(_LINE.fen))
    by_method = (
        select(payment.c.method, _HEAD.kind, *figures)
        .select_from(moved.join(payment, payment.c.payment_id == _HEAD.payment_id))
        .where(mine, _HEAD.kind.in_(("charge", *_BACK)))
        .group_by(payment.c.method, _HEAD.kind)
    )
    of_the_leg = and_(_LEG.payment_id == _HEAD.payment_id, _LEG.number == _HEAD.number)
    by_utility = (
        select(_LEG.utility, _HEAD.kind, *figures)
        .select_from(moved.join(leg, of_the_leg))
        .where(mine, _HEAD.kind.in_(("post", "take_back")))
        .group_by(_LEG.utility, _HEAD.kind)
    )
    for method, kind, number, fen in connection.execute(by_method):
        charged = kind == "charge"
        yield Usage("all" if charged else "back", "", number if charged else 0, int(fen))
        yield Usage("method", method, number if charged else 0, _SIGN[kind] * int(fen))
    for utility, kind, number, fen in connection.execute(by_utility):
        yield Usage("utility", utility, _SIGN[kind] * number, _SIGN[kind] * int(fen))
    for method, number in _wholly_back(connection, payment_ids, from_ms, to_ms).items():
        yield Usage("back", "", number, 0)
        yield Usage("method", method, -number, 0)


def _wholly_back(
    connection: Connection, payment_ids: Sequence[str], from_ms: int, to_ms: int
) -> Counter[str]:
    """By method, how many of which the last fen went back in that time."""
    back, fen = _HEAD.kind.in_(_BACK), _LINE.fen
    charged_fen = func.sum(case((_HEAD.kind == "charge", fen), else_=0))
    before_fen = func.sum(case((back & (_HEAD.at_ms < from_ms), fen), else_=0))
    after_fen = func.sum(case((back & (_HEAD.at_ms < to_ms), fen), else_=0))
    moved = ledger_transaction.join(ledger_line, _debited())
    found = (
        select(payment.c.method)
        .select_from(moved.join(payment, payment.c.payment_id == _HEAD.payment_id))
        .where(_HEAD.payment_id.in_(payment_ids))
        .group_by(_HEAD.payment_id, payment.c.method)
        .having((before_fen < charged_fen) & (after_fen == charged_fen))
    )
    return Counter(connection.execute(found).scalars())


def _debited() -> ColumnElement[bool]:
    """The line that has the sum of a ledger transaction."""
    same = (
        (_LINE.payment_id == _HEAD.payment_id) & (_LINE.kind == _HEAD.kind) & (_LINE.number == _HEAD.number)
    )
    return same & (_LINE.line == 0)
