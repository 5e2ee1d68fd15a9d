"""Gas, electricity and citizen cards in a desk reader: read once, asked out, never held on to."""

import logging

import pytest

from drivers.card.port import CardRead, CardUnreadable, Unreadable
from drivers.card.profiles import DEMONSTRATION_PROFILES, CardProfile
from drivers.pcsc.virtual_card import VirtualCard, virtual_card
from drivers.simulation.acts import WrongWords, work
from drivers.simulation.faults import LineFaults
from drivers.vocabulary import DeviceState

from .bench import DeskBench

GAS, ELECTRICITY, CITIZEN = DEMONSTRATION_PROFILES
NUMBER = "90380501234"


def gas_card(**odd: bool) -> VirtualCard:
    card = virtual_card(GAS, NUMBER)
    vars(card).update(odd)
    return card


@pytest.mark.parametrize(
    ("profile", "number"),
    [(GAS, NUMBER), (ELECTRICITY, "3102664100017"), (CITIZEN, "3101080000000011")],
)
@pytest.mark.parametrize("fetched", [False, True])
def test_a_known_card_is_read_and_asked_out(
    bench: DeskBench, profile: CardProfile, number: str, fetched: bool
) -> None:
    card = virtual_card(profile, number)
    card.fetched = fetched
    bench.desk.insert(card)
    bench.run(2)
    assert bench.kinds() == ["CardInserted", "CardRead", "CardEjected"]
    assert bench.only(CardRead) == CardRead(number, profile.kind)
    bench.desk.pull()
    bench.run(1)
    assert bench.kinds()[3:] == ["CardTaken"]


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (gas_card(mute=True), Unreadable.UPSIDE_DOWN),
        (gas_card(damaged=True), Unreadable.DAMAGED),
        (VirtualCard(), Unreadable.UNSUPPORTED_CARD),
        (virtual_card(GAS, "9038"), Unreadable.DAMAGED),
    ],
)
def test_what_cannot_be_read_is_named_and_asked_out(
    bench: DeskBench, card: VirtualCard, reason: Unreadable
) -> None:
    bench.desk.insert(card)
    bench.run(2)
    assert bench.kinds() == ["CardInserted", "CardUnreadable", "CardEjected"]
    assert bench.only(CardUnreadable) == CardUnreadable(reason)


@pytest.mark.parametrize("at_ms", range(5, 480, 25))
def test_a_card_pulled_at_any_moment_is_told_as_taken(bench: DeskBench, at_ms: int) -> None:
    bench.desk.insert(gas_card())
    bench.clock.call_at(bench.clock.monotonic_s() + at_ms / 1000, lambda: bench.desk.pull() and None)
    bench.run(3)
    read = ["CardRead", "CardEjected"] if "CardRead" in bench.kinds() else ["CardUnreadable"]
    assert bench.kinds() in ([], ["CardInserted", *read, "CardTaken"])
    if "CardUnreadable" in read and bench.kinds():
        assert bench.only(CardUnreadable).reason is Unreadable.REMOVED_EARLY


def test_one_card_is_read_once_however_long_it_lies_there(bench: DeskBench) -> None:
    bench.desk.insert(gas_card())
    bench.run(60)
    assert bench.kinds().count("CardRead") == 1


def test_a_card_that_nobody_asked_for_is_asked_out_unread(bench: DeskBench) -> None:
    """It may belong to the resident before."""
    bench.reader.disarm()
    bench.desk.insert(gas_card())
    bench.run(2)
    bench.reader.arm()
    bench.run(10)
    assert bench.kinds() == ["CardEjected"]


def test_a_card_found_at_the_start_is_asked_out_unread() -> None:
    bench = DeskBench("memory")
    bench.desk.insert(gas_card())
    bench.reader.arm()
    bench.run(10)
    assert bench.kinds() == ["CardFoundAtStart", "CardEjected"]


