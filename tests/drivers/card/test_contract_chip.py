"""What every reader with contacts keeps to while a card is held: steps there and back, and never twice."""

import logging
from collections.abc import Callable

import pytest

from drivers.card.chip import (
    DONE,
    NOT_FOR_THIS_CARD,
    Apdu,
    ChipCommand,
    ChipKind,
    MemoryCode,
    MemoryRead,
    MemoryTries,
    MemoryWrite,
)
from drivers.card.port import CardEjected, CardHeld, CardTaken
from drivers.card.position import Position
from drivers.card.simulated_cards import SimulatedCard
from drivers.card.simulated_meter_cards import SimulatedMeterCard
from drivers.card.wallet import GAS_NUMBER, IC_CARDS
from drivers.card.water_card import WATER_NUMBER, WaterCard
from tests.drivers.card.contract import comes_out, happened
from tests.drivers.card.held import (
    NEXT,
    READ_PURCHASE,
    SELECT,
    WATER_CODE,
    ask,
    chip_write,
    hold,
    lose_answer,
    memory_write,
    play,
)
from tests.drivers.slot_bench import AnyBench

SCRIPTS: dict[str, Callable[[], object]] = {"gas": chip_write, "water": memory_write}
CHIP_NAMES = {"apdu", "apdu_t0", "apdu_t1"}
MEMORY_NAMES = {"sle4442", "sle4442_verify", "sle4442_write"}


@pytest.fixture
def bench(ready: AnyBench) -> AnyBench:
    return ready


def test_a_card_is_told_with_what_it_says_to_anybody_and_stays(bench: AnyBench) -> None:
    card = IC_CARDS["gas"]()
    held = hold(bench, card)
    assert held.chip.kind is ChipKind.CPU
    assert held.chip.reset_answer == card.cold_reset()
    assert held.identity.hex().startswith(GAS_NUMBER)
    assert (held.card_kind, held.number_masked) == ("gas", "*******1234")
    bench.run(120.0)
    assert happened(bench) == ["CardInserted", "CardHeld"]
    bench.reader.eject()
    bench.run_until(CardEjected)
    comes_out(bench, card)


def test_a_memory_card_is_told_with_its_protected_part(bench: AnyBench) -> None:
    held = hold(bench, IC_CARDS["water"]())
    assert held.chip.kind is ChipKind.SLE4442
    assert held.chip.reset_answer == bytes.fromhex("A2 13 10 91")
    assert len(held.identity) == 32
    assert WATER_NUMBER in held.identity.hex()


@pytest.mark.parametrize("name", ["unknown", "blank_memory", "gas_of_another_company", "gas_blocked"])
def test_a_card_that_nobody_here_knows_is_held_for_others_to_judge(bench: AnyBench, name: str) -> None:
    assert isinstance(hold(bench, IC_CARDS[name]()), CardHeld)


@pytest.mark.parametrize("name", ["plastic", "turned", "damaged", "water_dead", "long"])
def test_a_card_without_a_chip_that_answers_comes_back_at_once(bench: AnyBench, name: str) -> None:
    card = IC_CARDS[name]()
    bench.reader.arm_to_hold()
    bench.run(0.5)
    bench.insert(card)
    bench.run_until(CardEjected)
    assert happened(bench) == ["CardInserted", "CardUnreadable", "CardEjected"]
    comes_out(bench, card)


@pytest.mark.parametrize("name", [*SCRIPTS, "gas_of_protocol_t1", "gas_that_is_fetched_from"])
def test_a_load_is_written_and_read_back(bench: AnyBench, name: str) -> None:
    card = IC_CARDS[name]()
    hold(bench, card)
    answers = play(bench, SCRIPTS.get(name, chip_write)())
    assert [answer.status for answer in answers] == [DONE] * len(answers)
    assert answers[-1].data == NEXT.to_bytes()
    bench.reader.eject()
    bench.run_until(CardEjected)
    comes_out(bench, card)
    assert card.visit_meter(at_s=0)


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("pulled_at", range(6))
def test_a_card_pulled_at_any_step_is_gone_and_told_as_taken(
    bench: AnyBench, name: str, pulled_at: int
) -> None:
    card = IC_CARDS[name]()
    hold(bench, card)
    names = CHIP_NAMES if name == "gas" else MEMORY_NAMES | {"sle4442_read_0_128", "sle4442_tries"}
    seen = len([each for _, each in bench.commands() if each in names])

    def pull_at_step() -> None:
        if len([each for _, each in bench.commands() if each in names]) == seen + pulled_at + 1:
            bench.slot.pull()

    bench.slot.on_command = lambda now_s, command: pull_at_step()
    answers = play(bench, SCRIPTS[name]())
    if answers[-1].status == DONE:  # a memory card's script has fewer steps
        return
    assert answers[-1].gone
    assert ask(bench, SELECT).gone
    bench.run_until(CardTaken) if "CardTaken" not in happened(bench) else None
    assert happened(bench)[-1] == "CardTaken"


def test_a_step_whose_answer_is_lost_is_never_said_again_and_its_outcome_is_unknown(bench: AnyBench) -> None:
    card = IC_CARDS["water"]()
    hold(bench, card)
    assert isinstance(card, WaterCard)
    lose_answer(bench, card)
    answer = ask(bench, MemoryCode(b"\0\0\0"))
    assert answer.status is None
    assert not answer.gone
    assert card.tries == 0b110
    assert ask(bench, MemoryTries()).data == bytes([0b110])


