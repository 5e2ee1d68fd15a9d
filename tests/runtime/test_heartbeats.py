"""A kiosk says every minute how it is: on time, once each, seldom while nobody answers, never in the way."""

import itertools
from random import Random

import pytest

from kiosk.backend.errors import GatewayError, GatewayGarbage, GatewaySlow, GatewayUnreachable
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.heartbeats import EVERY_S, FIRST_WITHIN_S, SELDOM_S, SPREAD, Heartbeats
from kiosk.wire.heartbeats import Heartbeat, HeartbeatAnswer, JournalTold, MachineTold

HOUR_S = 3_600


class Gateway:
    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.came: list[tuple[float, Heartbeat]] = []
        self.fails: GatewayError | None = None
        self.next_s = 60

    def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        self.came.append((self._clock.monotonic_s(), beat))
        if self.fails is not None:
            raise self.fails
        return HeartbeatAnswer("kiosk-1", beat.run, beat.number, 0, self.next_s)

    def waits(self) -> list[float]:
        moments = [at_s for at_s, _beat in self.came]
        return [later - earlier for earlier, later in itertools.pairwise(moments)]


class Kiosk:
    def __init__(self, seed: int = 1) -> None:
        self.clock = FakeClock()
        self.gateway = Gateway(self.clock)
        self.is_blind = False
        self.answers: list[HeartbeatAnswer] = []
        self.heartbeats = Heartbeats(self.gateway, self._look, self.answers.append, self.clock, Random(seed))

    def _look(self) -> MachineTold:
        if self.is_blind:
            raise KeyError("a part that nobody knows")
        return MachineTold("0.1.0", "0" * 16, "open", True, (), JournalTold(0))

    def passes(self, seconds: float) -> None:
        for _ in range(round(seconds)):
            self.clock.advance(1)
            self.heartbeats.worker.run_pending()


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk()


def test_it_beats_every_minute_and_counts(kiosk: Kiosk) -> None:
    kiosk.passes(HOUR_S)
    beats = [beat for _at_s, beat in kiosk.gateway.came]
    assert 54 <= len(beats) <= 66
    assert [beat.number for beat in beats] == list(range(1, len(beats) + 1))
    assert len({beat.run for beat in beats}) == 1
    assert [answer.number for answer in kiosk.answers] == [beat.number for beat in beats]
    assert all(
        EVERY_S * (1 - SPREAD) <= wait_s <= EVERY_S * (1 + SPREAD) + 1 for wait_s in kiosk.gateway.waits()
    )
    assert beats[-1].up_s == pytest.approx(HOUR_S, abs=70)
    assert beats[0].wall_ms == pytest.approx(FakeClock().wall_s() * 1000, abs=FIRST_WITHIN_S * 1000 + 1000)


def test_machines_that_start_together_do_not_beat_together() -> None:
    first_s = set()
    for seed in range(20):
        kiosk = Kiosk(seed)
        kiosk.passes(FIRST_WITHIN_S + 1)
        first_s.add(round(kiosk.gateway.came[0][0]))
    assert len(first_s) > 8


def test_each_start_is_a_run_of_its_own() -> None:
    runs = set()
    for seed in range(20):
        kiosk = Kiosk(seed)
        kiosk.passes(FIRST_WITHIN_S + 1)
        runs.add(kiosk.gateway.came[0][1].run)
    assert len(runs) == 20


@pytest.mark.parametrize("error", [GatewayUnreachable("no"), GatewaySlow("late"), GatewayGarbage("what")])
def test_while_nobody_answers_it_beats_seldom_and_then_at_once_as_before(
    kiosk: Kiosk, error: GatewayError
) -> None:
    kiosk.gateway.fails = error
    kiosk.passes(6 * HOUR_S)
    waits = kiosk.gateway.waits()
    assert max(waits) <= SELDOM_S * (1 + SPREAD) + 1
    assert min(waits[4:]) >= SELDOM_S * (1 - SPREAD)
    assert waits[0] <= EVERY_S * (1 + SPREAD) + 1
    kiosk.gateway.fails = None
    kiosk.passes(SELDOM_S * 1.2)
    kiosk.gateway.came.clear()
    kiosk.passes(600)
    assert len(kiosk.gateway.came) >= 9


def test_no_heartbeat_is_sent_twice(kiosk: Kiosk) -> None:
    kiosk.gateway.fails = GatewaySlow("it may have come")
    kiosk.passes(HOUR_S)
    kiosk.gateway.fails = None
    kiosk.passes(HOUR_S)
    numbers = [beat.number for _at_s, beat in kiosk.gateway.came]
    assert numbers == sorted(set(numbers))


def test_the_gateway_says_how_often(kiosk: Kiosk) -> None:
    kiosk.gateway.next_s = 600
    kiosk.passes(2 * HOUR_S)
    assert 10 <= len(kiosk.gateway.came) <= 15


def test_a_machine_that_cannot_be_looked_at_is_tried_again_each_minute(
    kiosk: Kiosk, caplog: pytest.LogCaptureFixture
) -> None:
    kiosk.is_blind = True
    kiosk.passes(600)
    assert kiosk.gateway.came == []
    assert 8 <= len(caplog.records) <= 12, "it is told once a try, not each second"
    kiosk.is_blind = False
    kiosk.passes(70)
    assert kiosk.gateway.came


def test_that_nobody_answers_is_told_once(kiosk: Kiosk, caplog: pytest.LogCaptureFixture) -> None:
    kiosk.gateway.fails = GatewayUnreachable("no connection")
    kiosk.passes(HOUR_S)
    assert [record.message for record in caplog.records] == ["no heartbeat arrives: GatewayUnreachable"]
