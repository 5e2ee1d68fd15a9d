"""How every part is now: what the drivers tell, and for the machine's own parts what the last test found.

Fed from the drivers' threads, read from any; keeps nothing personal.
"""

from collections.abc import Iterable
from threading import Lock
from typing import Final, Literal, TypeAlias, get_args

from msgspec.structs import replace

from drivers.cash.port import NotesKnown
from drivers.events import DeviceEvent, DeviceIdentified, Identity, StatusChanged
from drivers.printer.port import PaperChanged
from drivers.status import Level, Status, level_of
from drivers.vocabulary import DeviceState
from kiosk.selftest.model import Measured, Outcome, Part, PartState, Result

PartLevel: TypeAlias = Literal["ok", "warning", "error", "busy", "unknown"]

PARTS: Final[tuple[Part, ...]] = get_args(Part)

_LEVELS: Final[dict[Level, PartLevel]] = {
    Level.OK: "ok",
    Level.WARNING: "warning",
    Level.ERROR: "error",
}
_UNDER_WAY: Final = frozenset({DeviceState.STARTING, DeviceState.DEVICE_BUSY})
_AFTER: Final[dict[Outcome, tuple[str, PartLevel]]] = {
    "passed": (DeviceState.ONLINE.value, "ok"),
    "failed": (DeviceState.HARDWARE_ERROR.value, "error"),
    "not_fitted": ("not_fitted", "unknown"),
}
"""How a part is that has no driver. A test that was not done says nothing."""

_GRAVITY: Final[tuple[Outcome, ...]] = ("failed", "passed", "not_fitted")


class LiveStates:
    def __init__(self, fitted: Iterable[Part]) -> None:
        """`fitted`: the parts this machine has; the others stay "not_fitted"."""
        self._lock = Lock()
        known = set(fitted)
        self._states: dict[str, PartState] = {
            part: PartState(part, "unknown" if part in known else "not_fitted", "unknown") for part in PARTS
        }
        self._figures: dict[str, tuple[Measured, ...]] = {}
        self._found: dict[str, dict[str, Result]] = {}
        self._told: set[str] = set()
        self._testing: Part | None = None
        self.notes_fen: frozenset[int] = frozenset()
        """What the note acceptor says it can tell apart."""

    def heard(self, device: str, event: DeviceEvent) -> None:
        match event:
            case StatusChanged(state=state, reason=reason, statuses=statuses):
                self._told.add(device)
                words = tuple(status.value for status in statuses)
                level = _level(state, statuses)
                self._change(device, state=state.value, level=level, statuses=words, reason=reason)
            case DeviceIdentified(identity=identity):
                self._change(device, identity=identity.model)
                self._note(device, _identity_facts(identity))
            case PaperChanged(paper=paper):
                self._note(device, (Measured("paper", paper.value),))
            case NotesKnown(values_fen=values_fen):
                self.notes_fen = frozenset(values_fen) - {0}
            case _:
                pass

    def testing(self, part: Part | None) -> None:
        """This part is being tested, until the next word."""
        self._testing = part

    def tested(self, result: Result) -> None:
        """Its figures stand on the part's card; a part without a driver is as its last tests found it."""
        if result.outcome == "passed":
            with self._lock:
                self._figures[result.part] = _newer(self._figures.get(result.part, ()), result.measured)
        if result.outcome == "not_done":
            return
        found = self._found.setdefault(result.part, {})
        found[result.test] = result
        if result.part not in self._told:
            gravest = min(found.values(), key=lambda result: _GRAVITY.index(result.outcome))
            state, level = _AFTER[gravest.outcome]
            self._change(result.part, state=state, level=level, reason=gravest.detail)

    def state(self, part: Part) -> PartState:
        with self._lock:
            state = self._states[part]
            return replace(state, facts=_newer(self._figures.get(part, ()), state.facts))

    def snapshot(self) -> tuple[PartState, ...]:
        """Every part in the order of `model.Part`; the one under test is busy."""
        under_test = self._testing
        states = [self.state(part) for part in PARTS]
        return tuple(replace(state, level="busy") if state.part == under_test else state for state in states)

    def _change(self, part: str, **changes: object) -> None:
        with self._lock:
            if part in self._states:
                self._states[part] = replace(self._states[part], **changes)

    def _note(self, part: str, facts: tuple[Measured, ...]) -> None:
        with self._lock:
            if part in self._states:
                state = self._states[part]
                self._states[part] = replace(state, facts=_newer(state.facts, facts))


def _newer(older: tuple[Measured, ...], newer: tuple[Measured, ...]) -> tuple[Measured, ...]:
    """The newer figures first, and of the older those that were not measured again."""
    keys = {figure.key for figure in newer}
    return (*newer, *(figure for figure in older if figure.key not in keys))


def _level(state: DeviceState, statuses: tuple[Status, ...]) -> PartLevel:
    if state in _UNDER_WAY or statuses == (Status.BUSY,):
        return "busy"
    if state is not DeviceState.ONLINE and level_of(statuses) is not Level.ERROR:
        return "error"
    return _LEVELS[level_of(statuses)]


def _identity_facts(identity: Identity) -> tuple[Measured, ...]:
    said = (("identity", identity.model), ("firmware", identity.firmware), ("serial", identity.serial))
    return tuple(Measured(key, value) for key, value in said if value)
