"""What the tests of held cards share: a card held, a step said, a whole write as its company scripts it."""

from collections.abc import Iterator
from typing import Any

from drivers.card.chip import Apdu, ChipAnswer, ChipCommand, MemoryCode, MemoryRead, MemoryTries, MemoryWrite
from drivers.card.meter_records import PURCHASE_BYTES, Purchase, card_key, seal
from drivers.card.port import CardHeld
from drivers.card.simulated_cards import SimulatedCard
from drivers.card.simulated_memory_card import SimulatedMemoryCard
from drivers.card.simulated_meter_cards import SimulatedMeterCard
from drivers.card.wallet import GAS_NUMBER
from drivers.card.water_card import WATER_NUMBER
from tests.drivers.slot_bench import AnyBench

GAS_APPLICATION = bytes.fromhex("F0 47 41 53 01")
NEXT = Purchase(2, 10_000, b"8 bytes!")
WATER_CODE = card_key("water", WATER_NUMBER)[:3]
SELECT = Apdu(bytes.fromhex("00 A4 04 00 05") + GAS_APPLICATION)
READ_PURCHASE = Apdu(bytes.fromhex("00 B0 82 00") + bytes([PURCHASE_BYTES]))


def hold(bench: AnyBench, card: SimulatedCard) -> CardHeld:
    bench.reader.arm_to_hold()
    bench.run(0.5)
    bench.insert(card)
    told: CardHeld = bench.run_until(CardHeld)
    return told


def ask(bench: AnyBench, command: ChipCommand, within_s: float = 10.0) -> ChipAnswer:
    """Every step is answered, and once."""
    answers: list[ChipAnswer] = []
    bench.reader.exchange(command, answers.append)
    until_s = bench.clock.monotonic_s() + within_s
    while not answers:
        assert bench.clock.monotonic_s() < until_s, "a step was never answered"
        bench.reader.owner.run_once()
    bench.run(0.05)
    assert len(answers) == 1
    return answers[0]


def lose_answer(bench: AnyBench, card: SimulatedMemoryCard | SimulatedMeterCard) -> None:
    """The card does what it is told next, and the unit's answer is lost on the line, however often said."""
    obeyed = card._obeyed

    def obeyed_unheard(command: Any) -> Any:
        card._obeyed = obeyed  # type: ignore[assignment,method-assign]  # once
        bench.slot.faults.cut_answers = 4
        return obeyed(command)

    card._obeyed = obeyed_unheard  # type: ignore[method-assign]  # as above


def chip_write(key: bytes = card_key("gas", GAS_NUMBER)) -> Iterator[ChipCommand]:
    """Send it each answer; returns when all is said."""
    yield SELECT
    yield READ_PURCHASE
    challenge = (yield Apdu(bytes.fromhex("00 84 00 00 08"))).data
    yield Apdu(bytes.fromhex("00 82 00 01 08") + seal(key, b"company", challenge))
    record = NEXT.to_bytes()
    head = bytes.fromhex("04 D6 82 00") + bytes([len(record) + 8])
    yield Apdu(head + record + seal(key, challenge, head, record))
    yield READ_PURCHASE


def memory_write(code: bytes = WATER_CODE) -> Iterator[ChipCommand]:
    yield MemoryRead(0, 128)
    yield MemoryTries()
    yield MemoryCode(code)
    yield MemoryWrite(32, NEXT.to_bytes())
    yield MemoryRead(32, PURCHASE_BYTES)


def play(bench: AnyBench, script: Iterator[ChipCommand]) -> list[ChipAnswer]:
    """The answers, up to the first that nobody knows."""
    answers: list[ChipAnswer] = []
    command = next(script, None)
    while command is not None:
        answers.append(ask(bench, command))
        if answers[-1].status is None:
            break
        try:
            command = script.send(answers[-1])
        except StopIteration:
            break
    return answers
