"""`python -m kiosk simulate`: arguments in, progress on standard error, one JSON object last."""

import argparse
from collections.abc import Callable

import msgspec

from kiosk.simulate.arguments import ALL, FEW, MANY
from kiosk.simulate.coverage import TOTAL, missing
from kiosk.simulate.mutants.registry import MUTANTS
from kiosk.simulate.processes import prepare, processes_for
from kiosk.simulate.run import Caught, Ran, Stopwatch, catch, run_all, timeline
from kiosk.simulate.world import Store

_TOLD_EVERY = 500
Say = Callable[[str], None]


def simulate(arguments: argparse.Namespace, say: Say, tell: Say) -> int:
    """`say` the result, `tell` the progress. 0 when nothing was violated and every planted bug was caught."""
    if arguments.mutant not in {None, ALL, *MUTANTS}:
        tell(f"no planted bug is called {arguments.mutant}; there are {', '.join(MUTANTS)}")
        return 2
    prepare()
    watch = Stopwatch()
    seeds = arguments.seeds or (MANY if arguments.mutant == ALL else FEW)
    processes = arguments.processes or processes_for(len(seeds))
    mutant = None if arguments.mutant == ALL else arguments.mutant
    if arguments.timeline:
        for seed in seeds:
            _tell_timeline(seed, mutant, arguments.store, say)
    ran = run_all(seeds, processes, arguments.store, _progress(seeds, tell), mutant)
    _tell_violations(ran, mutant, tell)
    caught: dict[str, Caught] = {}
    if arguments.mutant == ALL:
        for name, each in catch(list(MUTANTS), seeds, processes):
            caught[name] = each
            tell(f"{name}: {f'seed {each.seed}, {each.violation}' if each.caught else 'NOT CAUGHT'}")
    result = _result(ran, caught, watch.seconds)
    if arguments.json:
        say(msgspec.json.encode(result).decode())
    else:
        _tell_result(result, ran, say)
    return 1 if ran.violations or not all(each.caught for each in caught.values()) else 0


def _result(ran: Ran, caught: dict[str, Caught], seconds: float) -> dict[str, object]:
    result: dict[str, object] = {
        "seeds": ran.seeds,
        "payments": ran.payments,
        "simulated_hours": round(ran.simulated_ms / 3_600_000, 1),
        "edges_covered": ran.edges_covered,
        "edges_total": TOTAL,
        "violations": len(ran.violations),
        "seconds": seconds,
    }
    if caught:
        result["mutants"] = {
            name: {"caught": each.caught, "seed": each.seed} for name, each in caught.items()
        }
    return result


def _tell_result(result: dict[str, object], ran: Ran, say: Say) -> None:
    for name, value in result.items():
        if name != "mutants":
            say(f"{name:>16}: {value}")
    rest = missing(ran.edges)
    if rest and ran.seeds < len(MANY):  # so few meet no rare trouble
        say(f"{len(rest)} of {TOTAL} edges not taken; more seeds take them")
        return
    for edge in rest:
        say(f"{'not taken':>16}: {edge}")


def _tell_violations(ran: Ran, mutant: str | None, tell: Say) -> None:
    more = f" --mutant {mutant}" if mutant else ""
    for found in ran.violations:
        replay = f"python -m kiosk simulate --seeds {found.seed}:{found.seed + 1} --timeline{more}"
        tell(f"seed {found.seed}: {found.told}\n    {replay}")


def _tell_timeline(seed: int, mutant: str | None, store: Store, say: Say) -> None:
    say(f"-- world {seed} --")
    for note in timeline(seed, mutant, store):
        say(f"{note.at_ms / 1000:10.3f}  {note.who:12}  {note.what}")


def _progress(of: range, tell: Say) -> Callable[[Ran], None]:
    watch = Stopwatch()

    def hear(ran: Ran) -> None:
        if ran.seeds % _TOLD_EVERY == 0 or ran.seeds == len(of):
            pace = ran.seeds / max(watch.seconds, 0.1)
            tell(f"{ran.seeds} of {len(of)} worlds, {ran.payments} payments, {pace:.0f} worlds/s")

    return hear
