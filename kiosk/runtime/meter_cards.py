"""The meter card that is held in the slot: what it says is kept here, and goes to its company alone.

Reads and writes it by `CardErrands`; asks for another way where a paid load does not get onto a card.
"""

import logging
from collections.abc import Callable
from typing import Literal, Protocol, TypeAlias

from kiosk.backend.errors import GatewayError
from kiosk.runtime import prepaid_answers
from kiosk.runtime.card_errands import CardTold
from kiosk.runtime.workers import Worker
from kiosk.session.effects_prepaid import ReadMeterCard, RedirectLoad, WriteMeterCard
from kiosk.session.events import (
    CardSettled,
    CardStepBegun,
    CardWriteEnded,
    Event,
    LoadRedirected,
    MeterCardRead,
    MeterCardRefused,
)
from kiosk.session.household import Problem
from kiosk.wire.loads import CardEnd, CardFacts, CardRefusal, LoadAnswer

_log = logging.getLogger(__name__)

MeterCardEffect: TypeAlias = ReadMeterCard | WriteMeterCard | RedirectLoad

_BEFORE_MONEY: dict[CardRefusal, Problem] = {
    "other_company": "meter_card_other_company",
    "blank": "meter_card_blank",
    "damaged": "meter_card_damaged",
    "blocked": "meter_card_blocked",
    "not_activated": "meter_card_not_activated",
    "card_gone": "card_pulled",
    "company_silent": "biller_unavailable",
}
"""Of every other refusal a reader of cards has no better word than that it could not be read."""


class Errands(Protocol):
    @property
    def worker(self) -> Worker: ...
    def read(self, facts: CardFacts, told: CardTold) -> None: ...
    def write(
        self, load_id: str, facts: CardFacts, on_step: Callable[[int], None], told: CardTold
    ) -> None: ...


class OtherWays(Protocol):
    """Every call raises a `GatewayError`, is tried once, and is safe to repeat."""

    def send(self, load_id: str) -> LoadAnswer: ...
    def give_back(self, load_id: str) -> LoadAnswer: ...


class MeterCards:
    """All may be called from any thread and return at once."""

    def __init__(self, errands: Errands, ways: OtherWays, post: Callable[[Event], None]) -> None:
        self._errands = errands
        self._ways = ways
        self._post = post
        self._facts: CardFacts | None = None

    def holds(self, facts: CardFacts | None) -> None:
        """The card that is held now; None once it is on its way out."""
        self._facts = facts

    def perform(self, effect: MeterCardEffect) -> None:
        match effect:
            case ReadMeterCard(request):
                self._read(request)
            case WriteMeterCard(load_id):
                self._write(load_id)
            case RedirectLoad(load_id, how):
                unanswered = LoadRedirected(load_id, None)
                self._errands.worker.submit(
                    lambda: self._redirect(load_id, how), failed=lambda: self._post(unanswered)
                )

    def _read(self, request: int) -> None:
        facts = self._facts
        if facts is None:
            self._post(MeterCardRefused(request, "card_pulled"))
            return
        self._errands.read(facts, lambda end: self._post(_read_as(request, end)))

    def _write(self, load_id: str) -> None:
        facts = self._facts
        if facts is None:
            self._post(CardWriteEnded(load_id, "refused", "card_gone"))
            return
        self._errands.write(
            load_id,
            facts,
            lambda no: self._post(CardStepBegun(load_id, no)),
            lambda end: self._post(_written_as(load_id, end)),
        )

    def _redirect(self, load_id: str, how: Literal["send", "give_back"]) -> None:
        try:
            told = self._ways.send(load_id) if how == "send" else self._ways.give_back(load_id)
        except GatewayError as error:
            _log.warning("a load was asked for another way, and nothing came: %s", type(error).__name__)
            self._post(LoadRedirected(load_id, None))
        else:
            self._post(LoadRedirected(load_id, prepaid_answers.load(told)))


def settled(load_id: str, end: CardEnd) -> CardSettled:
    return CardSettled(load_id, written=end.result == "written")


def _read_as(request: int, end: CardEnd | None) -> Event:
    if end is None:
        return MeterCardRefused(request, "gateway_slow")
    if end.result == "read" and end.meter is not None:
        return MeterCardRead(request, prepaid_answers.meter(end.meter, "card"))
    return MeterCardRefused(request, _BEFORE_MONEY.get(end.reason or "damaged", "card_damaged"))


def _written_as(load_id: str, end: CardEnd | None) -> CardWriteEnded:
    """Only the gateway's own word is a written card."""
    if end is None:
        return CardWriteEnded(load_id, "silent", "gateway_slow")
    if end.result == "read":
        return CardWriteEnded(load_id, "unknown", "write_failed")
    return CardWriteEnded(load_id, end.result, end.reason or "")
