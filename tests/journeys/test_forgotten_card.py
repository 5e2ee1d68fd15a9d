"""A gas card is forgotten at a reader told to keep such cards: from the slot to the register."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from drivers.card.keeping import KEEP_OPTION
from kiosk.session.steps import Idle
from kiosk.supplies.card_register import FILE, CardRegister
from tests.journeys.books import Books
from tests.journeys.clocks import ElasticClock
from tests.journeys.conftest import come_to_rest
from tests.journeys.hut import Hut, shipped_settings
from tests.journeys.line import GatewayLine
from tests.journeys.resident import Resident, ic_card
from tests.session.looking import words


@pytest.fixture
def keeping_hut(tmp_path: Path, line: GatewayLine, clock: ElasticClock, books: Books) -> Iterator[Hut]:
    shipped = shipped_settings()
    reader = replace(shipped.kiosk.devices.card_reader, options={KEEP_OPTION: 60})
    devices = replace(shipped.kiosk.devices, card_reader=reader)
    hut = Hut(
        tmp_path, line.url, clock, settings=replace(shipped, kiosk=replace(shipped.kiosk, devices=devices))
    )
    hut.start()
    yield hut
    try:
        come_to_rest(hut, books)
    finally:
        hut.stop()


def test_a_forgotten_card_goes_into_bin_and_register_and_the_screen_says_so(
    keeping_hut: Hut, tmp_path: Path
) -> None:
    resident = Resident(keeping_hut)
    resident.taps("gas", "ic_card")
    resident.inserts(ic_card("gas", "90380501234"))
    resident.reads("take_card")
    keeping_hut.until(lambda: keeping_hut.view.overlay is not None, "the card to be kept")
    assert keeping_hut.view.overlay is not None
    assert words(keeping_hut.view.overlay.title) == "您的卡,机器收好了"
    assert isinstance(keeping_hut.session.step, Idle)
    keeping_hut.until(lambda: resident.card_slot.slot.card is None, "the card to have fallen")
    assert resident.card_slot.slot.cards_in_bin == 1
    [line] = CardRegister(tmp_path / FILE).entries()
    assert (line.card.kind, line.card.last_digits, line.card.found_at) == ("ic_card", "1234", "bin")
    assert keeping_hut.machine.devices.capabilities["card_reader"].can_retain


def test_a_reader_as_it_is_shipped_keeps_nothing(hut: Hut) -> None:
    assert not hut.machine.devices.capabilities["card_reader"].can_retain
    assert not hut.machine.devices.capabilities["id_reader"].can_retain
