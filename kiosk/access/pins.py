"""Technicians' PINs: eight digits, kept as scrypt hashes with their salt and parameters beside them.

No PIN is ever part of an exception, a log line or a `repr`.
"""

import hashlib
import hmac
import re
import secrets
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import msgspec

from kiosk.durable import write_durably
from kiosk.session.secret import Secret

PIN_DIGITS = 8

_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**15, 8, 3
"""32 MiB; one of the least settings of OWASP's password storage cheat sheet."""

_NUMBER = re.compile(r"\d\d", re.ASCII)
_PIN = re.compile(rf"\d{{{PIN_DIGITS}}}", re.ASCII)


class PinsDamaged(Exception):
    """The file of PINs cannot be read: nobody gets in until the PINs are set again."""


class WeakPin(ValueError):
    """`rule` is why it is refused: "form", "repeated", "sequence" or "date". The PIN itself is not told."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"a PIN that is too easy to guess: {rule}")
        self.rule = rule


class PinHash(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Salt and hash in hex; `n`, `r`, `p` are scrypt's, so that old hashes outlive a change of them."""

    salt: str
    n: Annotated[int, msgspec.Meta(ge=2**14, le=2**20)]
    r: Annotated[int, msgspec.Meta(ge=1, le=32)]
    p: Annotated[int, msgspec.Meta(ge=1, le=16)]
    hash: str

    def __repr__(self) -> str:
        return "PinHash(*)"


_DECOY = PinHash("00" * 16, _SCRYPT_N, _SCRYPT_R, _SCRYPT_P, "00" * 32)
"""An unknown technician takes as long to refuse as a wrong PIN."""


class Pins:
    """The PINs of all technicians of one machine, by their number of two digits."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self) -> dict[str, PinHash]:
        """Read anew each time: a PIN may be set while the kiosk runs. Raises PinsDamaged."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, PinHash])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise PinsDamaged(f"{self._path.name}: {type(error).__name__}; set the PINs anew") from None

    def set(self, technician: str, pin: Secret) -> None:
        """Raises WeakPin, ValueError for a number that is no two digits, OSError, PinsDamaged."""
        refuse_number(technician)
        refuse_weak(pin)
        known = {**self.known(), technician: hashed(pin)}
        write_durably(self._path, msgspec.json.encode(known))

    def remove(self, technician: str) -> None:
        """Raises OSError, PinsDamaged."""
        others = {other: known for other, known in self.known().items() if other != technician}
        write_durably(self._path, msgspec.json.encode(others))

    def is_right(self, technician: str, pin: Secret) -> bool:
        """Takes the same time for a wrong PIN and for a technician nobody knows. Raises PinsDamaged."""
        return verified(self.known().get(technician, _DECOY), pin)


def hashed(pin: Secret) -> PinHash:
    salt = secrets.token_bytes(16)
    digest = _scrypt(pin, salt, _SCRYPT_N, _SCRYPT_R, _SCRYPT_P)
    return PinHash(salt.hex(), _SCRYPT_N, _SCRYPT_R, _SCRYPT_P, digest.hex())


def verified(known: PinHash, pin: Secret) -> bool:
    """Compared in constant time. The decoy, whose hash nobody can have made, fits no PIN."""
    found = _scrypt(pin, bytes.fromhex(known.salt), known.n, known.r, known.p)
    return hmac.compare_digest(found, bytes.fromhex(known.hash)) and known is not _DECOY


def _scrypt(pin: Secret, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(pin.value.encode(), salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=32)


def refuse_number(technician: str) -> None:
    """Raises ValueError for what is not two digits."""
    if not _NUMBER.fullmatch(technician):
        raise ValueError("a technician's number has two digits")


def refuse_weak(pin: Secret) -> None:
    """Raises WeakPin for what somebody would guess in ten tries."""
    digits = pin.value
    if not _PIN.fullmatch(digits):
        raise WeakPin("form")
    if len(set(digits)) < 4 or digits[:4] in (digits[4:], digits[:3:-1]):
        raise WeakPin("repeated")
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    if len(steps) == 1:
        raise WeakPin("sequence")
    if any(_is_date(*parts) for parts in _readings(digits)):
        raise WeakPin("date")


def _readings(digits: str) -> tuple[tuple[str, str, str], ...]:
    """As year, month, day: 19840229, 29021984 and 02291984."""
    return (
        (digits[:4], digits[4:6], digits[6:]),
        (digits[4:], digits[2:4], digits[:2]),
        (digits[4:], digits[:2], digits[2:4]),
    )


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        return 1900 <= date(int(year), int(month), int(day)).year < 2100
    except ValueError:
        return False
