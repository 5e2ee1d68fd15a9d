"""Who may help residents at this machine: each has a number, a PIN, a name to be called by, perhaps a card.

Apart from technicians, whose PINs and tries these are not. Slow on purpose (scrypt): `check` belongs on a
worker's thread, one call at a time; a card may be asked about from any.
"""

import hashlib
import hmac
import logging
import re
from pathlib import Path

import msgspec

from kiosk.access.attempts import Attempts
from kiosk.access.demonstration import DEMONSTRATION_HELPER, apart, set_up_demonstration_helper
from kiosk.access.keys import helper_card_key, machine_key
from kiosk.access.pins import Pins, PinsDamaged
from kiosk.durable import own_folder, write_durably
from kiosk.runtime.clock import Clock
from kiosk.session.events import HelperChecked
from kiosk.session.secret import Secret

FOLDER = "helpers"
_NUMBER = re.compile(r"\d\d", re.ASCII)
LONGEST_NAME = 8
"""Letters on the panel's one line."""

_log = logging.getLogger(__name__)


class HelperEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`card` is the keyed hash of their card's number, empty without one."""

    name: str
    card: str = ""


class HelpersDamaged(Exception):
    """The register cannot be read: nobody is added to it, or lost from it, until it is moved away."""


class Helpers:
    """The register in `folder`, by number of two digits. `key` is this machine's alone, so that a card of
    another machine is a stranger's here."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._path = folder / "helpers.json"
        self._key = key
        self.pins = Pins(folder / "pins.json")

    def known(self) -> dict[str, HelperEntry]:
        """Read anew each time: a helper may be added while the kiosk runs. Raises HelpersDamaged."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, HelperEntry])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            words = f"{self._path.name}: {type(error).__name__}; move it away, and add every helper again"
            raise HelpersDamaged(words) from None

    def add(self, number: str, name: str, pin: Secret, card: Secret | None = None) -> None:
        """Whoever has the number already keeps their card where none is given.

        Raises WeakPin, ValueError for a card without a number and as `refuse` does, OSError, PinsDamaged,
        HelpersDamaged.
        """
        self.refuse(number, name)
        if card is not None and not card.value:
            raise ValueError("a card without a number cannot be told from another")
        known = self.known()
        self.pins.set(number, pin)
        kept = known[number].card if number in known else ""
        hashed = self._hashed(card) if card is not None else kept
        write_durably(self._path, msgspec.json.encode({**known, number: HelperEntry(name, hashed)}))

    def refuse(self, number: str, name: str) -> None:
        """Raises ValueError for what cannot be a helper's number or name here, HelpersDamaged."""
        if not _NUMBER.fullmatch(number):
            raise ValueError("a helper's number has two digits")
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            raise ValueError(f"a helper's name has 1 to {LONGEST_NAME} letters")
        if any(entry.name == name for other, entry in self.known().items() if other != number):
            raise ValueError("another helper has this name; the machine tells them apart by it")

    def remove(self, number: str) -> bool:
        """Their PIN and their card; whether there was either. Raises OSError, PinsDamaged, HelpersDamaged."""
        known, had_pin = self.known(), number in self.pins.known()
        if number in known:
            others = {other: entry for other, entry in known.items() if other != number}
            write_durably(self._path, msgspec.json.encode(others))
        if had_pin:
            self.pins.remove(number)
        return had_pin or number in known

    def name_of(self, number: str) -> str:
        """Empty for a number nobody has. Raises HelpersDamaged."""
        entry = self.known().get(number)
        return entry.name if entry else ""

    def of_card(self, number: Secret) -> str:
        """The name of whoever has this card; empty for a stranger's. Raises HelpersDamaged."""
        found = self._hashed(number)
        known = self.known().values()
        names = [entry.name for entry in known if entry.card and hmac.compare_digest(found, entry.card)]
        return names[0] if names else ""

    def _hashed(self, number: Secret) -> str:
        return hmac.new(self._key, number.value.encode(), hashlib.sha256).hexdigest()


class HelperGate:
    """`access` is the folder of the technicians' files. Raises OSError, KeyDamaged, PinsDamaged, and
    HelpersDamaged in a demonstration."""

    def __init__(self, access: Path, clock: Clock, *, demonstration: bool) -> None:
        access = own_folder(apart(access) if demonstration else access)
        folder = own_folder(access / FOLDER)
        self._attempts = Attempts(folder / "attempts.json", clock)
        self.helpers = Helpers(folder, helper_card_key(machine_key(access / "machine.key")))
        if demonstration:
            set_up_demonstration_helper(self.helpers.known().get(DEMONSTRATION_HELPER), self.helpers.add)

    def check(self, number: str, pin: Secret) -> HelperChecked:
        """Counted on the disk before anything is compared; after ten wrong ones it takes `add-helper`."""
        try:
            if not self._attempts.begin_try():
                return self._refused()
            right = self.helpers.pins.is_right(number, pin)
            name = self.helpers.name_of(number)
            if right and name:
                self._attempts.was_right()
                return HelperChecked("right", name)
        except (OSError, PinsDamaged, HelpersDamaged) as error:
            _log.error("no helper's PIN can be checked: %s", error)
            return HelperChecked("broken")
        lockout = self._attempts.lockout
        return HelperChecked("wrong") if lockout.may_try else self._refused()

    def _refused(self) -> HelperChecked:
        lockout = self._attempts.lockout
        return HelperChecked("locked") if lockout.locked else HelperChecked("closed", left_s=lockout.left_s)

    def of_card(self, number: Secret) -> str:
        """From any thread. Where nobody can say whose it is, it is nobody's: residents' cards must work."""
        try:
            return self.helpers.of_card(number)
        except HelpersDamaged as error:
            _log.error("no helper's card is known: %s", error)
            return ""
