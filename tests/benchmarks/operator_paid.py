"""A season's payments of many kiosks, made up from a seed: what was paid, where, when, and for what.

One in twenty has bought something for a prepaid meter. Most of that has long been loaded; what was paid for
a card may still wait for it.
"""

import uuid
from collections.abc import Iterator
from random import Random
from typing import Final

import msgspec

from kiosk.payment.load_state import LOAD_ENDS, LoadState

DAYS: Final = 90
DAY_MS: Final = 86_400_000
CREDITED_MS: Final = 1_600
"""After it was made."""
PROVIDERS: Final = {
    "phone_code": "wechat",
    "bank_card": "card",
    "cash": "cash",
    "recharge_card": "recharge_card",
}
UTILITIES: Final = (("electricity", "electricity-city"), ("water", "water-city"), ("gas", "gas-city"))
_METHODS: Final = ("phone_code", "phone_code", "phone_code", "bank_card", "cash", "recharge_card")
_KEPT: Final = {"cash", "recharge_card"}
"""Does not go back the way it came."""
_PREPAID, _BY_CARD = 0.05, 0.5
_YOUNG_MS, _WAITS, _UNSURE, _FORGOTTEN = 30 * DAY_MS, 0.30, 0.05, 0.02
"""Of loads by card: for how long their cards may be in a pocket; of those, how many are, and how many were
torn out of a reader; of the older ones, how many cards were never brought."""


class Paid(msgspec.Struct, frozen=True):
    """`load`: how far what was bought for a meter has come; None for a bill."""

    payment_id: str
    kiosk: int
    method: str
    fen: int
    at_ms: int
    utility: int
    load: LoadState | None = None
    by_card: bool = False

    @property
    def kiosk_id(self) -> str:
        return kiosk_name(self.kiosk)

    @property
    def stem(self) -> str:
        """Of the numbers that its parts have."""
        return self.payment_id.replace("-", "")

    @property
    def bill_id(self) -> str:
        return self.stem[:24]

    @property
    def posting_ref(self) -> str:
        """Its load's number as well."""
        return f"{self.stem}-0"

    @property
    def refundable(self) -> bool:
        return self.method not in _KEPT

    @property
    def load_waits(self) -> bool:
        return self.load is not None and self.load not in LOAD_ENDS


def kiosk_name(number: int) -> str:
    return f"LFL-{number // 10:04d}-{number % 10:02d}"


def payments(count: int, kiosks: int, now_ms: int) -> Iterator[Paid]:
    """In the order of their ids, which says nothing of their time."""
    random = Random(7)
    ids = sorted(random.getrandbits(128) for _ in range(count))
    for number in ids:
        age_ms = DAY_MS + random.randrange(DAYS * DAY_MS)
        name, who, method = str(uuid.UUID(int=number)), random.randrange(kiosks), random.choice(_METHODS)
        fen, utility = random.randrange(1_000, 60_000), random.randrange(3)
        paid = Paid(name, who, method, fen, now_ms - age_ms, utility)
        yield _with_load(paid, random, age_ms) if random.random() < _PREPAID else paid


def provider_no(payment_id: str) -> str:
    return f"42{int(payment_id[:18].replace('-', ''), 16):024d}"


def _with_load(paid: Paid, random: Random, age_ms: int) -> Paid:
    by_card, chance, state = random.random() < _BY_CARD, random.random(), LoadState.LOADED
    if by_card and age_ms < _YOUNG_MS and chance < _WAITS + _UNSURE:
        state = LoadState.CARD_WAITING if chance < _WAITS else LoadState.CARD_UNSURE
    elif by_card and age_ms >= _YOUNG_MS and chance < _FORGOTTEN:
        state = LoadState.CARD_WAITING
    elif not by_card and chance < 0.2:
        state = LoadState.REFUNDED if chance < 0.04 and paid.refundable else LoadState.TOKEN
    return msgspec.structs.replace(paid, load=state, by_card=by_card)
