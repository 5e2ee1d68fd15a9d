"""The card in the slot: it speaks to its company alone, and only the gateway says that it is written."""

from collections.abc import Callable

import pytest

from kiosk.backend.errors import GatewayUnreachable
from kiosk.runtime.card_errands import CardTold
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.meter_cards import MeterCards, settled
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
from kiosk.wire.loads import CardEnd, CardFacts, LoadAnswer

from .test_prepaid_meters import LOAD_ID, METER, load

FACTS = CardFacts("cpu", "3b00", "90380501234f")


class Errands:
    """Told what the gateway would say."""

    def __init__(self) -> None:
        self.worker = Worker("meter_cards", FakeClock())
        self.end: CardEnd | None = None
        self.asked: list[CardFacts] = []

    def read(self, facts: CardFacts, told: CardTold) -> None:
        self.asked.append(facts)
        told(self.end)

    def write(self, load_id: str, facts: CardFacts, on_step: Callable[[int], None], told: CardTold) -> None:
        self.asked.append(facts)
        on_step(1)
        told(self.end)


class Desk:
    def __init__(self) -> None:
        self.heard: list[Event] = []
        self.errands = Errands()
        self.down = False
        self.cards = MeterCards(self.errands, self, self.heard.append)
        self.cards.holds(FACTS)

    def send(self, load_id: str) -> LoadAnswer:
        return self._told("loading")

    def give_back(self, load_id: str) -> LoadAnswer:
        return self._told("returning")

    def _told(self, state: str) -> LoadAnswer:
        if self.down:
            raise GatewayUnreachable("loads")
        return load(state)  # type: ignore[arg-type]  # one of its states


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_card_is_read_as_its_company_says(desk: Desk) -> None:
    desk.errands.end = CardEnd("read", meter=METER)
    desk.cards.perform(ReadMeterCard(3))
    [told] = desk.heard
    assert isinstance(told, MeterCardRead)
    assert (told.request, told.meter.meter_id) == (3, "meter-1")
    assert desk.errands.asked == [FACTS]


@pytest.mark.parametrize(
    ("end", "problem"),
    [
        (None, "gateway_slow"),
        (CardEnd("refused", "blank"), "meter_card_blank"),
        (CardEnd("refused", "other_company"), "meter_card_other_company"),
        (CardEnd("refused", "card_gone"), "card_pulled"),
        (CardEnd("refused", "company_silent"), "biller_unavailable"),
        (CardEnd("refused", "busy"), "card_damaged"),
        (CardEnd("read"), "meter_card_damaged"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_residents_words(
    desk: Desk, end: CardEnd | None, problem: str
) -> None:
    desk.errands.end = end
    desk.cards.perform(ReadMeterCard(3))
    assert desk.heard == [MeterCardRefused(3, problem)]


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (CardEnd("written"), CardWriteEnded(LOAD_ID, "written")),
        (CardEnd("unknown", "card_gone"), CardWriteEnded(LOAD_ID, "unknown", "card_gone")),
        (CardEnd("refused", "other_card"), CardWriteEnded(LOAD_ID, "refused", "other_card")),
        (CardEnd("read"), CardWriteEnded(LOAD_ID, "unknown", "write_failed")),
        (None, CardWriteEnded(LOAD_ID, "silent", "gateway_slow")),
    ],
)
def test_a_write_ends_as_the_gateway_says(desk: Desk, end: CardEnd | None, told: CardWriteEnded) -> None:
    desk.errands.end = end
    desk.cards.perform(WriteMeterCard(LOAD_ID))
    assert desk.heard == [CardStepBegun(LOAD_ID, 1), told]


def test_without_a_card_nobody_is_asked(desk: Desk) -> None:
    desk.cards.holds(None)
    desk.cards.perform(ReadMeterCard(3))
    desk.cards.perform(WriteMeterCard(LOAD_ID))
    assert desk.heard == [
        MeterCardRefused(3, "card_pulled"),
        CardWriteEnded(LOAD_ID, "refused", "card_gone"),
    ]
    assert desk.errands.asked == []


@pytest.mark.parametrize(("how", "state"), [("send", "loading"), ("give_back", "returning")])
def test_another_way_is_asked_for_in_turn(desk: Desk, how: str, state: str) -> None:
    desk.cards.perform(RedirectLoad(LOAD_ID, how))  # type: ignore[arg-type]  # one of two
    assert desk.heard == []
    desk.errands.worker.run_pending()
    [told] = desk.heard
    assert isinstance(told, LoadRedirected)
    assert told.load is not None
    assert told.load.state == state


def test_unanswered_nothing_is_claimed(desk: Desk) -> None:
    desk.down = True
    desk.cards.perform(RedirectLoad(LOAD_ID, "give_back"))
    desk.errands.worker.run_pending()
    assert desk.heard == [LoadRedirected(LOAD_ID, None)]


def test_only_written_is_settled_as_written() -> None:
    assert settled(LOAD_ID, CardEnd("written")) == CardSettled(LOAD_ID, written=True)
    assert settled(LOAD_ID, CardEnd("unknown", "card_gone")) == CardSettled(LOAD_ID, written=False)
