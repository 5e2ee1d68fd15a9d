"""Meter cards in a desk reader: their chip stays awake, steps go once, a hand may take them."""

import logging
from collections.abc import Iterator

import pytest

from drivers.card.chip import CODE_REFUSED, DONE, ChipAnswer, ChipCommand, ChipKind, MemoryCode, MemoryTries
from drivers.card.port import CardHeld
from drivers.card.wallet import GAS_NUMBER, METER_CARDS
from drivers.card.water_card import WATER_NUMBER
from drivers.pcsc.virtual_meter_card import VirtualMeterCard
from tests.drivers.card.held import NEXT, SELECT, WATER_CODE, chip_write, memory_write

from .bench import DeskBench

SCRIPTS = {"gas": chip_write, "water": memory_write}


def hold(bench: DeskBench, name: str) -> VirtualMeterCard:
    card = VirtualMeterCard(card=METER_CARDS[name]())
    bench.reader.arm_to_hold()
    bench.desk.insert(card)
    bench.run(1)
    return card


def ask(bench: DeskBench, command: ChipCommand) -> ChipAnswer:
    answers: list[ChipAnswer] = []
    bench.reader.exchange(command, answers.append)
    bench.run(0.3)
    while not answers:
        bench.run(0.5)
    [answer] = answers
    return answer


def play(bench: DeskBench, script: Iterator[ChipCommand]) -> list[ChipAnswer]:
    answers = [ask(bench, next(script))]
    while answers[-1].status is not None:
        try:
            answers.append(ask(bench, script.send(answers[-1])))
        except StopIteration:
            break
    return answers


def test_a_meter_card_is_told_and_not_asked_out(bench: DeskBench) -> None:
    hold(bench, "gas")
    held = bench.only(CardHeld)
    assert held.chip.kind is ChipKind.CPU
    assert held.identity.hex().startswith(GAS_NUMBER)
    bench.run(60)
    assert bench.kinds() == ["CardInserted", "CardHeld"]
    bench.reader.eject()
    bench.run(1)
    assert bench.kinds()[-1] == "CardEjected"
    assert ask(bench, SELECT).gone


def test_a_memory_card_is_known_by_its_answer_to_reset(bench: DeskBench) -> None:
    hold(bench, "water")
    held = bench.only(CardHeld)
    assert held.chip.kind is ChipKind.SLE4442
    assert WATER_NUMBER in held.identity.hex()


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_load_is_written_and_read_back(bench: DeskBench, name: str) -> None:
    card = hold(bench, name)
    answers = play(bench, SCRIPTS[name]())
    assert [answer.status for answer in answers] == [DONE] * len(answers)
    assert answers[-1].data == NEXT.to_bytes()
    assert card.card.visit_meter(0)


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("after", range(6))
def test_a_card_taken_at_any_step_is_gone(bench: DeskBench, name: str, after: int) -> None:
    card = hold(bench, name)
    said = 0
    transmit = card.transmit

    def pulled_in_between(apdu: bytes) -> bytes:
        nonlocal said
        said += 1
        if said == after + 1:
            bench.desk.pull()
            return b""
        return transmit(apdu)

    card.transmit = pulled_in_between  # type: ignore[method-assign]  # a hand in the middle of a step
    answers = play(bench, SCRIPTS[name]())
    if said <= after:
        return  # a memory card's script has fewer steps
    assert answers[-1].gone
    bench.run(1)
    assert bench.kinds() == ["CardInserted", "CardHeld", "CardTaken"]


def test_a_wrong_code_is_counted_and_no_other_is_tried(bench: DeskBench) -> None:
    hold(bench, "water")
    assert ask(bench, MemoryCode(b"\0\0\0")).status == CODE_REFUSED
    assert ask(bench, MemoryTries()).data == bytes([0b110])
    assert ask(bench, MemoryCode(WATER_CODE)).status == DONE
    assert ask(bench, MemoryTries()).data == bytes([0b111])


def test_a_step_without_an_answer_is_not_said_again(bench: DeskBench) -> None:
    card = hold(bench, "water")
    vars(card.card)["lost_answers"] = 1
    answer = ask(bench, MemoryCode(b"\0\0\0"))
    assert answer.status is None
    assert not answer.gone
    assert ask(bench, MemoryTries()).data == bytes([0b110])


def test_a_card_nobody_speaks_to_is_asked_out(bench: DeskBench) -> None:
    hold(bench, "gas")
    bench.run(310)
    assert bench.kinds() == ["CardInserted", "CardHeld", "CardEjected"]


def test_a_reader_that_lost_its_line_asks_the_card_out(bench: DeskBench) -> None:
    hold(bench, "gas")
    bench.desk.unplug()
    assert ask(bench, SELECT).status is None
    bench.desk.plug_in()
    bench.run(10)
    assert bench.kinds()[-2:] == ["CardFoundAtStart", "CardEjected"]
    assert ask(bench, SELECT).gone


def test_no_byte_of_a_step_is_logged_or_traced(bench: DeskBench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    hold(bench, "water")
    play(bench, memory_write())
    shown = (caplog.text + repr(bench.told) + repr(bench.trace.entries())).upper().replace(" ", "")
    for secret in (WATER_CODE, NEXT.reference, NEXT.to_bytes()[:4]):
        assert secret.hex().upper() not in shown


def test_another_card_put_in_at_once_is_not_spoken_to(bench: DeskBench) -> None:
    card, other = hold(bench, "gas"), VirtualMeterCard(card=METER_CARDS["gas"]())
    heard: list[bytes] = []
    answers: list[ChipAnswer] = []

    def torn_out(apdu: bytes) -> bytes:
        bench.desk.pull()
        return b""

    def listen(apdu: bytes) -> bytes:
        heard.append(apdu)
        return DONE

    def swapped(answer: ChipAnswer) -> None:
        answers.append(answer)
        bench.desk.insert(other)

    card.transmit = torn_out  # type: ignore[method-assign]  # a hand in the middle of a step
    other.transmit = listen  # type: ignore[method-assign]  # it hears what is not meant for it
    bench.reader.disarm()
    bench.reader.exchange(SELECT, swapped)
    bench.reader.exchange(SELECT, answers.append)
    bench.run(2)
    assert [answer.gone for answer in answers] == [True, True]
    assert heard == []
