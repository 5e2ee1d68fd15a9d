"""Whatever happens to an ID-003 unit: credits and pending credits are the notes in its box, each once."""

import random
from collections import Counter
from contextlib import closing

import pytest

from drivers.cash.port import NoteCredited, NoteInEscrow
from tests.drivers.cash.acceptor_bench import ALL_NOTES, AcceptorBench, Decide, accept, reject
from tests.drivers.cash.id003_bench import Id003Bench, id003_bench

STACK_1 = {"stack_1": True}
MOMENTS_S = [round(0.35 * n, 2) for n in range(13)]


@pytest.mark.parametrize("says_again", [False, True])
@pytest.mark.parametrize("options", [{}, STACK_1], ids=["stack_2", "stack_1"])
@pytest.mark.parametrize("moment_s", MOMENTS_S)
def test_the_power_goes_at_any_moment_and_goes_again_while_the_unit_starts(
    moment_s: float, options: dict[str, bool], says_again: bool
) -> None:
    with id003_bench(options=options) as bench:
        bench.unit.says_vend_valid_again = says_again
        bench.ready()
        bench.after(moment_s, bench.unit.cut_power)
        bench.insert(20)
        bench.run(moment_s + 0.5)
        bench.unit.restore_power()
        bench.run(2.5)
        bench.power_cycle()
        bench.run(25.0)
        assert bench.accounted() == bench.in_boxes().total()
        assert Counter(bench.credited().values()) <= bench.in_boxes()


_PAUSES_S = (0.1, 0.7, 1.5, 2.5, 5.0, 9.0)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_credits_and_pending_credits_are_the_notes_in_the_box(seed: int) -> None:
    """Lost commands, cut answers, silences and unplugged cables between many notes, some of them refused."""
    chance = random.Random(seed)
    bench = Id003Bench(
        decide=_by_chance(chance),
        options=STACK_1 if seed % 2 else {},
    )
    with closing(bench):
        bench.ready()
        for _ in range(25):
            _mishap(bench, chance)
            bench.unit.take()
            bench.unit.insert(chance.choice((1, 5, 10, 20, 50, 100)))
            bench.run(chance.choice(_PAUSES_S))
        bench.unit.lost_commands = 0
        bench.heal()
        assert bench.in_boxes().total() > 2
        assert bench.accounted() == bench.in_boxes().total()
        assert len(bench.events(NoteCredited)) >= len(bench.credited())
        credited = Counter(bench.credited().values())
        pending = Counter(event.value_fen for event in bench.pending().values())
        assert credited + pending == bench.in_boxes()


def _by_chance(chance: random.Random) -> Decide:
    def decide(bench: AcceptorBench, note: NoteInEscrow) -> None:
        chance.choice((accept, accept, accept, reject))(bench, note)

    return decide


def _mishap(bench: Id003Bench, chance: random.Random) -> None:
    unit = bench.unit
    unit.plug_in()
    unit.speak_again()
    unit.faults.late_s = 0.0
    match chance.randrange(10):
        case 0:
            unit.lost_commands = chance.randint(1, 4)
        case 1:
            unit.faults.cut_answers = chance.randint(1, 3)
        case 2:
            unit.faults.spoilt_answers = chance.randint(1, 3)
        case 3:
            bench.after(chance.uniform(0.0, 3.0), unit.fall_silent)
        case 4:
            bench.after(chance.uniform(0.0, 3.0), unit.unplug)
        case 5:
            bench.driver.enable(ALL_NOTES)
        case 6:
            unit.faults.late_s = chance.choice((0.0, 0.2, 0.5))
