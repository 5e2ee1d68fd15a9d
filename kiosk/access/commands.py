"""What is set at the machine's terminal: PINs and technicians' cards. Nothing typed is shown or repeated."""

from collections.abc import Callable
from pathlib import Path

from kiosk.access.demonstration import apart
from kiosk.access.durable import own_folder
from kiosk.access.keys import KeyDamaged, card_key, machine_key
from kiosk.access.pins import Pins, PinsDamaged, WeakPin, refuse_weak
from kiosk.access.staff_cards import StaffCards
from kiosk.session.secret import Secret
from kiosk.wire.unlock import unlock_code

_WEAK = {
    "form": "a PIN has eight digits",
    "repeated": "too few different digits, or one half repeats the other",
    "sequence": "the digits follow each other",
    "date": "it reads as a date",
}

Ask = Callable[[str], str]
"""Shows a prompt and returns what was typed, unseen; `getpass.getpass`."""


class NotSet(Exception):
    """Nothing was changed; the text says why, and is for whoever sits at the terminal."""


def access_folder(state: Path, *, demonstration: bool) -> Path:
    folder = own_folder(state / "access")
    return own_folder(apart(folder)) if demonstration else folder


def set_pin(folder: Path, technician: str, ask: Ask) -> None:
    """Asks twice. Raises NotSet."""
    pin = _typed(ask, f"PIN of technician {technician}, eight digits: ")
    try:
        refuse_weak(pin)
        if pin != _typed(ask, "The same again: "):
            raise NotSet("the two were not the same")
        Pins(folder / "pins.json").set(technician, pin)
    except WeakPin as weak:
        raise NotSet(f"too easy to guess: {_WEAK[weak.rule]}") from None
    except (ValueError, PinsDamaged) as error:
        raise NotSet(str(error)) from None
    except OSError as error:
        raise NotSet(f"{folder}: {error.strerror}") from None


def enrol_card(folder: Path, ask: Ask) -> None:
    """Raises NotSet."""
    number = _typed(ask, "Number of the technician's card: ")
    try:
        StaffCards(folder / "cards.json", card_key(machine_key(folder / "machine.key"))).enrol(number)
    except (ValueError, KeyDamaged) as error:
        raise NotSet(str(error)) from None
    except OSError as error:
        raise NotSet(f"{folder}: {error.strerror}") from None


def _typed(ask: Ask, prompt: str) -> Secret:
    """Raises NotSet when the input ends, or whoever sits there breaks off."""
    try:
        return Secret(ask(prompt).strip())
    except (EOFError, KeyboardInterrupt):
        raise NotSet("nothing was typed to its end; type it at a terminal, and press Enter") from None


def answer_challenge(key_file: Path, machine_number: str, challenge: str) -> str:
    """The operator's side: what to say on the telephone. Raises NotSet."""
    try:
        return unlock_code(key_file.read_bytes(), machine_number, challenge.replace(" ", ""))
    except ValueError as error:
        raise NotSet(str(error)) from None
    except OSError as error:
        raise NotSet(f"{key_file}: {error.strerror}") from None
