"""Invented recharge cards as data: series of codes that pass their issuer's check digit."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.gateway.demonstration.check_digits import account_number
from kiosk.gateway.parties.biller_rules import BillerBook

SERIALS_APART = 100


class Card(msgspec.Struct, frozen=True):
    face_fen: int
    state: Literal["usable", "used", "expired", "blocked", "other_biller"]


Cards = Mapping[str, Card]
"""By code."""


class _Series(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    biller_id: str
    face_yuan: Annotated[int, Meta(ge=1, le=10_000)]
    count: Annotated[int, Meta(ge=1, le=100)]
    first_serial: Annotated[int, Meta(ge=0)]
    state: Literal["usable", "used", "expired", "blocked", "other_biller"] = "usable"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    series: tuple[_Series, ...]


@cache
def cards_by_biller(book: BillerBook) -> Mapping[str, Cards]:
    """Of the billers of the book that sell cards."""
    content = resources.files("kiosk.gateway.demonstration").joinpath("recharge_cards.toml").read_bytes()
    series = msgspec.toml.decode(content, type=_File).series
    sellers = [each.biller_id for each in book.rules if each.recharge_code is not None]
    return {
        biller_id: dict(made for each in series if each.biller_id == biller_id for made in _made(book, each))
        for biller_id in sellers
    }


def _made(book: BillerBook, series: _Series) -> Iterator[tuple[str, Card]]:
    rule = book[series.biller_id].recharge_code
    if rule is not None:
        for number in range(series.count):
            code = account_number(rule, series.first_serial + number * SERIALS_APART)
            yield code, Card(series.face_yuan * 100, series.state)
