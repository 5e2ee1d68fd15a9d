"""Whether somebody is a technician of this machine: PINs, cards, attempts and unlocking codes together.

Slow on purpose (scrypt) and given to the disk, so it belongs on a worker's thread, one call at a time.
"""

import hmac
import logging
from pathlib import Path

from kiosk.access.attempts import Attempts
from kiosk.access.demonstration import apart, set_up_demonstration
from kiosk.access.keys import card_key, machine_key
from kiosk.access.pins import Pins, PinsDamaged
from kiosk.access.staff_cards import StaffCards
from kiosk.durable import own_folder
from kiosk.runtime.clock import Clock
from kiosk.session.secret import Secret
from kiosk.technician.events import PinChecked, ResponseChecked
from kiosk.technician.lockout import Lockout
from kiosk.wire.unlock import unlock_code

_log = logging.getLogger(__name__)


class Gate:
    """`folder` holds all of it and is its owner's alone. Raises OSError, KeyDamaged, PinsDamaged."""

    def __init__(self, folder: Path, machine_number: str, clock: Clock, *, demonstration: bool) -> None:
        folder = own_folder(apart(folder) if demonstration else folder)
        self._machine_number = machine_number
        self._key = machine_key(folder / "machine.key")
        self._attempts = Attempts(folder / "attempts.json", clock)
        self.pins = Pins(folder / "pins.json")
        self.cards = StaffCards(folder / "cards.json", card_key(self._key))
        if demonstration:
            set_up_demonstration(self.pins, self.cards)

    def lockout(self) -> Lockout:
        """How the keypad stands now. A disk that cannot be written is no reason to open it."""
        try:
            return self._attempts.pass_time()
        except OSError as error:
            _log.error("waiting is not written down: %s", error.strerror)
            return self._attempts.lockout

    def check_pin(self, technician: str, pin: Secret) -> PinChecked:
        """Counted on the disk before anything is compared."""
        try:
            if not self._attempts.begin_try():
                return PinChecked("closed", technician, self._attempts.lockout)
            right = self.pins.is_right(technician, pin)
            if right:
                self._attempts.was_right()
        except (OSError, PinsDamaged) as error:
            _log.error("no PIN can be checked: %s", error)
            return PinChecked("broken", technician, self._attempts.lockout)
        return PinChecked("right" if right else "wrong", technician, self._attempts.lockout)

    def check_response(self, response: Secret) -> ResponseChecked:
        """A response is tried once: right or wrong, its challenge is spent."""
        try:
            challenge = self._attempts.begin_response()
            expected = unlock_code(self._key, self._machine_number, challenge) if challenge else ""
            right = bool(expected) and hmac.compare_digest(expected.encode(), response.value.encode())
            if right:
                self._attempts.response_was_right()
        except OSError as error:
            _log.error("no unlocking code can be checked: %s", error.strerror)
            right = False
        return ResponseChecked(right, self._attempts.lockout)

    def knows_card(self, number: Secret) -> bool:
        """From any thread."""
        return self.cards.knows(number)
