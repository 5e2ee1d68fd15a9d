"""`python -m kiosk fleet`: a gateway, people at N kiosks, the books afterwards. Progress: standard error."""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from kiosk.fleet import books
from kiosk.fleet.enrolling import enrol
from kiosk.fleet.fleet import Fleet, Tell
from kiosk.fleet.gateway_process import GatewayNotThere, answers, is_file, own_gateway
from kiosk.fleet.homes import Home, demonstration_homes, homes_for
from kiosk.fleet.plan import Plan
from kiosk.fleet.report import Report, as_text, report_of
from kiosk.fleet.waiting import RealTime, WaitingClock
from kiosk.fleet.written import written_by
from kiosk.gateway.commands.enrolment import NotEnrolled
from kiosk.gateway.trust.key_file import KeyFileWrong

Say = Callable[[str], None]

_LEAST_VISIT_S = 10.0
_HOMES_TO_SPARE = 3
_STEP_S = 0.5


class Counterpart(msgspec.Struct, frozen=True):
    """The gateway that is played against, where its books are, and who lives there."""

    url: str
    db_url: str
    key_file: Path | None
    homes: Sequence[Home]


def fleet(arguments: argparse.Namespace, db_url: str, say: Say, tell: Tell) -> int:
    """`db_url` is the gateway's, or empty for one that is made and thrown away. 0 when the books are exact
    and nobody would have seen an error that was not injected."""
    clock = RealTime()
    plan = Plan(arguments.kiosks, arguments.minutes * 60, arguments.fault_rate, arguments.seed)
    try:
        with tempfile.TemporaryDirectory(prefix="kiosk-fleet-") as made, ExitStack() as held:
            folder = Path(made)
            counterpart = _counterpart(plan, arguments.gateway, db_url, arguments.key_file, folder, clock)
            report = played(plan, held.enter_context(counterpart), folder, clock, tell)
    except (GatewayNotThere, NotEnrolled, KeyFileWrong) as why:
        tell(str(why))
        return 1
    say(msgspec.json.encode(report).decode() if arguments.json else "\n".join(as_text(report)))
    return 0 if report.ok else 1


def played(plan: Plan, against: Counterpart, folder: Path, clock: WaitingClock, tell: Tell) -> Report:
    """Raises NotEnrolled."""
    ids = plan.kiosk_ids
    keys = enrol(against.db_url, against.key_file, ids)
    since_ms = round(clock.wall_s() * 1000)
    tell(f"{plan.kiosks} kiosks are enrolled at {against.url}")
    done = Fleet(plan, against.homes, clock, tell).play(against.url, keys, folder)
    until_s = clock.monotonic_s() + plan.settle_within_s
    while left := books.still_open(against.db_url, against.key_file, ids):
        if clock.monotonic_s() >= until_s:
            tell(f"{left} payments and loads have not ended at the gateway")
            break
        clock.pause(_STEP_S)
    tell("at rest; the books are compared")
    ledger = books.examine(against.db_url, against.key_file, done.tills_fen, since_ms, written_by(done.sites))
    return report_of(plan, done, ledger)


@contextmanager
def _counterpart(
    plan: Plan, url: str | None, db_url: str, key_file: Path | None, folder: Path, clock: WaitingClock
) -> Iterator[Counterpart]:
    """Raises GatewayNotThere."""
    if url is not None:
        if not answers(url):
            raise GatewayNotThere(f"{url}: nobody answers; start the gateway, or leave --gateway out")
        yield Counterpart(url.rstrip("/"), db_url, key_file, demonstration_homes())
        return
    visits = plan.seconds / (plan.gap_s + _LEAST_VISIT_S)
    homes = homes_for(plan.kiosks * (_HOMES_TO_SPARE + round(visits)))
    if key_file is None and db_url and not is_file(db_url):
        raise GatewayNotThere("--db is not a file: say with --key-file where its key file is, or shall be")
    own_db_url = db_url or f"sqlite:///{folder / 'gateway.db'}"
    own_key_file = key_file or folder / "gateway.keys"
    with own_gateway(own_db_url, own_key_file, homes, folder, clock.pause) as own_url:
        yield Counterpart(own_url, own_db_url, own_key_file, homes)
