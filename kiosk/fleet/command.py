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

_HOMES_TO_SPARE = 3
_STEP_S = 0.5


class HouseholdsWrong(Exception):
    """Names the file and what is wrong with it."""


class Counterpart(msgspec.Struct, frozen=True):
    """The gateway that is played against, where its books are, and who lives there."""

    url: str
    db_url: str
    key_file: Path | None
    homes: Sequence[Home]


def fleet(arguments: argparse.Namespace, db_url: str, say: Say, tell: Tell) -> int:
    """`db_url` is the gateway's, or empty for one that is made and thrown away. 0 when the books are
    exact, nobody would have seen an error that was not injected, and enough was paid to say so."""
    clock = RealTime()
    plan = Plan(arguments.kiosks, arguments.minutes * 60, arguments.fault_rate, arguments.seed)
    try:
        with tempfile.TemporaryDirectory(prefix="kiosk-fleet-") as made, ExitStack() as held:
            folder = Path(made)
            url, key_file = arguments.gateway, arguments.key_file
            counterpart = _counterpart(plan, url, db_url, key_file, _households(arguments), folder, clock)
            report = played(plan, held.enter_context(counterpart), folder, clock, tell)
    except (GatewayNotThere, NotEnrolled, KeyFileWrong, HouseholdsWrong) as why:
        tell(str(why))
        return 1
    say(msgspec.json.encode(report).decode() if arguments.json else "\n".join(as_text(report)))
    return 0 if report.ok else 1


def _households(arguments: argparse.Namespace) -> bytes:
    """Raises HouseholdsWrong."""
    file: Path | None = arguments.households
    if file is None:
        return b""
    if arguments.gateway is None:
        raise HouseholdsWrong("--households is of a gateway that runs: say which with --gateway")
    try:
        content = file.read_bytes()
        _ = demonstration_homes(content)
    except OSError as error:
        raise HouseholdsWrong(f"{file}: {error.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HouseholdsWrong(f"{file}: {error}") from None
    return content


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
    plan: Plan,
    url: str | None,
    db_url: str,
    key_file: Path | None,
    households: bytes,
    folder: Path,
    clock: WaitingClock,
) -> Iterator[Counterpart]:
    """`households` is the file the gateway at `url` was started with, empty for none. Raises
    GatewayNotThere."""
    if url is not None:
        if not answers(url):
            raise GatewayNotThere(f"{url}: nobody answers; start the gateway, or leave --gateway out")
        yield Counterpart(url.rstrip("/"), db_url, key_file, demonstration_homes(households))
        return
    homes = homes_for(plan.kiosks * _HOMES_TO_SPARE + round(plan.most_visits))
    if key_file is None and db_url and not is_file(db_url):
        raise GatewayNotThere("--db is not a file: say with --key-file where its key file is, or shall be")
    own_db_url = db_url or f"sqlite:///{folder / 'gateway.db'}"
    own_key_file = key_file or folder / "gateway.keys"
    with own_gateway(own_db_url, own_key_file, homes, folder, clock.pause) as own_url:
        yield Counterpart(own_url, own_db_url, own_key_file, homes)
