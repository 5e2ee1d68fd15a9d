"""What lies behind the operators' lists after a year: alarms that are over, answered requests, commands, and
the audit of everything. Rows as the gateway would have left them; nobody opens one of them here.
"""

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any, Final

import msgspec

from kiosk.gateway.trust.demonstration_staff import ROLES
from kiosk.wire.commands import Command, SendLogs
from tests.benchmarks.bulk_rows import bulk

ALARMS, OPEN_ALARMS = 200_000, 500
REQUESTS, WAITING_REQUESTS = 100_000, 300
COMMANDS, AUDIT_LINES = 100_000, 300_000
_YEAR_MS: Final = 365 * 86_400_000
_BATCH: Final = 20_000


def alarm_number(number: int) -> str:
    """Of the first OPEN_ALARMS, which are open, and of those after them, which are over."""
    return f"9{number:013d}"


def request_number(number: int) -> str:
    return f"9{number:013d}"


def command_ids() -> Iterator[str]:
    random = Random(17)
    while True:
        yield f"{random.getrandbits(128):032x}"


def fill_past(url: str, kiosks: list[str], now_ms: int) -> None:
    random, names = Random(13), sorted(ROLES)
    with bulk(url) as into:
        for table, rows in (
            ("alarm", _alarms(random, kiosks, now_ms)),
            ("service_request", _requests(random, kiosks, now_ms)),
            ("kiosk_command", _commands(random, kiosks, now_ms)),
            ("staff_audit", _audit(random, names, now_ms)),
        ):
            batch: list[dict[str, Any]] = []
            for row in rows:
                batch.append(row)
                if len(batch) == _BATCH:
                    into.insert(table, batch)
                    batch = []
            if batch:
                into.insert(table, batch)


def _alarms(random: Random, kiosks: list[str], now_ms: int) -> Iterator[dict[str, Any]]:
    for number in range(ALARMS + OPEN_ALARMS):
        raised_ms, is_open = now_ms - random.randrange(_YEAR_MS), number < OPEN_ALARMS
        yield {
            "number": alarm_number(number),
            "kiosk_id": random.choice(kiosks),
            "rule": random.choice(("paper_out", "paper_low", "silent", "device_down")),
            "subject": "printer",
            "level": random.choice(("error", "warning", "warning", "notice")),
            "since_ms": raised_ms - 60_000,
            "raised_ms": raised_ms,
            "told": 1,
            "state": "open" if is_open else random.choice(("cleared", "handled")),
            "ended_ms": None if is_open else raised_ms + 600_000,
            "ended_by": None if is_open else "gateway",
        }


def _requests(random: Random, kiosks: list[str], now_ms: int) -> Iterator[dict[str, Any]]:
    for number in range(REQUESTS + WAITING_REQUESTS):
        sent_ms, waits = now_ms - random.randrange(_YEAR_MS), number < WAITING_REQUESTS
        yield {
            "request_id": f"{random.getrandbits(128):032x}",
            "number": request_number(number),
            "service": "repair",
            "utility": "water",
            "kiosk_id": random.choice(kiosks),
            "state": random.choice(("sent", "taken_up", "deferred")) if waits else "answered",
            "revision": 1,
            "consent_words": "requests.2026",
            "consent_at": "2026-11-21T17:40:00+08:00",
            "began_ms": sent_ms - 60_000,
            "changed_ms": sent_ms,
            "sent_ms": sent_ms,
            "due_ms": sent_ms + 86_400_000,
            "content": b"",
        }


def _commands(random: Random, kiosks: list[str], now_ms: int) -> Iterator[dict[str, Any]]:
    for command_id in islice(command_ids(), COMMANDS):
        issued_ms, kiosk_id = now_ms - random.randrange(_YEAR_MS), random.choice(kiosks)
        command = Command(command_id, kiosk_id, SendLogs(), issued_ms, issued_ms + 3_600_000)
        yield {
            "command_id": command_id,
            "kiosk_id": kiosk_id,
            "kind": "send_logs",
            "told": msgspec.json.encode(command),
            "state": "done",
            "ordered_by": "anna",
            "issued_ms": issued_ms,
            "expires_ms": issued_ms + 3_600_000,
            "changed_ms": issued_ms + 120_000,
            "figures": "",
        }


def _audit(random: Random, names: list[str], now_ms: int) -> Iterator[dict[str, Any]]:
    """Of one of them hardly anything: whoever asks for it must not read all the rest."""
    for number in range(AUDIT_LINES):
        yield {
            "audit_id": f"{random.getrandbits(128):032x}",
            "at_ms": now_ms - random.randrange(_YEAR_MS),
            "name": names[0] if number % 10_000 == 0 else random.choice(names[1:]),
            "act": "case_explain",
            "about": f"2611{number:010d}",
            "verdict": "done",
        }
