"""The clockwork of the red button, on a fake clock: too early, late for once, late each time, twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from drivers.clock import FakeDeviceClock
from drivers.idcard.port import ForcedEject
from kiosk.selftest.attempt import Attempt, Failed, Heard, NotDone
from kiosk.selftest.equipment import Devices
from kiosk.selftest.every_test import EVERY_TEST
from tests.selftest.benches import Rig

TIMING = next(each for each in EVERY_TEST if each.spec.name == "eject_button.timing")


class Reader:
    """Its twin acts after each of `acts_s` in turn, the last for ever; None: it does not act."""

    def __init__(self, clock: FakeDeviceClock, acts_s: tuple[float | None, ...], times: int = 1) -> None:
        self._clock, self._acts_s, self._times = clock, list(acts_s), times
        self._holds = 0
        self.tell: Callable[[ForcedEject], None]

    def button_down(self) -> None:
        self._holds += 1
        hold = self._holds
        after_s = self._acts_s.pop(0) if len(self._acts_s) > 1 else self._acts_s[0]
        if after_s is not None:
            for _ in range(self._times):
                self._clock.call_at(self._clock.monotonic_s() + after_s, lambda: self._act(hold, after_s))

    def button_up(self) -> None:
        self._holds += 1

    def _act(self, hold: int, held_s: float) -> None:
        if hold == self._holds:
            self.tell(ForcedEject(held_s))


def timing(folder: Path, *acts_s: float | None, times: int = 1) -> Attempt:
    rig = Rig(folder)
    rig.close()
    clock = FakeDeviceClock()
    reader = Reader(clock, acts_s, times)
    equipment = replace(rig.runner._equipment, devices=Devices(id_reader=reader))  # type: ignore[arg-type]  # its twin is enough
    attempt = Attempt(TIMING.spec, equipment, clock, "nobody", lambda ask: None)
    reader.tell = lambda event: attempt.arrive(Heard("id_reader", event))
    TIMING.steps(attempt)
    return attempt


def held(attempt: Attempt) -> list[str]:
    return [figure.value for figure in attempt.measured]


def test_three_seconds_act_and_less_do_not(tmp_path: Path) -> None:
    assert held(timing(tmp_path, 3.05)) == ["3.05 s"]


def test_a_machine_that_is_held_up_for_once_is_no_fault(tmp_path: Path) -> None:
    assert held(timing(tmp_path, 3.0, 4.6, 5.2, 3.02)) == ["3.02 s"]


@pytest.mark.parametrize(
    ("acts_s", "times", "reason"),
    [
        ((4.6,), 1, "did_not_act: held 4.60 s: forced eject, but late, 3 times"),
        ((None,), 1, "did_not_act"),
        ((2.0,), 1, "acted_too_early"),
        ((3.0, 2.8), 1, "acted_too_early"),
        ((3.0,), 2, "acted_twice"),
    ],
)
def test_clockwork_at_fault_fails(
    tmp_path: Path, acts_s: tuple[float | None, ...], times: int, reason: str
) -> None:
    with pytest.raises(Failed, match=reason) as failed:
        timing(tmp_path, *acts_s, times=times)
    assert not isinstance(failed.value, NotDone)
