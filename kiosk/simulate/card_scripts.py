"""What the company of cards says to one: the demonstration's scripts, played from what was answered."""

import hashlib
from collections.abc import Sequence

import msgspec

from kiosk.gateway.demonstration.card_script import Seen, played
from kiosk.gateway.demonstration.meter_cards import Written, number_of, script_of
from kiosk.gateway.parties.prepaid_adapters import CardDone, CardOrder
from kiosk.simulate.meter_cards import MeterCard
from kiosk.wire.loads import CardAnswer, CardFacts, CardStep


class Asked(msgspec.Struct, frozen=True):
    """What was asked of a card that says this number of itself, and answered so far: a session's state."""

    chip: str
    number: str
    order: CardOrder | None
    answers: tuple[CardAnswer, ...] = ()


def card_of(cards: Sequence[MeterCard], facts: CardFacts) -> MeterCard | None:
    """The one that it says it is."""
    return next((card for card in cards if number_of(card.terms, facts) == card.number), None)


def refusal(card: MeterCard, order: CardOrder | None) -> CardDone | None:
    """Why it is not even begun."""
    if order is not None and card.supply_no != order.supply_no:
        return CardDone("refused", "other_card")
    return None


def card_turn(card: MeterCard, asked: Asked) -> CardStep | CardDone | Seen:
    refused = refusal(card, asked.order)
    if refused is not None:
        return refused
    order = Written(asked.order.load_ref, asked.order.amount_fen) if asked.order else None
    challenge = hashlib.sha256(f"{card.number} {order}".encode()).digest()[:8]
    return played(script_of(card.terms, card.number, challenge, order), asked.answers)
