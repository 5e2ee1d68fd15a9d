"""What every identity-card reader keeps to: a card is read once and free again, nothing personal stays."""

import logging

import pytest

from drivers.idcard.port import (
    IdCardEjected,
    IdCardRead,
    IdCardTaken,
    IdCardUnreadable,
    Unreadable,
)
from drivers.idcard.simulated_cards import SimulatedIdCard
from drivers.status import Status
from drivers.vocabulary import DeviceState
from tests.drivers.idcard.contract import (
    NAME,
    NUMBER,
)
from tests.drivers.slot_bench import AnyBench


@pytest.fixture
def bench(fresh: AnyBench) -> AnyBench:
    """Waiting for a card."""
    fresh.start()
    return fresh


def test_a_card_is_read_once_and_given_back(bench: AnyBench, card: SimulatedIdCard) -> None:
    bench.insert(card)
    bench.run_until(IdCardEjected)
    bench.run(20.0)
    assert bench.kinds() == ["IdCardInserted", "IdCardRead", "IdCardEjected"]
    assert bench.slot.take() is card
    bench.run_until(IdCardTaken, within_s=4.0)
    bench.run(2.0)
    bench.insert(card)
    bench.run_until(IdCardRead)


def test_a_card_found_at_start_is_told_and_given_back(fresh: AnyBench, card: SimulatedIdCard) -> None:
    assert fresh.slot.insert(card)
    fresh.run_until(IdCardEjected)
    assert fresh.kinds() == ["IdCardFoundAtStart", "IdCardEjected"]
    assert fresh.slot.take() is card
    fresh.run_until(IdCardTaken, within_s=4.0)


def test_nothing_is_read_while_no_card_is_wanted(bench: AnyBench, card: SimulatedIdCard) -> None:
    bench.reader.disarm()
    bench.run(1.5)
    bench.slot.insert(card)
    bench.run(10.0)
    assert bench.when(IdCardRead) == []


@pytest.mark.parametrize("name", ["damaged", "unknown_kind", "turned", "gas", "plastic"])
def test_what_is_no_readable_identity_card_names_nobody(bench: AnyBench, name: str) -> None:
    bench.hand(f"insert {name}")
    bench.run(8.0)
    assert bench.when(IdCardRead) == []
    reasons = [event.reason for _, event in bench.told if isinstance(event, IdCardUnreadable)]
    felt = bench.model.capabilities.holds_card or name in {"damaged", "unknown_kind"}
    assert len(reasons) == (1 if felt else 0)
    assert Unreadable.MODULE_FAULT not in reasons
    bench.slot.take()
    bench.run(4.0)
    bench.hand("insert resident")
    bench.run_until(IdCardRead)


@pytest.mark.parametrize("trouble", [("unplug", "plug_in"), ("fall_silent", "speak_again")])
@pytest.mark.parametrize("moment_s", [0.1, 0.7, 0.9, 1.05, 1.3, 2.0])
def test_a_line_lost_at_any_moment_ends_with_the_card_free(
    bench: AnyBench, card: SimulatedIdCard, moment_s: float, trouble: tuple[str, str]
) -> None:
    begun, ended = trouble
    bench.insert(card)
    bench.after(moment_s, lambda: bench.hand(begun))
    bench.run(moment_s + 9.0)
    assert bench.statuses() == (Status.NOT_AVAILABLE,)
    bench.hand(ended)
    bench.run(15.0)
    assert bench.states()[-1] is DeviceState.ONLINE
    assert "IdCardEjected" in bench.kinds()
    assert bench.slot.take() is card
    bench.run(5.0)
    assert bench.kinds()[-1] == "IdCardTaken"


@pytest.mark.parametrize(("status", "said"), [(0x60, "self-test failed"), (0x66, "not authorised")])
def test_a_module_out_of_service_is_told_before_any_card(fresh: AnyBench, status: int, said: str) -> None:
    fresh.hand(f"module_status {status:x}")
    fresh.start()
    assert fresh.states()[-1] is DeviceState.HARDWARE_ERROR
    assert fresh.statuses() == (Status.MODULE_FAULT,)
    assert said in fresh.reason()


def test_the_module_is_known_by_the_number_the_police_know_it_by(bench: AnyBench) -> None:
    [identity] = bench.identities()
    assert identity.serial == "05.01-20131018-0001234567-0007654321"
    bench.slot.unplug()
    bench.run(1.0)
    bench.slot.plug_in()
    bench.run(6.0)
    assert len(bench.commanded_at("sam_id")) == 2
    assert bench.identities() == [identity]


@pytest.mark.parametrize("late_s", [0.15, 0.4, 1.0])
def test_a_late_answer_never_names_a_person_who_is_gone(
    bench: AnyBench, card: SimulatedIdCard, late_s: float
) -> None:
    bench.insert(card)
    bench.after(0.9, lambda: bench.hand(f"late {late_s}"))
    bench.after(1.4, bench.slot.pull)
    bench.run(3.0)
    seen = len(bench.when(IdCardRead))
    bench.hand("late 0")
    bench.run(20.0)
    assert len(bench.when(IdCardRead)) == seen


@pytest.mark.parametrize("fault", ["spoil_answers 1", "cut_answers 1", "noise 00 AA AA"])
def test_nothing_personal_is_logged_traced_or_shown(
    bench: AnyBench, card: SimulatedIdCard, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bench.after(0.9, lambda: bench.hand(fault))
    bench.insert(card)
    bench.run_until(IdCardEjected)
    shown = caplog.text + repr(bench.told) + repr(bench.trace.entries()) + repr(card)
    utf16 = [text[:4].encode("utf-16-le").hex(" ").upper() for text in (NAME, NUMBER)]
    for secret in (NAME, NUMBER, *utf16):
        assert secret not in shown
