"""How long each page of the operators takes over HTTP, with 10,000 kiosks and a million payments: p95, bar
200 ms. The gateway is one process on SQLite, as it is served; everything is asked for in random places.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

import msgspec
import requests

from kiosk.gateway.gateway import open_gateway
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.gateway.office.usage import UsageFolding
from kiosk.gateway.settings import GatewaySettings
from kiosk.gateway.steady_time import SystemClock
from kiosk.gateway.trust.demonstration_staff import PASSWORD
from kiosk.payment.day import date_at
from tests.benchmarks.operator_town import (
    CLOSED_CASES,
    OPEN_CASES,
    Paid,
    fill,
    kiosk_name,
    many_kiosks,
    payments,
)
from tests.gateway.heartbeats import NO_PAPER, beat
from tests.gateway.place import make_tables

PAYMENTS: Final = 1_000_000
KIOSKS: Final = 10_000
ROUNDS: Final = 60
BAR_MS: Final = 200.0
_FIRST: Final = "kiosk-1"

Path_ = Callable[[Random], str]


def operator_pages(count: int = PAYMENTS) -> list[str]:
    lines = [f"operator's pages with {KIOSKS:,} kiosks and {count:,} payments, one process on SQLite"]
    with tempfile.TemporaryDirectory(prefix="operator") as folder:
        path, now_ms = Path(folder) / "gateway.sqlite", round(time.time() * 1000)
        began_s = time.perf_counter()
        make_tables(f"sqlite:///{path}")
        fill(path, count, KIOSKS, now_ms)
        lines.append(f"  filled in {time.perf_counter() - began_s:.0f} s, {path.stat().st_size >> 20} MiB")
        lines.append(f"  {_folded(path)}")
        some = list(islice(payments(count, KIOSKS, now_ms), 0, None, max(1, count // 500)))
        with _served(path) as (url, asks):
            many_kiosks(path, KIOSKS, _FIRST)
            for name, of in _pages(some, now_ms).items():
                lines.append(_measured(name, of, url, asks))
    return lines


def _pages(some: list[Paid], now_ms: int) -> dict[str, Path_]:
    def day(random: Random) -> str:
        return (date_at(now_ms) - timedelta(days=random.randrange(1, 90))).isoformat()

    def kiosk(random: Random) -> str:
        return kiosk_name(random.randrange(KIOSKS))

    return {
        "overview": lambda random: "",
        "fleet, gravest first": lambda random: f"/fleet?page={random.randrange(1, 200)}",
        "fleet, part of a number": lambda random: f"/fleet?name={random.randrange(100, 999)}&order=cash",
        "fleet, a condition": lambda random: f"/fleet?how={random.choice(['error', 'silent', 'ok'])}",
        "one kiosk": lambda random: f"/fleet/{kiosk(random)}",
        "alarms": lambda random: f"/alarms?state={random.choice(['open', 'cleared'])}",
        "commands": lambda random: "/commands?state=open",
        "a kiosk's commands": lambda random: f"/commands?kiosk={kiosk(random)}",
        "settings": lambda random: "/settings",
        "notices": lambda random: f"/notices?kind={random.choice(['notice', 'outage', 'manager'])}",
        "people": lambda random: "/people",
        "open cases": lambda random: f"/cases?after=2611{random.randrange(OPEN_CASES):010d}",
        "closed cases": lambda random: (
            f"/cases?state=closed&after=2611{random.randrange(OPEN_CASES, OPEN_CASES + CLOSED_CASES):010d}"
        ),
        "closed cases of a kind": lambda random: "/cases?state=closed&kind=kiosk_differs",
        "one case": lambda random: f"/cases/2611{random.randrange(OPEN_CASES + CLOSED_CASES):010d}",
        "payments": lambda random: f"/payments?after={random.choice(some).payment_id}",
        "payments of a day": lambda random: f"/payments?day={day(random)}",
        "payments of a kiosk": lambda random: f"/payments?kiosk={kiosk(random)}",
        "a kiosk's on a day": lambda random: f"/payments?kiosk={kiosk(random)}&day={day(random)}",
        "payments under way": lambda random: "/payments?show=open",
        "search by number": lambda random: f"/payments/search?serial={_posting(random.choice(some))}",
        "search in vain": lambda random: f"/payments/search?serial={random.getrandbits(60)}",
        "one payment": lambda random: f"/payments/{random.choice(some).payment_id}",
        "day ends": lambda random: "/day-end",
        "a kiosk's day": lambda random: f"/day-end/{day(random)}?kiosk={kiosk(random)}",
        "figures of 90 days": lambda random: "/figures?days=90",
        "audit": lambda random: "/audit",
    }


def _measured(name: str, of: Path_, url: str, asks: requests.Session) -> str:
    random, took_ms = Random(name), list[float]()
    for number in range(ROUNDS + 3):
        began_s = time.perf_counter()
        answer = asks.get(f"{url}/operator{of(random)}", allow_redirects=False, timeout=60)
        if number >= 3:
            took_ms.append(1000 * (time.perf_counter() - began_s))
        wanted = {200, 303} if name == "search by number" else {404} if name == "search in vain" else {200}
        if answer.status_code not in wanted:
            return f"  {name:<26} WRONG: status {answer.status_code}"
    took_ms.sort()
    p50_ms, p95_ms = took_ms[len(took_ms) // 2], took_ms[len(took_ms) * 95 // 100]
    verdict = "met" if p95_ms < BAR_MS else "MISSED"
    return f"  {name:<26} p50 {p50_ms:6.1f} ms   p95 {p95_ms:6.1f} ms   bar {BAR_MS:.0f} ms: {verdict}"


def _folded(path: Path) -> str:
    gateway = open_gateway(f"sqlite:///{path}", GatewaySettings(public_url=""), SystemClock())
    folding, began_s, hours = UsageFolding(gateway.parts.database, gateway.parts.time), time.perf_counter(), 0
    while done := folding.fold():
        hours += done
    gateway.close()
    took_s = time.perf_counter() - began_s
    return f"{hours:,} hours of figures folded in {took_s:.0f} s, {1000 * took_s / max(hours, 1):.0f} ms each"


@contextmanager
def _served(path: Path) -> Iterator[tuple[str, requests.Session]]:
    gateway = EmbeddedGateway(path, SystemClock())
    url = gateway.start()
    try:
        with requests.Session() as asks:
            told = beat(machine=NO_PAPER, wall_ms=round(time.time() * 1000))
            told_as = requests.post(
                f"{url}/v1/kiosks/{_FIRST}/heartbeats", data=_json(told), headers=_JSON, timeout=30
            )
            assert told_as.status_code == 200, told_as.text
            typed = {"name": "demonstration-supervisor", "password": PASSWORD}
            signed_in = asks.post(f"{url}/operator/sign-in", data=typed, timeout=30)
            assert signed_in.status_code == 200, signed_in.text
            yield url, asks
    finally:
        gateway.stop()


_JSON: Final = {"Content-Type": "application/json"}


def _json(told: object) -> bytes:
    return msgspec.json.encode(told)


def _posting(paid: Paid) -> str:
    return f"{paid.payment_id.replace('-', '')}-0"
