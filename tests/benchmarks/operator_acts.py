"""How long acts at the operators' page take: each a form that is sent, with its audit in the same commit."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Final

import requests

from tests.benchmarks.operator_paid import kiosk_name
from tests.benchmarks.operator_past import OPEN_ALARMS, alarm_number
from tests.benchmarks.operator_town import open_differences

_WARM: Final = 3
Form = tuple[str, dict[str, str]]
"""Where it goes, and what is typed into it."""


def measured(
    address: str,
    asks: requests.Session,
    now_ms: int,
    rounds: int,
    verdict: Callable[[str, list[float]], str],
) -> Iterator[str]:
    page = asks.get(f"{address}/operator", timeout=60).text
    [token] = set(re.findall(r'name="form_token" value="([0-9a-f]{64})"', page))
    for name, forms in _acts(now_ms).items():
        took_ms = list[float]()
        for number, (place, typed) in enumerate(islice(forms, rounds + _WARM)):
            began_s = time.perf_counter()
            answer = asks.post(
                f"{address}/operator{place}",
                data=typed | {"form_token": token},
                allow_redirects=False,
                timeout=60,
            )
            if number >= _WARM:
                took_ms.append(1000 * (time.perf_counter() - began_s))
            if answer.status_code != 303:
                yield f"  {name:<26} WRONG: status {answer.status_code}"
                return
        yield verdict(name, took_ms)


def _acts(now_ms: int) -> Mapping[str, Iterator[Form]]:
    alarms = [f"/alarms/{alarm_number(number)}" for number in range(OPEN_ALARMS)]
    handled = {"how": "refilled", "words": "a new roll"}
    explained = {"words": "The provider has told that it was paid back."}
    command = {"kind": "self_test", "lasts": "hours"}
    return {
        "take an alarm up": ((f"{alarm}/take", {}) for alarm in alarms),
        "handle an alarm": ((f"{alarm}/handle", handled) for alarm in alarms),
        "explain a case": ((f"/cases/{number}/explain", explained) for number in open_differences(now_ms)),
        "give a command": (
            ("/commands", command | {"kiosk": kiosk_name(number), "command_id": f"bench-{number}"})
            for number in range(OPEN_ALARMS)
        ),
    }
