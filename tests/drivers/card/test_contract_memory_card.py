"""What every reader with contacts keeps to with a memory card: its code, its protected bytes, torn writes."""

import pytest

from drivers.card.chip import CODE_REFUSED, DONE, MemoryCode, MemoryRead, MemoryTries, MemoryWrite
from drivers.card.wallet import IC_CARDS
from drivers.card.water_card import WaterCard
from tests.drivers.card.held import NEXT, WATER_CODE, ask, hold
from tests.drivers.slot_bench import AnyBench


@pytest.fixture
def bench(ready: AnyBench) -> AnyBench:
    return ready


def test_no_code_is_tried_by_itself_and_a_wrong_one_is_counted(bench: AnyBench) -> None:
    card = IC_CARDS["water"]()
    hold(bench, card)
    assert isinstance(card, WaterCard)
    bench.run(60.0)
    assert card.tries == 0b111
    assert ask(bench, MemoryCode(b"\x12\x34\x56")).status == CODE_REFUSED
    assert ask(bench, MemoryTries()).data == bytes([0b110])
    assert ask(bench, MemoryCode(WATER_CODE)).status == DONE
    assert ask(bench, MemoryTries()).data == bytes([0b111])


def test_a_protected_byte_is_not_changed_and_only_a_read_tells(bench: AnyBench) -> None:
    hold(bench, IC_CARDS["water"]())
    before = ask(bench, MemoryRead(0, 32)).data
    assert ask(bench, MemoryCode(WATER_CODE)).status == DONE
    ask(bench, MemoryWrite(16, bytes(8)))
    assert ask(bench, MemoryRead(0, 32)).data == before


def test_without_the_code_nothing_is_written(bench: AnyBench) -> None:
    card = IC_CARDS["water"]()
    hold(bench, card)
    ask(bench, MemoryWrite(32, NEXT.to_bytes()))
    assert ask(bench, MemoryRead(32, 19)).data != NEXT.to_bytes()


def test_a_write_torn_in_two_is_seen_when_read(bench: AnyBench) -> None:
    card = IC_CARDS["water"]()
    hold(bench, card)
    assert isinstance(card, WaterCard)
    ask(bench, MemoryCode(WATER_CODE))
    card.torn_write_after = 7
    assert ask(bench, MemoryWrite(32, NEXT.to_bytes())).status != DONE
    assert ask(bench, MemoryRead(32, 19)).data[:7] == NEXT.to_bytes()[:7]
    bought = card.bought()
    assert bought is not None
    assert bought.load_no == 1
