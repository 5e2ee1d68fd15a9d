"""What the machine does when an operator asks for it from afar."""

from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace

from kiosk.runtime.command_course import Sight
from kiosk.runtime.recent_log import RecentLog
from kiosk.runtime.service_gate import ServiceGate
from kiosk.runtime.store import Store
from kiosk.session.model import Session
from kiosk.session.rules import Rules
from kiosk.session.steps import InsertNotes, Paying
from kiosk.session.steps_meter_cards import PaidCardStep
from kiosk.session.steps_prepaid import Loading


class RemoteTests(Protocol):
    """The self-test without anybody there, where there is a technician's mode that could lend it."""

    @property
    def technician_here(self) -> bool: ...
    def begin(self) -> bool: ...
    def found(self) -> tuple[int, int, int] | None: ...


class RemoteHands:
    """`restart` ends the program so that it is started anew; None where nobody would."""

    def __init__(
        self, store: Store, gate: ServiceGate, log: RecentLog, restart: Callable[[], None] | None
    ) -> None:
        self._store = store
        self._gate = gate
        self._log = log
        self._restart = restart
        self._tests: RemoteTests | None = None

    def lend_tests(self, tests: RemoteTests) -> None:
        self._tests = tests

    def sight(self, now_ms: int | None) -> Sight:
        session = self._store.session
        here = session.technician != "away" or bool(self._tests and self._tests.technician_here)
        return Sight(now_ms, session.at_rest(), money_moves(session), here)

    def is_free(self) -> bool:
        """Nobody would be disturbed by a restart."""
        sight = self.sight(None)
        return sight.at_rest and not sight.technician_here

    def close(self, closed: bool) -> None:
        self._gate.order(closed)

    def speak_at(self, volume: int) -> None:
        def louder(rules: Rules) -> Rules:
            return replace(rules, comfort=replace(rules.comfort, volume=volume))

        self._store.change_rules(louder)

    def restart(self) -> bool:
        if self._restart is None:
            return False
        self._restart()
        return True

    def begin_tests(self) -> bool:
        return self._tests is not None and self._tests.begin()

    def tests_found(self) -> tuple[int, int, int] | None:
        return self._tests.found() if self._tests else (0, 0, 0)

    def log_lines(self, most: int) -> tuple[str, ...]:
        return self._log.lines(most)


def money_moves(session: Session) -> bool:
    """A payment is under way, notes are being put in for one, or what it bought is on its way to a meter."""
    return isinstance(session.step, Paying | InsertNotes | Loading | PaidCardStep)
