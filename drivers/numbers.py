"""What a number that was read can be: a citizen number, a bank card's, a phone's payment code.

Pure shapes and check digits; nothing here proves that a number exists, and several kinds may fit one number.
A kiosk decides by the step at hand; a technician is told what fits.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Final, Literal, TypeAlias

import msgspec

_CITIZEN_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHECKS: Final = "10X98765432"
"""GB 11643-1999, which is ISO 7064 MOD 11-2."""

_CITIZEN: Final = re.compile(r"[0-9]{17}[0-9X]")
_CITIZEN_OLD: Final = re.compile(r"[0-9]{15}")
_LONGEST_LIFE_YEARS: Final = 130
_REGIONS: Final = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71}
    | {81, 82, 83}  # residence permits for people of Hong Kong, Macao and Taiwan
    | {*range(90, 100)}  # foreign permanent residents
)
"""The first two digits, GB/T 2260."""

Wallet: TypeAlias = Literal["wechat", "alipay", "unionpay"]
PAYMENT_CODES: Final[dict[Wallet, re.Pattern[str]]] = {
    "wechat": re.compile(r"1[0-5][0-9]{16}"),
    "alipay": re.compile(r"(?:2[5-9]|30)[0-9]{14,22}"),
    "unionpay": re.compile(r"62[0-9]{17}"),
}
"""Devices manual, section 6.4; the kiosk's session keeps the same shapes, and a test holds them equal."""


class CitizenFault(StrEnum):
    SHAPE = "shape"
    CHECK_DIGIT = "check_digit"
    DATE = "date"


class CitizenNumber(msgspec.Struct, frozen=True):
    """`number` has 18 characters. `region_known` False is a warning only: districts come and go."""

    number: str
    born: date
    region_known: bool

    def __repr__(self) -> str:
        return "CitizenNumber(masked)"


def normalised(text: str) -> str:
    """As typed on any keyboard: full-width digits and x become 0-9 and X, spaces go."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def citizen_number(text: str, today: date | None = None) -> CitizenNumber | CitizenFault:
    """A number of 18 characters, or of 15 as before 1999, as the one of 18.

    With `today` only that of somebody who may be alive.
    """
    number = normalised(text)
    if _CITIZEN_OLD.fullmatch(number):
        longer = number[:6] + "19" + number[6:]
        number = longer + citizen_check(longer)
    if not _CITIZEN.fullmatch(number):
        return CitizenFault.SHAPE
    if citizen_check(number[:17]) != number[17]:
        return CitizenFault.CHECK_DIGIT
    born = _date(number[6:14])
    if born is None or (today is not None and not 0 <= _years(born, today) <= _LONGEST_LIFE_YEARS):
        return CitizenFault.DATE
    return CitizenNumber(number, born, region_known=int(number[:2]) in _REGIONS)


def citizen_check(digits: str) -> str:
    """The eighteenth character that belongs to seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _CITIZEN_WEIGHTS, strict=True))
    return _CITIZEN_CHECKS[total % 11]


def luhn_holds(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def is_bank_card(digits: str) -> bool:
    """UnionPay: 16 to 19 digits, 62 first, on some old cards 9558."""
    return 16 <= len(digits) <= 19 and digits.startswith(("62", "9558")) and luhn_holds(digits)


def wallet_of(code: str) -> Wallet | None:
    """Whose payment code this has the shape of."""
    return next((wallet for wallet, shape in PAYMENT_CODES.items() if shape.fullmatch(code)), None)


def kinds_of(code: str, today: date) -> tuple[str, ...]:
    """Everything a code that was read can be: "payment_code:wechat", "citizen_number", "bank_card"."""
    wallet = wallet_of(code)
    kinds = [f"payment_code:{wallet}"] if wallet is not None else []
    if isinstance(citizen_number(code, today), CitizenNumber):
        kinds.append("citizen_number")
    if is_bank_card(code):
        kinds.append("bank_card")
    return tuple(kinds)


def _years(born: date, today: date) -> int:
    """-1 for somebody not born yet."""
    return -1 if born > today else today.year - born.year


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
