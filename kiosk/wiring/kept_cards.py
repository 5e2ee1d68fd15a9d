"""Enters every card that a reader has kept into the register of cards left behind, by the machine itself.

One that cannot be entered is told in the log and to a technician at the machine, and tried again at the first
event of any device a minute later.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from drivers.card.port import CardKept, CardOutOfSight
from drivers.events import DeviceEvent
from kiosk.runtime.clock import Clock
from kiosk.supplies.card_register import FILE, CardRegister, CardRegisterDamaged, CardRegisterFailed
from kiosk.technician.left_cards import LeftCard

_log = logging.getLogger(__name__)
_DIGITS_SHOWN = 4
TRY_AGAIN_S = 60.0


class KeptCards:
    """`heard` from the drivers' threads. The register is opened when the first card is kept."""

    def __init__(self, state: Path, clock: Clock) -> None:
        self._path = state / FILE
        self._clock = clock
        self._lock = Lock()
        self._register: CardRegister | None = None
        self._not_entered: list[LeftCard] = []
        self._try_again_at_s = 0.0
        self.tell_technician: Callable[[], None] = lambda: None
        """That a card is in the bin and not in the register."""

    def heard(self, device: str, event: DeviceEvent) -> None:
        match event:
            case CardKept(_, number_masked):
                self._keep(number_masked)
            case CardOutOfSight():
                _log.error("%s: a forgotten card is out of sight: look into the bin and enter it", device)
            case _ if self._not_entered and self._clock.monotonic_s() >= self._try_again_at_s:
                self._enter_all()

    def close(self) -> None:
        with self._lock:
            if self._register is not None:
                self._register.close()

    def _keep(self, number_masked: str) -> None:
        digits = number_masked[-_DIGITS_SHOWN:]
        known = digits if len(digits) == _DIGITS_SHOWN and digits.isascii() and digits.isdecimal() else ""
        card = LeftCard("ic_card", known, found_at="bin", technician="", wall_s=self._clock.wall_s())
        with self._lock:
            self._not_entered.append(card)
        self._enter_all()

    def _enter_all(self) -> None:
        try:
            with self._lock:
                while self._not_entered:
                    self._opened().enter(self._not_entered[0])
                    self._not_entered.pop(0)
        except (CardRegisterDamaged, CardRegisterFailed) as error:
            self._try_again_at_s = self._clock.monotonic_s() + TRY_AGAIN_S
            _log.critical("a card in the bin is not in the register: write it down on paper: %s", error)
            self.tell_technician()

    def _opened(self) -> CardRegister:
        """Raises CardRegisterDamaged."""
        if self._register is None:
            self._register = CardRegister(self._path)
        return self._register
