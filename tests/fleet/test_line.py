"""Each injected fault is what it says, and what nobody injected is counted as such."""

from collections.abc import Callable
from random import Random
from threading import Event
from typing import Any

import pytest

from kiosk.backend.errors import GatewayError, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.fleet.faults import Fault, Faults, PowerCut
from kiosk.fleet.line import Line
from kiosk.fleet.tally import Tally
from kiosk.runtime.clock import FakeClock
from kiosk.wire.bills import LookUpAnswer, LookUpRequest

ASKED = LookUpRequest("account", "3102664100017")
NOTHING_OWED = LookUpAnswer(None)


class OneFault(Faults):
    def __init__(self, fault: Fault | None) -> None:
        super().__init__(Random(1), 0.0, Event())
        self._fault = fault

    def of_call(self) -> Fault | None:
        return self._fault

    def in_passing(self) -> Fault | None:
        return self._fault


class Answering:
    """In the place of the client: counts the requests that reach the gateway."""

    def __init__(self, answer: Callable[[], LookUpAnswer]) -> None:
        self.reached = 0
        self._answer = answer

    def look_up(self, request: LookUpRequest) -> LookUpAnswer:
        self.reached += 1
        return self._answer()

    def health(self) -> object:
        raise GatewaySlow("of itself")


def refusing(code: str, status: int) -> Callable[[], LookUpAnswer]:
    def refuse() -> LookUpAnswer:
        raise GatewayRefused(code, status)

    return refuse


def line_with(
    fault: Fault | None, answer: Callable[[], LookUpAnswer] = lambda: NOTHING_OWED
) -> tuple[Line, Any, Tally, FakeClock]:
    tally, clock, client = Tally(), FakeClock(), Answering(answer)
    return Line(client, OneFault(fault), tally, clock, clock.advance), client, tally, clock  # type: ignore[arg-type]  # by shape


def test_without_a_fault_a_call_is_timed_and_nothing_is_spoilt() -> None:
    line, client, tally, _ = line_with(None)

    assert line.look_up(ASKED) == NOTHING_OWED
    assert (client.reached, line.spoilt) == (1, 0)
    assert len(tally.times_s("call look_up")) == 1


@pytest.mark.parametrize(
    ("fault", "error", "reached"),
    [
        ("request_lost", GatewayUnreachable, 0),
        ("answer_lost", GatewaySlow, 1),
        ("power_cut_before", PowerCut, 0),
        ("power_cut_after", PowerCut, 1),
    ],
)
def test_what_is_lost_is_lost_before_or_after_the_gateway(
    fault: Fault, error: type[BaseException], reached: int
) -> None:
    line, client, tally, _ = line_with(fault)

    with pytest.raises(error):
        line.look_up(ASKED)
    assert (client.reached, line.spoilt) == (reached, 1)
    assert tally.counted("faults") == {fault: 1}
    assert tally.counted("missed") == {}


def test_a_repeated_request_reaches_the_gateway_twice() -> None:
    line, client, _, _ = line_with("repeated")

    assert line.look_up(ASKED) == NOTHING_OWED
    assert client.reached == 2


def test_a_slow_line_delays_the_request_and_not_the_measured_call() -> None:
    line, _, tally, clock = line_with("slow")
    before_s = clock.monotonic_s()
    line.look_up(ASKED)

    assert clock.monotonic_s() > before_s
    assert tally.times_s("call look_up") == [0.0]


@pytest.mark.parametrize(
    ("code", "status", "group"),
    [
        ("account_unknown", 404, "refusals"),
        ("rate_limited", 429, "missed"),
        ("biller_unavailable", 503, "missed"),
    ],
)
def test_a_rule_of_the_gateways_is_an_answer_and_being_busy_is_none(
    code: str, status: int, group: Any
) -> None:
    line, _, tally, _ = line_with(None, refusing(code, status))

    with pytest.raises(GatewayError):
        line.look_up(ASKED)
    assert tally.counted(group) == {f"look_up: {code}": 1}


def test_a_health_check_that_fails_of_itself_is_not_taken_for_an_injected_one() -> None:
    line, _, tally, _ = line_with(None)

    with pytest.raises(GatewaySlow):
        line.health()
    assert not line.last_miss_injected
    assert tally.counted("missed") == {"health: GatewaySlow, of itself": 1}


def test_faults_come_at_their_rate_and_end_with_the_visits() -> None:
    over = Event()
    faults = Faults(Random(5), 0.1, over)
    drawn = [faults.of_call() for _ in range(5_000)]

    assert 400 < sum(fault is not None for fault in drawn) < 600
    assert {fault for fault in drawn if fault} == {
        "request_lost",
        "answer_lost",
        "slow",
        "repeated",
        "power_cut_before",
        "power_cut_after",
    }
    over.set()
    assert [faults.of_call(), faults.in_passing(), faults.of_entry()] == [None, None, None]
