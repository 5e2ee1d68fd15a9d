"""What is set at the machine's terminal: PINs and technicians' cards. Nothing typed is shown or repeated."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from kiosk.access.demonstration import apart
from kiosk.access.helpers import FOLDER, Helpers, HelpersDamaged
from kiosk.access.keys import KeyDamaged, card_key, helper_card_key, machine_key
from kiosk.access.pins import Pins, PinsDamaged, WeakPin, refuse_number, refuse_weak
from kiosk.access.staff_cards import StaffCards
from kiosk.backend.errors import GatewayError, GatewayRefused
from kiosk.backend.operators import ask_unlock_code
from kiosk.backend.tls import PUBLIC_AUTHORITIES, Tls
from kiosk.durable import own_folder
from kiosk.session.secret import Secret
from kiosk.wire.operators import MachineNumber
from kiosk.wire.unlock import CHALLENGE_DIGITS, unlock_code

_WEAK = {
    "form": "a PIN has eight digits",
    "repeated": "too few different digits, or one half repeats the other",
    "sequence": "the digits follow each other",
    "date": "it reads as a date",
}

_REFUSED = {
    "operator_unknown": "the gateway does not know this token; enrol the operator again",
    "machine_unknown": "no machine of this number is enrolled at the gateway",
    "malformed": "the machine's number is written wrongly",
    "rate_limited": "too many codes were asked for; wait ten minutes",
}

Ask = Callable[[str], str]
"""Shows a prompt and returns what was typed, unseen; `getpass.getpass`."""


class NotSet(Exception):
    """Nothing was changed; the text says why, and is for whoever sits at the terminal."""


def access_folder(state: Path, *, demonstration: bool) -> Path:
    folder = own_folder(state / "access")
    return own_folder(apart(folder)) if demonstration else folder


def set_pin(folder: Path, technician: str, ask: Ask) -> None:
    """Asks twice, and only for a number that can be one. Raises NotSet."""
    try:
        refuse_number(technician)
        pin = _typed(ask, f"PIN of technician {technician}, eight digits: ")
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


def add_helper(folder: Path, number: str, name: str, ask: Ask, *, with_card: bool) -> None:
    """Asks for a PIN twice, and for the number of a card where one is wanted, of whoever can be added; opens
    a pad that was locked.

    `folder` is the technicians'. Raises NotSet.
    """
    try:
        helpers = _helpers(folder)
        helpers.refuse(number, name)
        pin = _typed(ask, f"PIN of helper {number}, eight digits: ")
        refuse_weak(pin)
        if pin != _typed(ask, "The same again: "):
            raise NotSet("the two were not the same")
        card = _typed(ask, "Number of the helper's card: ") if with_card else None
        helpers.add(number, name, pin, card)
        (folder / FOLDER / "attempts.json").unlink(missing_ok=True)
    except WeakPin as weak:
        raise NotSet(f"too easy to guess: {_WEAK[weak.rule]}") from None
    except (ValueError, PinsDamaged, HelpersDamaged, KeyDamaged) as error:
        raise NotSet(str(error)) from None
    except OSError as error:
        raise NotSet(f"{folder}: {error.strerror}") from None


def remove_helper(folder: Path, number: str) -> None:
    """Neither their PIN nor their card counts any more. `folder` is the technicians'. Raises NotSet."""
    try:
        removed = _helpers(folder).remove(number)
    except (PinsDamaged, HelpersDamaged, KeyDamaged) as error:
        raise NotSet(str(error)) from None
    except OSError as error:
        raise NotSet(f"{folder}: {error.strerror}") from None
    if not removed:
        raise NotSet(f"there is no helper {number}")


def _helpers(folder: Path) -> Helpers:
    return Helpers(own_folder(folder / FOLDER), helper_card_key(machine_key(folder / "machine.key")))


def _typed(ask: Ask, prompt: str) -> Secret:
    """Raises NotSet when the input ends, or whoever sits there breaks off."""
    try:
        return Secret(ask(prompt).strip())
    except (EOFError, KeyboardInterrupt):
        raise NotSet("nothing was typed to its end; type it at a terminal, and press Enter") from None


def answer_challenge(key_file: Path, machine_number: str, challenge: str) -> str:
    """The operator's side without a gateway: what to say on the telephone. Raises NotSet."""
    try:
        return unlock_code(key_file.read_bytes(), _number(machine_number), _digits(challenge))
    except ValueError as error:
        raise NotSet(str(error)) from None
    except OSError as error:
        raise NotSet(f"{key_file}: {error.strerror}") from None


def ask_gateway(
    gateway_url: str, token_file: Path, machine_number: str, challenge: str, ca_file: Path | None = None
) -> str:
    """The same from a gateway that knows the machine's key, and that `ca_file`, or else one of the public
    authorities, vouches for. Raises NotSet."""
    token = _token(token_file)
    tls = Tls(str(ca_file)) if ca_file else PUBLIC_AUTHORITIES
    try:
        return ask_unlock_code(gateway_url, token, _number(machine_number), _digits(challenge), tls)
    except OSError as error:
        raise NotSet(f"{ca_file}: {error.strerror or 'no PEM file'}") from None
    except ValueError as error:
        raise NotSet(str(error)) from None
    except GatewayRefused as refused:
        raise NotSet(_REFUSED.get(refused.code, str(refused))) from None
    except GatewayError as error:
        raise NotSet(f"{gateway_url}: {error}") from None


def _token(token_file: Path) -> str:
    """Raises NotSet."""
    try:
        return token_file.read_text("ascii").strip()
    except UnicodeDecodeError:
        raise NotSet(f"{token_file}: no operator's token") from None
    except OSError as error:
        raise NotSet(f"{token_file}: {error.strerror}") from None


def _number(machine_number: str) -> str:
    """As the machine itself writes it. Raises NotSet."""
    try:
        return msgspec.convert(machine_number.strip().upper(), MachineNumber)
    except msgspec.ValidationError:
        raise NotSet(_REFUSED["malformed"]) from None


def _digits(challenge: str) -> str:
    """As it was said, in groups. Raises ValueError."""
    digits = "".join(challenge.split())
    if not (len(digits) == CHALLENGE_DIGITS and digits.isascii() and digits.isdigit()):
        raise ValueError(f"a challenge has {CHALLENGE_DIGITS} digits")
    return digits
