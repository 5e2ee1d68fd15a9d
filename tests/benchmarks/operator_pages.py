"""How long each page of the operators takes over HTTP, with 10,000 kiosks and a million payments: p95, bar
200 ms, on PostgreSQL and on SQLite. The gateway is one process beside this one; everything is asked for in
random places, and acts are done last, each on something else.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

import msgspec
import requests

from kiosk.fleet.gateway_process import own_gateway
from kiosk.gateway.commands.enrolment import gateway_of
from kiosk.gateway.office.usage import UsageFolding
from kiosk.gateway.trust.demonstration_staff import PASSWORD
from kiosk.gateway.trust.key_file import make_key_file
from kiosk.payment.day import date_at
from tests.benchmarks import operator_acts, operator_past
from tests.benchmarks.operator_paid import Paid, kiosk_name, payments, provider_no
from tests.benchmarks.operator_past import ALARMS, REQUESTS, fill_past
from tests.benchmarks.operator_town import CLOSED_CASES, OPEN_CASES, fill, many_kiosks
from tests.gateway.heartbeats import NO_PAPER, beat
from tests.gateway.place import make_tables
from tests.gateway.postgres import running_cluster

PAYMENTS: Final = 1_000_000
KIOSKS: Final = 10_000
ROUNDS: Final = 100
BAR_MS: Final = 200.0
_FIRST: Final = "kiosk-1"
_WANTED: Final = {
    "search by number": {200, 303},
    "search by provider's": {303},
    "search in vain": {404},
}
"""Statuses, where they are others than 200."""

Path_ = Callable[[Random], str]


def operator_pages(count: int = PAYMENTS) -> Iterator[str]:
    """As they come."""
    yield f"operator's pages with {KIOSKS:,} kiosks and {count:,} payments, one gateway process"
    with running_cluster() as cluster:
        yield "on PostgreSQL"
        yield from _on(cluster.url(cluster.new_database()), cluster.folder, count)
    with tempfile.TemporaryDirectory(prefix="operator") as folder:
        yield "on SQLite"
        yield from _on(f"sqlite:///{folder}/gateway.sqlite", Path(folder), count)


def _on(url: str, folder: Path, count: int) -> Iterator[str]:
    now_ms, began_s = round(time.time() * 1000), time.perf_counter()
    make_tables(url)
    fill(url, count, KIOSKS, now_ms)
    fill_past(url, [kiosk_name(number) for number in range(KIOSKS)], now_ms)
    yield f"  filled in {time.perf_counter() - began_s:.0f} s"
    key_file = folder / "operator.keys"
    make_key_file(key_file)
    yield f"  {_folded(url, key_file)}"
    some, loads = _some(count, now_ms)
    waiting = sum(paid.load_waits for paid in loads)
    yield f"  {len(loads):,} of the payments are for loads, and {waiting:,} of those wait"
    with own_gateway(url, key_file, (), folder, time.sleep) as address, requests.Session() as asks:
        _come_in(address, asks)
        many_kiosks(url, KIOSKS, _FIRST)
        for name, of in _pages(some, loads, now_ms).items():
            yield _measured(name, of, address, asks)
        yield from operator_acts.measured(address, asks, now_ms, ROUNDS, _verdict)


def _some(count: int, now_ms: int) -> tuple[list[Paid], list[Paid]]:
    """Five hundred of them all, and all that have a load."""
    some, loads, each = list[Paid](), list[Paid](), max(1, count // 500)
    for number, paid in enumerate(payments(count, KIOSKS, now_ms)):
        if number % each == 0:
            some.append(paid)
        if paid.load is not None:
            loads.append(paid)
    return some, loads


def _pages(some: list[Paid], loads: list[Paid], now_ms: int) -> dict[str, Path_]:
    return _counter_pages() | _money_pages(some, now_ms) | _load_pages(loads)


def _kiosk(random: Random) -> str:
    return kiosk_name(random.randrange(KIOSKS))


def _counter_pages() -> dict[str, Path_]:
    commands = list(islice(operator_past.command_ids(), 1_000))
    return {
        "overview": lambda random: "",
        "fleet, gravest first": lambda random: f"/fleet?page={random.randrange(1, 200)}",
        "fleet, part of a number": lambda random: f"/fleet?name={random.randrange(100, 999)}&order=cash",
        "fleet, a condition": lambda random: f"/fleet?how={random.choice(['error', 'silent', 'ok'])}",
        "one kiosk": lambda random: f"/fleet/{_kiosk(random)}",
        "alarms, open": lambda random: "/alarms",
        "alarms, over": lambda random: (
            f"/alarms?state={random.choice(['cleared', 'handled'])}&page={random.randrange(1, 200)}"
        ),
        "alarms of a level": lambda random: (
            f"/alarms?state=cleared&level=error&page={random.randrange(1, 200)}"
        ),
        "alarms of a kiosk": lambda random: f"/alarms?state=cleared&kiosk={_kiosk(random)}",
        "requests that wait": lambda random: "/requests",
        "one alarm": lambda random: f"/alarms/{operator_past.alarm_number(random.randrange(ALARMS))}",
        "one request": lambda random: f"/requests/{operator_past.request_number(random.randrange(REQUESTS))}",
        "one command": lambda random: f"/commands/{random.choice(commands)}",
        "requests, answered": lambda random: f"/requests?state=answered&page={random.randrange(1, 200)}",
        "commands, open": lambda random: "/commands?state=open",
        "commands": lambda random: f"/commands?page={random.randrange(1, 200)}",
        "a kiosk's commands": lambda random: f"/commands?kiosk={_kiosk(random)}",
        "settings": lambda random: "/settings",
        "notices": lambda random: f"/notices?kind={random.choice(['notice', 'outage', 'manager'])}",
    }


def _money_pages(some: list[Paid], now_ms: int) -> dict[str, Path_]:
    def day(random: Random) -> str:
        return (date_at(now_ms) - timedelta(days=random.randrange(1, 90))).isoformat()

    return {
        "people": lambda random: "/people",
        "open cases": lambda random: f"/cases?after=2611{random.randrange(OPEN_CASES):010d}",
        "closed cases": lambda random: (
            f"/cases?state=closed&after=2611{random.randrange(OPEN_CASES, OPEN_CASES + CLOSED_CASES):010d}"
        ),
        "closed cases of a kind": lambda random: "/cases?state=closed&kind=kiosk_differs",
        "one case": lambda random: f"/cases/2611{random.randrange(OPEN_CASES + CLOSED_CASES):010d}",
        "payments": lambda random: f"/payments?after={random.choice(some).payment_id}",
        "payments of a day": lambda random: f"/payments?day={day(random)}",
        "payments of a kiosk": lambda random: f"/payments?kiosk={_kiosk(random)}",
        "a kiosk's on a day": lambda random: f"/payments?kiosk={_kiosk(random)}&day={day(random)}",
        "payments under way": lambda random: "/payments?show=open",
        "search by number": lambda random: f"/payments/search?serial={random.choice(some).posting_ref}",
        "search by provider's": lambda random: (
            f"/payments/search?serial={provider_no(random.choice(some).payment_id)}"
        ),
        "search in vain": lambda random: f"/payments/search?serial={random.getrandbits(60)}",
        "one payment": lambda random: f"/payments/{random.choice(some).payment_id}",
        "day ends": lambda random: "/day-end",
        "a kiosk's day": lambda random: f"/day-end/{day(random)}?kiosk={_kiosk(random)}",
        "figures of 90 days": lambda random: "/figures?days=90",
        "audit": lambda random: "/audit",
        "audit of tokens": lambda random: "/audit?of=tokens",
        "audit of one name": lambda random: "/audit?name=demonstration-clerk",
    }


def _load_pages(loads: list[Paid]) -> dict[str, Path_]:
    waiting = [paid for paid in loads if paid.load_waits]
    return {
        "loads that wait": lambda random: "/loads",
        "loads that wait, later": lambda random: f"/loads?after={random.choice(waiting).posting_ref}",
        "a payment with a load": lambda random: f"/payments/{random.choice(loads).payment_id}",
        "cases of loads": lambda random: "/cases?kind=load_waits",
    }


def _measured(name: str, of: Path_, url: str, asks: requests.Session) -> str:
    random, took_ms = Random(name), list[float]()
    for number in range(ROUNDS + 3):
        began_s = time.perf_counter()
        answer = asks.get(f"{url}/operator{of(random)}", allow_redirects=False, timeout=60)
        if number >= 3:
            took_ms.append(1000 * (time.perf_counter() - began_s))
        wanted = _WANTED.get(name, {200})
        if answer.status_code not in wanted:
            return f"  {name:<26} WRONG: status {answer.status_code}"
    return _verdict(name, took_ms)


def _verdict(name: str, took_ms: list[float]) -> str:
    took_ms.sort()
    p50_ms, p95_ms, p99_ms = (took_ms[len(took_ms) * part // 100] for part in (50, 95, 99))
    verdict = "met" if p95_ms < BAR_MS else "MISSED"
    figures = f"p50 {p50_ms:6.1f}   p95 {p95_ms:6.1f}   p99 {p99_ms:6.1f} ms"
    return f"  {name:<26} {figures}   bar of p95 {BAR_MS:.0f} ms: {verdict}"


def _folded(url: str, key_file: Path) -> str:
    with gateway_of(url, key_file=key_file) as gateway:
        folding, hours = UsageFolding(gateway.parts.database, gateway.parts.time), 0
        began_s = time.perf_counter()
        while done := folding.fold():
            hours += done
        took_s = time.perf_counter() - began_s
    return f"{hours:,} hours of figures folded in {took_s:.0f} s, {1000 * took_s / max(hours, 1):.0f} ms each"


def _come_in(address: str, asks: requests.Session) -> None:
    """One kiosk tells how it is, and a supervisor signs in."""
    told = beat(machine=NO_PAPER, wall_ms=round(time.time() * 1000))
    path = f"{address}/v1/kiosks/{_FIRST}/heartbeats"
    told_as = requests.post(path, data=msgspec.json.encode(told), headers=_JSON, timeout=30)
    assert told_as.status_code == 200, told_as.text
    typed = {"name": "demonstration-supervisor", "password": PASSWORD}
    signed_in = asks.post(f"{address}/operator/sign-in", data=typed, timeout=30)
    assert signed_in.status_code == 200, signed_in.text


_JSON: Final = {"Content-Type": "application/json"}