def test_eject_asks_for_the_card_again_and_for_none_when_there_is_none(bench: DeskBench) -> None:
    bench.reader.eject()
    bench.run(1)
    bench.desk.insert(gas_card())
    bench.run(2)
    bench.reader.eject()
    bench.run(1)
    assert bench.kinds()[-2:] == ["CardEjected", "CardEjected"]
    assert bench.kinds().count("CardEjected") == 2


def test_a_swapped_card_is_another_card(bench: DeskBench) -> None:
    bench.desk.insert(gas_card())
    bench.run(2)
    bench.desk.pull()
    bench.run(0.3)
    bench.desk.insert(virtual_card(CITIZEN, "3101080000000011"))
    bench.run(2)
    assert bench.kinds().count("CardRead") == 2


@pytest.mark.parametrize("at_ms", range(5, 480, 50))
def test_a_reader_unplugged_at_any_moment_comes_back(bench: DeskBench, at_ms: int) -> None:
    bench.desk.insert(gas_card())
    bench.clock.call_at(bench.clock.monotonic_s() + at_ms / 1000, bench.desk.unplug)
    bench.run(8)
    assert bench.states()[-1] is DeviceState.NO_DEVICE
    bench.desk.pull()
    bench.desk.plug_in()
    bench.run(8)
    assert bench.states()[-1] is DeviceState.ONLINE
    assert bench.kinds().count("CardTaken") == bench.kinds().count("CardInserted") <= 1


def test_silence_is_told_on_the_third_question_unanswered(bench: DeskBench) -> None:
    bench.desk.fall_silent()
    bench.run(3 * 5 + 6)
    assert bench.states()[-1] is DeviceState.OFFLINE
    bench.desk.speak_again()
    bench.run(10)
    assert bench.states()[-1] is DeviceState.ONLINE


def test_two_lost_answers_are_no_news(bench: DeskBench) -> None:
    before = bench.states()
    bench.desk.fall_silent()
    bench.clock.call_at(bench.clock.monotonic_s() + 4 + 2 * 5 - 0.5, bench.desk.speak_again)
    bench.run(30)
    assert bench.states() == before


@pytest.mark.parametrize("faults", [LineFaults(noise=b"\x00\xff"), LineFaults(cut_answers=1)])
def test_a_bad_line_costs_no_card(bench: DeskBench, faults: LineFaults) -> None:
    """A card whose reading was spoilt by the line is asked out, and read when it is put in again."""
    vars(bench.desk.faults).update(vars(faults))
    for _ in range(2):
        bench.desk.insert(gas_card())
        bench.run(30)
        bench.desk.pull()
        bench.run(10)
    assert "CardRead" in bench.kinds()
    assert bench.kinds()[-1] == "CardTaken"


def test_nothing_of_a_card_stands_in_a_log_a_trace_or_a_repr(
    bench: DeskBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bench.desk.insert(gas_card())
    bench.run(2)
    left = caplog.text + repr(bench.told) + repr(bench.trace.entries()) + repr(bench.desk.card)
    assert bench.only(CardRead).card_number == NUMBER
    assert NUMBER not in left
    assert "90 38 05" not in left
    assert {"icc_power_on", "xfr_block", "data_block"} <= {entry.name for entry in bench.trace.entries()}


def test_a_hand_puts_cards_in_by_words(bench: DeskBench) -> None:
    work(bench.desk, f"insert gas {NUMBER}")
    bench.run(2)
    assert bench.only(CardRead).card_number == NUMBER
    with pytest.raises(WrongWords, match="gas, electricity, citizen"):
        work(bench.desk, "insert bank 12")
    for name in ("pull", "insert_mute", "pull", "insert_damaged", "pull"):
        work(bench.desk, name)
        bench.run(2)
    assert [event.reason for event in bench.told if isinstance(event, CardUnreadable)] == [
        Unreadable.UPSIDE_DOWN,
        Unreadable.DAMAGED,
    ]
