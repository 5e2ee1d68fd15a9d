"""`utilities.toml`: the kinds of bill this machine takes. A new one is data here, not code."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct, field

from kiosk.settings.problems import Problem, as_written

Tone: TypeAlias = Literal["plain", "electricity", "water", "gas", "heat"]
Fen: TypeAlias = Annotated[int, Meta(ge=1, le=100_000_00)]
PLAIN_WORDS = "words of at most {} characters, without {{ and }}"
"""In the texts these mark a place to be filled in, and nobody fills one in here."""


class CheckDigit(Struct, frozen=True, forbid_unknown_fields=True):
    """The digits times `weights` (repeated from the left) must sum to a multiple of `modulus`."""

    weights: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=97)], ...],
        Meta(
            min_length=1, max_length=20, description="a list of whole numbers from 1 to 97, such as [7, 3, 1]"
        ),
    ]
    modulus: Annotated[int, Meta(ge=2, le=97)]


class AccountNumber(Struct, frozen=True, forbid_unknown_fields=True):
    """How an account number is built; `group` digits are shown and read together."""

    digits: Annotated[int, Meta(ge=4, le=20)]
    check: CheckDigit | None = None
    group: Annotated[int, Meta(ge=2, le=6)] = 4


class PaymentLimits(Struct, frozen=True, forbid_unknown_fields=True):
    min_fen: Fen
    max_fen: Fen


class UtilityWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What residents read of it: its name, the name among others, its number, where that is printed."""

    bill: Annotated[str, Meta(pattern=r"^[^{}]{1,8}\Z", description=PLAIN_WORDS.format(8))]
    short: Annotated[str, Meta(pattern=r"^[^{}]{1,6}\Z", description=PLAIN_WORDS.format(6))]
    number: Annotated[str, Meta(pattern=r"^[^{}]{1,8}\Z", description=PLAIN_WORDS.format(8))]
    where: Annotated[str, Meta(pattern=r"^[^{}]{1,15}\Z", description=PLAIN_WORDS.format(15))]


class UtilityWordsInEnglish(Struct, frozen=True, forbid_unknown_fields=True):
    """The same, for residents who read the screens in English."""

    bill: Annotated[str, Meta(pattern=r"^[^{}]{1,14}\Z", description=PLAIN_WORDS.format(14))]
    short: Annotated[str, Meta(pattern=r"^[^{}]{1,12}\Z", description=PLAIN_WORDS.format(12))]
    number: Annotated[str, Meta(pattern=r"^[^{}]{1,24}\Z", description=PLAIN_WORDS.format(24))]
    where: Annotated[str, Meta(pattern=r"^[^{}]{1,32}\Z", description=PLAIN_WORDS.format(32))]


class Utility(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of bill. `name` is also the stem of its texts, unless it brings `words` of its own.

    `words_en` are its words in English, for a machine that offers it.
    """

    name: Annotated[
        str, Meta(pattern=r"^[a-z][a-z_]{1,20}\Z", description='small letters and _, such as "water"')
    ]
    enabled: bool
    account_number: AccountNumber
    payment: PaymentLimits
    icon: Annotated[
        str,
        Meta(
            pattern=r"^[a-z][a-z0-9_]*\Z",
            description="the name of a picture in assets/icons, or pictures beside this file",
        ),
    ] = "bill"
    tone: Tone = "plain"
    words: UtilityWords | None = None
    words_en: UtilityWordsInEnglish | None = None


class UtilitySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """`all` holds every kind of bill in the file, in the order in which residents see them."""

    all: tuple[Utility, ...] = field(name="utility")

    @property
    def enabled(self) -> tuple[Utility, ...]:
        return tuple(utility for utility in self.all if utility.enabled)


def utility_contradictions(file: str, settings: UtilitySettings) -> Iterator[Problem]:
    names = sorted(utility.name for utility in settings.all)
    for name in sorted({first for first, second in pairwise(names) if first == second}):
        yield Problem(
            file, f"utility.{name}", f"{names.count(name)} tables of this name", "one [[utility]] of a name"
        )
    if not settings.enabled:
        yield Problem(
            file, "utility", "enabled = false everywhere", "at least one utility with enabled = true"
        )
    for utility in settings.all:
        limits = utility.payment
        if limits.max_fen < limits.min_fen:
            key = f"utility.{utility.name}.payment.max_fen"
            yield Problem(file, key, as_written(limits.max_fen), f"at least min_fen ({limits.min_fen})")
