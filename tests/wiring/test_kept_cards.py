"""A card the machine has kept stands in the register once, with nothing of it but what was masked."""

import logging
from pathlib import Path

import pytest

from drivers.card.port import CardKept, CardOutOfSight, CardTaken
from kiosk.runtime.clock import FakeClock
from kiosk.supplies.card_register import FILE, CardRegister, CardRegisterFailed
from kiosk.technician.left_cards import LeftCard
from kiosk.wiring.kept_cards import TRY_AGAIN_S, KeptCards

KEPT = CardKept("gas", "*******1234")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def kept(tmp_path: Path, clock: FakeClock) -> KeptCards:
    return KeptCards(tmp_path, clock)


def entered(folder: Path) -> list[LeftCard]:
    register = CardRegister(folder / FILE)
    lines = [line.card for line in register.entries()]
    register.close()
    return lines


def test_a_kept_card_is_entered_by_the_machine_itself(kept: KeptCards, tmp_path: Path) -> None:
    kept.heard("card_reader", KEPT)
    kept.close()
    wall_s = FakeClock().wall_s()
    assert entered(tmp_path) == [LeftCard("ic_card", "1234", "bin", "", wall_s, number=1)]


@pytest.mark.parametrize("masked", ["", "12", "****", "*******１２３４"])
def test_what_is_no_four_digits_is_left_out(kept: KeptCards, tmp_path: Path, masked: str) -> None:
    kept.heard("card_reader", CardKept("gas", masked))
    kept.close()
    assert [card.last_digits for card in entered(tmp_path)] == [""]


def test_a_register_that_fails_is_told_and_the_card_entered_once_when_it_works_again(
    kept: KeptCards,
    clock: FakeClock,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    kept.tell_technician = lambda: told.append("a card is not entered")

    def fails(register: CardRegister, card: LeftCard) -> LeftCard:
        raise CardRegisterFailed("cards.db: the disk is full")

    with monkeypatch.context() as full:
        full.setattr(CardRegister, "enter", fails)
        kept.heard("card_reader", KEPT)
    assert told == ["a card is not entered"]
    [line] = caplog.records
    assert line.levelno == logging.CRITICAL
    assert "write it down on paper" in line.getMessage()
    clock.advance(TRY_AGAIN_S)
    for _ in range(3):
        kept.heard("card_reader", CardTaken())
    kept.close()
    assert len(entered(tmp_path)) == 1


def test_a_broken_register_is_told_and_left_as_it_is(
    kept: KeptCards, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).write_bytes(b"no register")
    kept.heard("card_reader", KEPT)
    kept.close()
    assert (tmp_path / FILE).read_bytes() == b"no register"
    assert [line.levelno for line in caplog.records] == [logging.CRITICAL]


def test_a_register_that_stays_broken_is_tried_and_told_of_once_a_minute(
    kept: KeptCards, clock: FakeClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the other devices tell meanwhile: no reader or acceptor waits for the disk at each word."""
    (tmp_path / FILE).write_bytes(b"no register")
    kept.heard("card_reader", KEPT)
    for _ in range(5):
        kept.heard("scanner", CardTaken())
    assert len(caplog.records) == 1
    clock.advance(TRY_AGAIN_S)
    for _ in range(5):
        kept.heard("scanner", CardTaken())
    assert len(caplog.records) == 2


def test_a_card_out_of_sight_is_not_entered_as_kept(
    kept: KeptCards, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept.heard("card_reader", CardOutOfSight())
    kept.close()
    assert entered(tmp_path) == []
    assert "look into the bin" in caplog.text
