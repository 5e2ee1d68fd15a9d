"""Runs tests one after the other in its own thread, tells what happens, and leaves every device safe.

A test that hangs is cut off at its limit: its own thread is left behind, and nobody waits for it.
"""

from collections.abc import Callable, Iterable, Mapping
from threading import Event, Lock
from typing import Final

from drivers.events import DeviceEvent
from kiosk.runtime.workers import Worker
from kiosk.selftest.attempt import Attempt, Ending, Failed, Heard, NotDone, NotFitted, Stopped
from kiosk.selftest.equipment import Equipment
from kiosk.selftest.history import History
from kiosk.selftest.model import (
    Answered,
    News,
    Part,
    Result,
    RunEnded,
    TestBegan,
    TestSpec,
)
from kiosk.selftest.procedure import Procedure
from kiosk.selftest.prompt import Attendance

HOST_PARTS: Final[frozenset[Part]] = frozenset(
    {"touch", "display", "speaker", "network", "gateway", "clock", "disk", "journal"}
)
"""Parts without a driver: their time is the world's, also where simulated devices hurry."""

_LEAVES_WITHIN_S: Final = 2.0
"""Steps that were stopped are awaited so long before the devices are made safe behind them."""

_BROKEN_OFF: Final = Ending("not_done", "broken_off")


class Runner:
    """`tell` is called from the runner's threads, one call at a time, in order."""

    def __init__(
        self,
        procedures: Iterable[Procedure],
        equipment: Equipment,
        history: History,
        tell: Callable[[News], None],
    ) -> None:
        self._procedures = {procedure.spec.name: procedure for procedure in procedures}
        self._equipment = equipment
        self._history = history
        self._tell = tell
        self._worker = Worker("selftest", equipment.host.clock)
        self._lock = Lock()
        self._attempt: Attempt | None = None
        self._hears: tuple[str, ...] = ()
        self._cancelled = Event()
        self._running = False
        self._worker.start()

    @property
    def specs(self) -> tuple[TestSpec, ...]:
        """Every test there is, in the order of a run of all."""
        return tuple(procedure.spec for procedure in self._procedures.values())

    @property
    def running(self) -> bool:
        return self._running

    def start(self, names: Iterable[str] | None = None, attendance: Attendance = "display") -> bool:
        """Run these tests, all by default, in their own order. False: a run is under way already.

        Raises KeyError for a test there is not.
        """
        wanted = set(self._procedures if names is None else names)
        if unknown := wanted - self._procedures.keys():
            raise KeyError(f"no such test: {', '.join(sorted(unknown))}")
        with self._lock:
            if self._running:
                return False
            self._running = True
            self._cancelled.clear()
        procedures = [procedure for name, procedure in self._procedures.items() if name in wanted]
        self._worker.submit(lambda: self._run(procedures, attendance), failed=self._ended)
        return True

    def answer(self, answered: Answered) -> None:
        """An answer to a test that is not under way any more is passed over."""
        attempt = self._attempt
        if attempt is not None and attempt.spec.name == answered.test:
            attempt.arrive(answered)

    def cancel(self) -> None:
        self._cancelled.set()
        attempt = self._attempt
        if attempt is not None:
            attempt.end(_BROKEN_OFF)

    def heard(self, device: str, event: DeviceEvent) -> None:
        """From the drivers' threads: what the test under way may be waiting for."""
        attempt = self._attempt
        if attempt is not None and device in self._hears:
            attempt.arrive(Heard(device, event))

    def close(self) -> None:
        self.cancel()
        self._worker.stop()

    # -- in the runner's thread -----------------------------------------------------------------------

    def _run(self, procedures: list[Procedure], attendance: Attendance) -> None:
        outcomes: dict[str, Result] = {}
        for done, procedure in enumerate(procedures):
            if self._cancelled.is_set():
                break
            self._equipment.live.testing(procedure.spec.part)
            self._tell(TestBegan(procedure.spec.name, done, len(procedures)))
            result = self._history.add(self._result(procedure, attendance, outcomes))
            outcomes[result.test] = result
            self._equipment.live.tested(result)
            self._tell(result)
        self._ended()

    def _ended(self) -> None:
        self._equipment.live.testing(None)
        self._running = False
        self._tell(RunEnded(self._cancelled.is_set()))

    def _result(self, procedure: Procedure, attendance: Attendance, outcomes: Mapping[str, Result]) -> Result:
        spec = procedure.spec
        began_wall_s = self._equipment.host.clock.wall_s()
        clock = self._equipment.host_clock if spec.part in HOST_PARTS else self._equipment.device_clock
        began_s = clock.monotonic_s()
        attempt = Attempt(spec, self._equipment, clock, attendance, self._tell)
        missing = next((name for name in procedure.needs if _stands_in_the_way(outcomes.get(name))), "")
        if missing:
            attempt.end(Ending("not_done", "needs", missing))
        else:
            self._perform(procedure, attempt)
        return Result(
            number=0,
            test=spec.name,
            part=spec.part,
            outcome=attempt.ending.outcome,
            reason=attempt.ending.reason,
            detail=attempt.ending.detail,
            measured=attempt.measured,
            began_wall_s=began_wall_s,
            took_s=round(clock.monotonic_s() - began_s, 3),
        )

    def _perform(self, procedure: Procedure, attempt: Attempt) -> None:
        """In a thread of its own, which is left behind where it does not come back."""
        self._hears, self._attempt = procedure.hears, attempt
        if self._cancelled.is_set():
            attempt.end(_BROKEN_OFF)
        hand = Worker(f"selftest {procedure.spec.name}", self._equipment.host.clock)
        hand.submit(lambda: _steps(procedure, attempt), failed=lambda: _broke(attempt))
        hand.start()
        attempt.await_end()
        attempt.clock.wait(attempt.left, _LEAVES_WITHIN_S)
        self._attempt = None
        procedure.make_safe(self._equipment)
        hand.stop(timeout_s=0.0)


def _steps(procedure: Procedure, attempt: Attempt) -> None:
    try:
        procedure.steps(attempt)
        attempt.end(Ending("passed"))
    except NotFitted as found:
        attempt.end(Ending("not_fitted", found.reason, found.detail))
    except NotDone as found:
        attempt.end(Ending("not_done", found.reason, found.detail))
    except Failed as found:
        attempt.end(Ending("failed", found.reason, found.detail))
    except Stopped:
        pass
    attempt.left.set()


def _broke(attempt: Attempt) -> None:
    """The test itself is at fault; the log says where."""
    attempt.end(Ending("failed", "test_broke", "see the log"))
    attempt.left.set()


def _stands_in_the_way(result: Result | None) -> bool:
    """It failed, or it could not be tried for the same cause."""
    if result is None:
        return False
    return result.outcome == "failed" or (result.outcome == "not_done" and result.reason == "needs")
