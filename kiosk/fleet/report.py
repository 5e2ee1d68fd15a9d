"""A run in figures: as one value for JSON, and as a plain table."""

from collections.abc import Iterator, Mapping

import msgspec

from kiosk.fleet.books import Ledger
from kiosk.fleet.fleet import OWN_LAG, Played
from kiosk.fleet.plan import Plan
from kiosk.fleet.tally import Tally, percentile

_MOST_VIOLATIONS = 20
_WIDTH = 46


class Times(msgspec.Struct, frozen=True):
    count: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    worst_ms: float


class Report(msgspec.Struct, frozen=True):
    """`ok`: the books are exact, nobody would have seen an error that was not injected, and `enough` was
    looked up and paid to say so."""

    ok: bool
    enough: bool
    plan: Plan
    seconds: float
    settled_s: float
    fleet_cpu: float
    calls_a_second: float
    payments_a_second: float
    times: Mapping[str, Times]
    visits: Mapping[str, int]
    ends: Mapping[str, int]
    refusals: Mapping[str, int]
    injected: Mapping[str, int]
    seen_because_of_a_fault: Mapping[str, int]
    calls_failed_otherwise: Mapping[str, int]
    seen_otherwise: Mapping[str, int]
    ledger: Ledger


def report_of(plan: Plan, played: Played, ledger: Ledger) -> Report:
    tally = played.tally
    times = {name: _times(tally, name) for name in sorted(tally.timed(), key=_place)}
    calls = sum(each.count for name, each in times.items() if name.startswith("call "))
    paid = sum(count for state, count in ledger.states.items() if state.endswith("posted"))
    found = sum(each.count for name, each in times.items() if name.startswith("look-up"))
    enough = paid >= plan.least_payments and found >= plan.least_look_ups
    return Report(
        ok=enough and ledger.exact and not tally.counted("seen"),
        enough=enough,
        plan=plan,
        seconds=round(played.seconds, 1),
        settled_s=round(played.settled_s, 1),
        fleet_cpu=round(played.cpu, 2),
        calls_a_second=round(calls / played.seconds, 1),
        payments_a_second=round(paid / played.seconds, 2),
        times=times,
        visits=tally.counted("visits"),
        ends=tally.counted("ends"),
        refusals=tally.counted("refusals"),
        injected=tally.counted("faults"),
        seen_because_of_a_fault=tally.counted("spoilt"),
        calls_failed_otherwise=tally.counted("missed"),
        seen_otherwise=tally.counted("seen"),
        ledger=ledger,
    )


def as_text(report: Report) -> Iterator[str]:
    plan, ledger = report.plan, report.ledger
    yield (
        f"{plan.kiosks} kiosks for {report.seconds:.0f} s, {100 * plan.fault_rate:g} % faults, "
        f"seed {plan.seed}; settled after {report.settled_s:.0f} s more"
    )
    yield (
        f"{report.calls_a_second:.0f} calls and {report.payments_a_second:.2f} payments with money a second; "
        f"the fleet itself took {100 * report.fleet_cpu:.0f} % of a processor"
    )
    yield ""
    yield f"{'milliseconds':{_WIDTH}}{'times':>8}{'p50':>9}{'p95':>9}{'p99':>9}{'worst':>9}"
    for name, each in report.times.items():
        figures = (each.p50_ms, each.p95_ms, each.p99_ms, each.worst_ms)
        yield f"{name:{_WIDTH}}{each.count:8}" + "".join(f"{ms:9.1f}" for ms in figures)
    yield from _counted("what people came for", report.visits)
    yield from _counted("what came of it", report.ends)
    yield from _counted("refused by the gateway's rules", report.refusals)
    yield from _counted("injected", report.injected)
    yield from _counted("errors seen because of a fault", report.seen_because_of_a_fault)
    yield from _counted("calls that failed without a fault", report.calls_failed_otherwise)
    yield from _counted("errors seen without a fault", report.seen_otherwise)
    yield from _counted("payments at the gateway", ledger.states)
    yield from _counted("loads at the gateway", ledger.loads)
    yield ""
    yield (
        f"charged {_yuan(ledger.charged_fen)} = posted {_yuan(ledger.posted_fen)} + given back "
        f"{_yuan(ledger.given_back_fen)} + vouchers {_yuan(ledger.vouchers_fen)} + in suspense "
        f"{_yuan(ledger.suspense_fen)}; loads given back {_yuan(ledger.loads_back_fen)}; in yuan"
    )
    by_state = " + ".join(f"{state} {_yuan(fen)}" for state, fen in sorted(ledger.loads_fen.items()))
    yield f"posted for meters {_yuan(ledger.for_meters_fen)} = {by_state or 'nothing'}; in yuan"
    for violation in ledger.violations[:_MOST_VIOLATIONS]:
        yield f"WRONG  {violation}"
    if not report.enough:
        yield (
            f"TOO LITTLE  to call it well are fewer than {plan.least_payments} payments with money, or than "
            f"{plan.least_look_ups} look-ups: most bills may have been paid in a run before"
        )
    told = "exact" if ledger.exact else f"NOT exact, {len(ledger.violations)} violations"
    yield f"ledger: {told}; errors seen without a fault: {sum(report.seen_otherwise.values())}"


def _counted(title: str, counted: Mapping[str, int]) -> Iterator[str]:
    yield ""
    yield title if counted else f"{title}: none"
    for name, count in counted.items():
        yield f"  {name:{_WIDTH - 2}}{count:8}"


def _place(name: str) -> tuple[int, str]:
    """What people wait for comes first, then single calls, then what the fleet itself adds."""
    return 2 if name == OWN_LAG else int(name.startswith("call ")), name


def _times(tally: Tally, name: str) -> Times:
    ordered = tally.times_s(name)
    parts = [round(1000 * percentile(ordered, part), 1) for part in (0.5, 0.95, 0.99, 1.0)]
    return Times(len(ordered), *parts)


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"
