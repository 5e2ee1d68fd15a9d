"""What helpers ask of the machine: who they are, whose payment this is, and that a technician comes."""

import logging
from collections.abc import Callable
from pathlib import Path

from kiosk.access.entry_log import EntryLog
from kiosk.access.helpers import HelperGate, HelpersDamaged
from kiosk.access.keys import KeyDamaged
from kiosk.access.pins import PinsDamaged
from kiosk.runtime.clock import Clock
from kiosk.runtime.effects import StaffEffect
from kiosk.runtime.paid_look_up import PaidLookUps
from kiosk.runtime.workers import Worker
from kiosk.session.effects import CallTechnician, CheckHelper, FindPayment
from kiosk.session.events import (
    Event,
    HelperChecked,
    PadAnswer,
    PadAnswered,
    PaymentNotFound,
    TechnicianCallEnded,
)
from kiosk.session.secret import Secret
from kiosk.technician.effects import WriteEntry

_log = logging.getLogger(__name__)


class HelpersDesk:
    """Returns at once; the slow work is its own worker's, so that no resident waits behind a helper. Nobody
    can sign in where the files cannot be used."""

    def __init__(
        self,
        access: Path,
        clock: Clock,
        paid: PaidLookUps,
        post: Callable[[Event], None],
        *,
        demonstration: bool,
    ) -> None:
        self._paid, self._post = paid, post
        self._gate = _gate(access, clock, demonstration=demonstration)
        self._entries = EntryLog(access / "entries.jsonl", clock)
        self.worker = Worker("helpers", clock)

    def __call__(self, effect: StaffEffect) -> None:
        match effect:
            case CheckHelper(request, number, pin):
                self._answer(request, lambda: self._checked(number, pin), HelperChecked("broken"))
            case FindPayment(request, serial):
                self._answer(request, lambda: self._paid.find(serial), PaymentNotFound("gateway_down"))
            case CallTechnician():
                self.worker.submit(self._call, failed=lambda: self._post(TechnicianCallEnded(told=False)))

    def of_card(self, number: Secret) -> str:
        """The helper's name, empty for any other card. From any thread."""
        return self._gate.of_card(number) if self._gate else ""

    def _answer(self, request: int, asked: Callable[[], PadAnswer], failed: PadAnswer) -> None:
        self.worker.submit(
            lambda: self._post(PadAnswered(request, asked())),
            failed=lambda: self._post(PadAnswered(request, failed)),
        )

    def _checked(self, number: str, pin: Secret) -> HelperChecked:
        checked = self._gate.check(number, pin) if self._gate else HelperChecked("broken")
        if checked.verdict == "right":
            _log.info("helper %s has signed in", number)
        return checked

    def _call(self) -> None:
        """Where technicians look when they come, and in the log, which whoever watches machines reads."""
        written = self._entries.written(WriteEntry("wanted", why="helper"))
        _log.critical("a helper asks for a technician")
        self._post(TechnicianCallEnded(told=written))


def _gate(access: Path, clock: Clock, *, demonstration: bool) -> HelperGate | None:
    try:
        return HelperGate(access, clock, demonstration=demonstration)
    except (OSError, KeyDamaged, PinsDamaged, HelpersDamaged) as error:
        _log.critical("no helper can sign in: %s", error)
        return None
