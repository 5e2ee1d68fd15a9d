"""Invented residents as data: households, their accounts and what they owe, the same for the same seed."""

import random
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from kiosk.gateway.demonstration.check_digits import account_number, id_number
from kiosk.gateway.parties.biller_rules import BillerBook
from kiosk.wire.bill_details import LateFeeTerms, PriceTier

SEED = 20261121


class Owed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"begins": "from", "ends": "to"}):
    begins: str
    ends: str
    usage: str
    due_fen: int
    late_fee_fen: int = 0
    items: dict[str, int] = {}
    """Its parts in fen, by kind, where they are told."""
    tiers: tuple[PriceTier, ...] = ()
    """Where they are not told, one tier at the usual price, if that comes to the sum."""
    late_fee: LateFeeTerms | None = None


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    biller_id: str
    number: str
    bills: tuple[Owed, ...]
    note: str = ""


class Household(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    holder: str
    id_number: str
    street: str
    lane: int
    building: int
    room: str
    accounts: tuple[Account, ...]


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`fen_per_thousand` is the price of a thousand units; bills cover `months` each."""

    word: str
    fen_per_thousand: int
    least: int
    most: int
    months: int


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    count: int
    latest_month: str
    address: str
    """What of an address may be shown, of the fields street and lane."""
    surnames: tuple[str, ...]
    given_names: tuple[str, ...]
    rare_given_names: tuple[str, ...]
    streets: tuple[str, ...]
    id_regions: tuple[str, ...]
    second_meter_notes: tuple[str, ...]
    units: dict[str, Unit]


class _Showcase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`meters` are read by `demonstration.meters`."""

    households: tuple[Household, ...]
    meters: tuple[Any, ...] = ()


def words() -> Words:
    return msgspec.toml.decode(_data("words.toml"), type=Words)


@cache
def residents(book: BillerBook, seed: int = SEED) -> tuple[Household, ...]:
    """The fixed households first, then invented ones up to the count of the words."""
    fixed = households_of(_data("households.toml"))
    invention = _Invention(book, words(), random.Random(seed))
    made = [invention.household(number) for number in range(len(fixed), invention.words.count)]
    return fixed + tuple(made)


def households_of(file: bytes) -> tuple[Household, ...]:
    """Raises msgspec.ValidationError; an empty file has none."""
    return msgspec.toml.decode(file, type=_Showcase).households if file else ()


def month_before(month: str, months: int) -> str:
    year, number = (int(part) for part in month.split("-"))
    index = year * 12 + number - 1 - months
    return f"{index // 12}-{index % 12 + 1:02d}"


class _Invention:
    """Draws one household after another from the words."""

    def __init__(self, book: BillerBook, from_words: Words, chance: random.Random) -> None:
        self._book = book
        self._chance = chance
        self._last_id = ""
        self.words = from_words

    def household(self, number: int) -> Household:
        chance = self._chance
        return Household(
            holder=self._holder(number),
            id_number=self._id_number(number),
            street=chance.choice(self.words.streets),
            lane=chance.randrange(10, 3000),
            building=chance.randrange(1, 60),
            room=f"{chance.randrange(1, 25)}{chance.randrange(1, 9):02d}",
            accounts=self._accounts(number),
        )

    def _holder(self, number: int) -> str:
        given = self.words.rare_given_names if number % 16 == 0 else self.words.given_names
        return self._chance.choice(self.words.surnames) + self._chance.choice(given)

    def _id_number(self, number: int) -> str:
        """Every fortieth identity card has a second household."""
        if number % 40 == 1 and self._last_id:
            return self._last_id
        chance = self._chance
        birth = f"{chance.randrange(1932, 1975)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
        self._last_id = id_number(f"{chance.choice(self.words.id_regions)}{birth}{number:03d}")
        return self._last_id

    def _accounts(self, number: int) -> tuple[Account, ...]:
        water = "water-south" if number % 25 == 0 else "water-city"
        gas = "gas-north" if number % 30 == 0 else "gas-city"
        billers = ["electric-city", water, gas] + ["heat-city"] * (number % 4 == 0)
        owes_nothing = self._chance.random() < 0.2
        accounts = [self._account(each, number, 0, owes_nothing) for each in billers]
        if number % 12 == 0:
            accounts.append(self._account("electric-city", number, 1, owes_nothing))
        return tuple(accounts)

    def _account(self, biller_id: str, number: int, meter: int, owes_nothing: bool) -> Account:
        rules = self._book[biller_id]
        note = self._chance.choice(self.words.second_meter_notes) if meter else ""
        free_digits = rules.number.length - len(rules.number.prefix)
        serial = 27 * 10 ** (free_digits - 2) + number * 100 + meter * 50
        bills = () if owes_nothing else self._bills(self.words.units[rules.utility])
        return Account(biller_id, account_number(rules.number, serial), bills, note)

    def _bills(self, unit: Unit) -> tuple[Owed, ...]:
        periods = self._chance.choices([0, 1, 2, 3, 5], weights=[10, 70, 10, 6, 4])[0]
        return tuple(self._owed(unit, age) for age in reversed(range(periods)))

    def _owed(self, unit: Unit, age: int) -> Owed:
        """`age` in periods before the latest; an old one bears a tenth more for each."""
        usage = self._chance.randrange(unit.least, unit.most)
        fen = usage * unit.fen_per_thousand // 1000
        late_fee_fen = fen * age // 10
        ends = month_before(self.words.latest_month, age * unit.months)
        begins = month_before(ends, unit.months - 1)
        return Owed(begins, ends, str(usage), fen + late_fee_fen, late_fee_fen)


def _data(name: str) -> bytes:
    return resources.files("kiosk.gateway.demonstration").joinpath(name).read_bytes()