def test_after_a_lost_answer_the_chip_is_reset_before_the_next_step(
    bench: AnyBench,
) -> None:
    card = IC_CARDS["gas"]()
    hold(bench, card)
    assert isinstance(card, SimulatedMeterCard)
    assert ask(bench, SELECT).status == DONE
    lose_answer(bench, card)
    assert ask(bench, READ_PURCHASE).status is None
    assert ask(bench, READ_PURCHASE).status == bytes.fromhex("6A 82"), "the application is selected no more"
    assert ask(bench, SELECT).status == DONE


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("gas", MemoryTries()),
        ("gas", Apdu(b"\x00\xa4")),
        ("water", SELECT),
        ("water", MemoryRead(200, 100)),
        ("water", MemoryRead(0, 0)),
        ("water", MemoryCode(b"\x12\x34")),
        ("water", MemoryWrite(250, bytes(7))),
    ],
)
def test_what_is_not_for_this_card_never_reaches_it(bench: AnyBench, name: str, command: ChipCommand) -> None:
    hold(bench, IC_CARDS[name]())
    said = [each for _, each in bench.commands() if each in CHIP_NAMES | MEMORY_NAMES]
    assert ask(bench, command).status == NOT_FOR_THIS_CARD
    assert [each for _, each in bench.commands() if each in CHIP_NAMES | MEMORY_NAMES] == said


def test_without_a_card_every_step_is_answered_as_gone(bench: AnyBench) -> None:
    assert ask(bench, SELECT).gone


def test_a_card_that_nobody_speaks_to_comes_back_by_itself(bench: AnyBench) -> None:
    card = IC_CARDS["gas"]()
    hold(bench, card)
    bench.run(200.0)
    assert ask(bench, SELECT).status == DONE
    bench.run(200.0)
    assert "CardEjected" not in happened(bench)
    bench.run(150.0)
    assert happened(bench)[-1] == "CardEjected"
    comes_out(bench, card)


def test_closing_the_entry_leaves_a_held_card_where_it_is(bench: AnyBench) -> None:
    hold(bench, IC_CARDS["gas"]())
    bench.reader.disarm()
    bench.run(5.0)
    assert ask(bench, SELECT).status == DONE
    assert happened(bench) == ["CardInserted", "CardHeld"]


def test_the_next_card_is_given_back_at_once_again(bench: AnyBench) -> None:
    card = IC_CARDS["gas"]()
    hold(bench, card)
    bench.reader.eject()
    bench.run_until(CardEjected)
    comes_out(bench, card)
    bench.reader.arm()
    bench.run(1.0)
    bench.insert(IC_CARDS["gas"]())
    bench.run_until(CardEjected)
    assert happened(bench)[-3:] == ["CardInserted", "CardRead", "CardEjected"]


@pytest.mark.parametrize("act", ["unplug", "cut_power"])
def test_a_held_card_comes_back_when_the_line_or_the_power_was_lost(bench: AnyBench, act: str) -> None:
    card = IC_CARDS["gas"]()
    hold(bench, card)
    bench.hand(act)
    answer = ask(bench, SELECT)
    assert answer.status is None
    assert not answer.gone
    bench.hand({"unplug": "plug_in", "cut_power": "restore_power"}[act])
    bench.run(15.0)
    assert ask(bench, SELECT).gone
    comes_out(bench, card)


def test_a_forced_ejection_waits_for_the_step_that_runs_and_no_longer(bench: AnyBench) -> None:
    card = IC_CARDS["gas"]()
    hold(bench, card)
    answers: list[object] = []
    bench.reader.exchange(SELECT, answers.append)
    bench.after(0.005, bench.reader.force_eject)
    asked_at_s = bench.clock.monotonic_s()
    bench.run_until(CardEjected)
    assert answers
    assert answers[0].status == DONE  # type: ignore[attr-defined]  # a ChipAnswer
    assert bench.clock.monotonic_s() - asked_at_s < 4.0
    comes_out(bench, card)


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_chip_is_switched_off_before_the_card_moves(bench: AnyBench, name: str) -> None:
    hold(bench, IC_CARDS[name]())
    ask(bench, SELECT)
    bench.reader.eject()
    bench.run_until(CardEjected)
    [off_s] = bench.commanded_at("ic_power_off", "cpu_off", "sle44_off")
    [out_s] = bench.commanded_at("eject_front", "eject_gate")
    assert off_s < out_s


def test_closing_gives_a_held_card_back(bench: AnyBench) -> None:
    hold(bench, IC_CARDS["water"]())
    bench.reader.close()
    assert bench.card_position() is Position.EJECTED


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_byte_of_a_step_is_logged_traced_or_shown(
    bench: AnyBench, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    card: SimulatedCard = IC_CARDS[name]()
    bench.hand("spoil_answers 1")
    held = hold(bench, card)
    answers = play(bench, SCRIPTS[name]())
    shown = (
        caplog.text + repr(bench.told) + repr(bench.trace.entries()) + repr(card) + repr(answers) + repr(held)
    )
    shown = shown.upper().replace(" ", "")
    for secret in (NEXT.reference, WATER_CODE, NEXT.to_bytes()[:4]):
        assert secret.hex().upper() not in shown
        assert repr(secret)[2:-1].upper().replace(" ", "") not in shown
    assert GAS_NUMBER not in shown
    assert WATER_NUMBER not in shown
