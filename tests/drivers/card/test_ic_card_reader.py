"""Gas, electricity and citizen cards: recognised by data, read, and always given back."""

import logging

import pytest

from drivers.card.port import CardEjected, CardRead, CardTaken, CardUnreadable, Unreadable
from drivers.card.profiles import DEMONSTRATION_PROFILES, CardProfile
from drivers.card.simulated_cards import SimulatedCard, SimulatedCpuCard, cpu_card
from drivers.simulation.faults import LineFaults
from drivers.vocabulary import DeviceState

from .conftest import IcBench

GAS, ELECTRICITY, CITIZEN = DEMONSTRATION_PROFILES


def damaged(card: SimulatedCpuCard) -> SimulatedCpuCard:
    card.damaged = True
    return card


def turned(card: SimulatedCpuCard) -> SimulatedCpuCard:
    card.upside_down = True
    return card


@pytest.mark.parametrize(
    ("profile", "number"),
    [(GAS, "90380501234"), (ELECTRICITY, "3102664100017"), (CITIZEN, "3101080000000011")],
)
def test_a_known_card_is_read_and_comes_back(bench: IcBench, profile: CardProfile, number: str) -> None:
    bench.insert(cpu_card(profile, number))
    bench.run_until(CardEjected)
    assert bench.kinds() == ["CardInserted", "CardRead", "CardEjected"]
    assert bench.told[-2][1] == CardRead(number, profile.kind)
    [read_s], [out_s] = bench.when(CardRead), bench.when(CardEjected)
    assert out_s - read_s < 2.0


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (turned(cpu_card(GAS, "90380501234")), Unreadable.UPSIDE_DOWN),
        (SimulatedCard(), Unreadable.UPSIDE_DOWN),
        (SimulatedCpuCard(), Unreadable.UNSUPPORTED_CARD),
        (SimulatedCard(type_characters=b"30"), Unreadable.UNSUPPORTED_CARD),
        (damaged(cpu_card(GAS, "90380501234")), Unreadable.DAMAGED),
        (cpu_card(GAS, "9038"), Unreadable.DAMAGED),
    ],
)
def test_what_cannot_be_read_is_named_and_comes_back(
    bench: IcBench, card: SimulatedCard, reason: Unreadable
) -> None:
    bench.insert(card)
    bench.run_until(CardEjected)
    assert bench.kinds() == ["CardInserted", "CardUnreadable", "CardEjected"]
    assert bench.told[-2][1] == CardUnreadable(reason)


@pytest.mark.parametrize("in_s", [0.7, 0.78, 0.82])
def test_a_card_pulled_while_reading_is_told_as_taken(bench: IcBench, in_s: float) -> None:
    bench.insert(cpu_card(GAS, "90380501234"))
    bench.after(in_s, bench.slot.pull)
    bench.run_until(CardTaken)
    assert bench.kinds()[-1] == "CardTaken"
    reasons = [event.reason for _, event in bench.told if isinstance(event, CardUnreadable)]
    assert reasons in ([], [Unreadable.REMOVED_EARLY])


def test_the_chip_is_powered_off_before_the_card_moves(bench: IcBench) -> None:
    bench.insert(cpu_card(GAS, "90380501234"))
    bench.run_until(CardEjected)
    [off_s], [out_s] = bench.commanded_at("ic_power_off"), bench.commanded_at("eject_front")
    assert off_s < out_s


class FetchingCard(SimulatedCpuCard):
    """A T=0 card: says how much there is (61 xx) or how much to ask for (6C xx) before it says it."""

    def transmit(self, apdu: bytes) -> bytes:
        whole = super().transmit(apdu[:4] + b"\x10" if apdu[1] == 0xB0 else apdu)
        if apdu[1] == 0xC0:
            return self._waiting[: apdu[4]] + b"\x90\x00"
        if apdu[1] == 0xB0 and apdu[4] == 0x10:
            return b"\x6c\x06"
        if apdu[1] == 0xB0:
            self._waiting = whole[:-2]
            return b"\x61\x06"
        return whole


def test_a_card_that_wants_its_answer_fetched_is_read(bench: IcBench) -> None:
    plain = cpu_card(GAS, "90380501234")
    bench.insert(FetchingCard(select_apdu=plain.select_apdu, records=plain.records))
    assert bench.run_until(CardRead) == CardRead("90380501234", "gas")


@pytest.mark.parametrize(
    "faults", [LineFaults(cut_answers=2), LineFaults(spoilt_answers=2), LineFaults(noise=b"\x02\x00\xff")]
)
def test_a_bad_line_costs_no_card(bench: IcBench, faults: LineFaults) -> None:
    bench.after(0.5, lambda: vars(bench.slot.faults).update(vars(faults)))
    bench.insert(cpu_card(GAS, "90380501234"))
    bench.run_until(CardEjected)
    assert bench.kinds() == ["CardInserted", "CardRead", "CardEjected"]


def test_unplugged_with_a_card_inside_it_comes_back_on_return(bench: IcBench) -> None:
    card = cpu_card(GAS, "90380501234")
    bench.insert(card)
    bench.after(0.75, bench.slot.unplug)
    bench.run(4.0)
    assert bench.states()[-1] is DeviceState.NO_DEVICE
    bench.slot.plug_in()
    bench.run(10.0)
    assert bench.slot.take() is card


def test_no_log_and_no_repr_shows_a_number(bench: IcBench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bench.insert(cpu_card(GAS, "90380501234"))
    bench.run_until(CardEjected)
    assert "90380501234" not in caplog.text + repr(bench.told) + repr(bench.slot.slot.card)
