"""One test under way: what its steps may do. Hears devices, asks people, measures, and can be stopped.

Steps wait only through this; so a test that was stopped or took too long ends at its next wait.
"""

from collections import deque
from collections.abc import Callable
from threading import Event
from typing import Final, TypeAlias, TypeVar

from msgspec import Struct

from drivers.clock import DeviceClock
from drivers.events import DeviceEvent
from kiosk.selftest.equipment import Equipment
from kiosk.selftest.model import Answered, Ask, Measured, Outcome, TestSpec
from kiosk.selftest.prompt import Attendance, Prompt

E = TypeVar("E", bound=DeviceEvent)

DOES_NOT_WORK: Final = "does_not_work"
"""What a person may answer to any ask for an act: nothing happens."""


class Failed(Exception):
    """`reason` is a stem of the words' file, `detail` what an engineer wants to know, nothing personal."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class NotDone(Failed):
    """It says nothing about the part."""


class NotFitted(Failed):
    """This machine has no such thing to test."""


class Stopped(Exception):
    """Somebody broke the test off, or it took too long; whatever it still wanted is of no use."""


class Ending(Struct, frozen=True):
    outcome: Outcome
    reason: str = ""
    detail: str = ""


class Heard(Struct, frozen=True):
    device: str
    event: DeviceEvent


_Arrival: TypeAlias = Heard | Answered


def _any(event: DeviceEvent) -> bool:
    return True


class Attempt:
    """`clock` is the devices' for a device, the machine's own for the machine itself."""

    def __init__(
        self,
        spec: TestSpec,
        equipment: Equipment,
        clock: DeviceClock,
        attendance: Attendance,
        show: Callable[[Ask], None],
    ) -> None:
        self.spec = spec
        self.equipment = equipment
        self.clock = clock
        self.ended = Event()
        self.left = Event()
        """The steps have returned; until then they may still touch a device."""
        self.ending = Ending("not_done")
        self._attendance = attendance
        self._show = show
        self._measured: list[Measured] = []
        self._arrivals: deque[_Arrival] = deque()
        self._woken = Event()
        self._began_s = clock.monotonic_s()
        self._people_s = 0.0
        self._asked_s: float | None = None

    # -- for the steps ------------------------------------------------------------------------------

    def measure(self, key: str, value: str) -> None:
        self._measured.append(Measured(key, value))

    def measure_ms(self, key: str, since_s: float) -> None:
        """The time of the attempt's clock from `since_s` until now."""
        self.measure(key, f"{(self.clock.monotonic_s() - since_s) * 1000:.0f} ms")

    def event(self, within_s: float, *kinds: type[E]) -> E | None:
        """The next event of one of these kinds; None if none came in time. Others are passed over."""
        return _event_of(self._await(within_s, lambda arrival: _event_of(arrival, kinds) is not None), kinds)

    def pause(self, seconds: float) -> None:
        """Let the time pass; what is heard meanwhile is forgotten."""
        self._await(seconds, lambda arrival: False)

    def forget(self) -> None:
        """What was heard until now is of no interest any more."""
        self._arrivals.clear()

    def await_person(self, prompt: Prompt, *kinds: type[E], if_: Callable[[E], bool] = _any) -> E:
        """Show `prompt` until a device has seen the act, told from others by its kind and `if_`.

        Raises `Failed` where the person says that nothing happens, `NotDone` where nobody does anything.
        """

        def is_seen(arrival: _Arrival) -> bool:
            event = _event_of(arrival, kinds)
            return event is not None and if_(event)

        seen = _event_of(self._person(prompt, is_seen), kinds)
        if seen is None:
            raise Failed("said_broken")
        return seen

    def await_answer(self, prompt: Prompt) -> Answered:
        """Show `prompt` until the person has answered. Raises `Failed` and `NotDone` as `await_person`."""
        answered = self._person(prompt, lambda arrival: False)
        if not isinstance(answered, Answered) or answered.answer == DOES_NOT_WORK:
            raise Failed("said_broken")
        return answered

    def _person(self, prompt: Prompt, is_seen: Callable[[_Arrival], bool]) -> _Arrival:
        """What a device saw, or what the person answered. Their time is not the test's."""
        if self._attendance == "nobody":
            raise NotDone("unattended")
        if prompt.kind != "picture" and self._attendance == "terminal":
            raise NotDone("no_display")
        self._asked_s = self.clock.monotonic_s()
        self._show(prompt.ask(self.spec.name))
        try:
            found = self._await(prompt.wait_s, lambda item: isinstance(item, Answered) or is_seen(item))
        finally:
            self._people_s += self.clock.monotonic_s() - self._asked_s
            self._asked_s = None
        if found is None:
            raise NotDone("nobody")
        return found

    def _await(self, within_s: float, is_wanted: Callable[[_Arrival], bool]) -> _Arrival | None:
        """The first wanted of what has arrived since the last wait; what comes before it is dropped."""
        deadline_s = self.clock.monotonic_s() + within_s
        while True:
            self._woken.clear()
            if self.ended.is_set():
                raise Stopped
            while self._arrivals:
                arrival = self._arrivals.popleft()
                if is_wanted(arrival):
                    return arrival
            left_s = deadline_s - self.clock.monotonic_s()
            if left_s <= 0:
                return None
            self.clock.wait(self._woken, left_s)

    # -- for the runner, from any thread --------------------------------------------------------------

    def arrive(self, arrival: _Arrival) -> None:
        self._arrivals.append(arrival)
        self._woken.set()

    def end(self, ending: Ending) -> None:
        """The first ending counts; the steps find out at their next wait."""
        if not self.ended.is_set():
            self.ending = ending
            self.ended.set()
            self._woken.set()

    def await_end(self) -> None:
        """Until the steps have ended, or have taken longer than they may. Time with people is not counted."""
        while not self.ended.is_set():
            left_s = self.spec.limit_s - self._own_s()
            if left_s <= 0:
                self.end(Ending("failed", "took_too_long", f"longer than {self.spec.limit_s:.0f} s"))
            else:
                self.clock.wait(self.ended, left_s)

    @property
    def measured(self) -> tuple[Measured, ...]:
        return tuple(self._measured)

    def _own_s(self) -> float:
        now_s = self.clock.monotonic_s()
        asked_s = self._asked_s
        with_people_s = self._people_s + (0.0 if asked_s is None else now_s - asked_s)
        return now_s - self._began_s - with_people_s


def _event_of(arrival: _Arrival | None, kinds: tuple[type[E], ...]) -> E | None:
    if isinstance(arrival, Heard) and isinstance(arrival.event, kinds):
        return arrival.event
    return None
