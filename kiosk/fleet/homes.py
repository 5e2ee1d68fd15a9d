"""The residents of a fleet: households enough for every kiosk, and the file a demonstration gateway reads
them from. Invented, the same for the same number of kiosks.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

import msgspec

from kiosk.gateway.demonstration.check_digits import account_number, id_number
from kiosk.gateway.demonstration.meters import Meter, MeterWay, meters_by_biller, meters_of
from kiosk.gateway.demonstration.residents import Words, households_of, residents, words
from kiosk.gateway.parties.biller_rules import BillerBook, shipped_biller_book

_BILLERS = ("electric-city", "water-city", "gas-city")
_SERIAL = 41
"""The beginning of invented serial numbers; those of the demonstration begin with 27."""
_STEP = 20
_REGION = "310120"
_ID_NUMBERS_A_DAY = 900
_PREPAID_EVERY = 3
_WAYS: tuple[MeterWay, ...] = ("online",) * 17 + ("offline", "refuses", "no_keypad")
_PRESETS_FEN = (2_000, 5_000, 10_000)


class Home(msgspec.Struct, frozen=True):
    """Account numbers with their utilities; `meter` is the account of a prepaid meter, if there is one."""

    id_number: str
    accounts: tuple[tuple[str, str], ...]
    meter: str = ""

    def __repr__(self) -> str:
        return f"Home(accounts={len(self.accounts)})"


def demonstration_homes(own_households: bytes = b"") -> Sequence[Home]:
    """Those of a gateway that was started with its demonstration's households, and a file of its own if there
    is one. Raises msgspec.ValidationError."""
    book = shipped_biller_book()
    households = (*residents(book), *households_of(own_households))
    of_meters = meters_by_biller(words(), households, meters_of(own_households)).values()
    prepaid = {meter.number for meters in of_meters for meter in meters}
    return tuple(
        Home(
            household.id_number,
            tuple(
                (each.number, book[each.biller_id].utility)
                for each in household.accounts
                if each.number not in prepaid
            ),
            next((each.number for each in household.accounts if each.number in prepaid), ""),
        )
        for household in households
    )


def homes_for(count: int) -> Sequence[Home]:
    book = shipped_biller_book()
    return tuple(_home(book, number) for number in range(count))


def file_of(homes: Sequence[Home]) -> bytes:
    """Households and meters for `python -m kiosk gateway --demo-data --households`."""
    lines, chance, used_words = list[str](), Random(len(homes)), words()
    for number, home in enumerate(homes):
        lines += _household(home, number, chance, used_words)
    for number, home in enumerate(homes):
        if home.meter:
            lines += _meter(_meter_of(home, number))
    return "\n".join(lines).encode()


def _home(book: BillerBook, number: int) -> Home:
    born = date(1940, 1, 1) + timedelta(days=number // _ID_NUMBERS_A_DAY)
    serial_of_day = number % _ID_NUMBERS_A_DAY + 50
    accounts = tuple((_number(book, each, number), book[each].utility) for each in _BILLERS)
    prepaid = number % _PREPAID_EVERY == 0
    return Home(
        id_number(f"{_REGION}{born:%Y%m%d}{serial_of_day:03d}"),
        accounts[1:] if prepaid else accounts,
        accounts[0][0] if prepaid else "",
    )


def _number(book: BillerBook, biller_id: str, number: int) -> str:
    rule = book[biller_id].number
    free_digits = rule.length - len(rule.prefix)
    return account_number(rule, _SERIAL * 10 ** (free_digits - 2) + number * _STEP)


def _household(home: Home, number: int, chance: Random, used_words: Words) -> Iterator[str]:
    holder = chance.choice(used_words.surnames) + chance.choice(used_words.given_names)
    yield f'[[households]]\nholder = "{holder}"\nid_number = "{home.id_number}"'
    yield f'street = "{chance.choice(used_words.streets)}"\nlane = {number + 10}'
    yield f'building = {chance.randrange(1, 60)}\nroom = "{chance.randrange(1, 25)}01"'
    book = shipped_biller_book()
    billers = {book[each].utility: each for each in _BILLERS}
    for account, utility in home.accounts:
        months = ", ".join(_bill(chance, month) for month in _months(chance))
        yield f'[[households.accounts]]\nbiller_id = "{billers[utility]}"\nnumber = "{account}"'
        yield f"bills = [{months}]"
    if home.meter:
        yield f'[[households.accounts]]\nbiller_id = "{_BILLERS[0]}"\nnumber = "{home.meter}"\nbills = []'


def _months(chance: Random) -> Sequence[str]:
    """Mostly one bill, oldest first."""
    return ("2026-08", "2026-09", "2026-10")[-chance.choice((1, 1, 1, 2, 3)) :]


def _bill(chance: Random, month: str) -> str:
    usage, due_fen = chance.randrange(5, 300), chance.randrange(800, 30_000)
    return f'{{ from = "{month}", to = "{month}", usage = "{usage}", due_fen = {due_fen} }}'


def _meter_of(home: Home, number: int) -> Meter:
    return Meter(
        biller_id=_BILLERS[0],
        number=home.meter,
        supply_no=f"E-9{number:06d}",
        way=_WAYS[number // _PREPAID_EVERY % len(_WAYS)],
        balance_fen=1_000,
        least_fen=1_000,
        most_fen=100_000,
        presets_fen=_PRESETS_FEN,
        confirms_s=1 + number % 5,
    )


def _meter(meter: Meter) -> Iterator[str]:
    yield f'[[meters]]\nbiller_id = "{meter.biller_id}"\nnumber = "{meter.number}"'
    yield f'supply_no = "{meter.supply_no}"\nway = "{meter.way}"\nconfirms_s = {meter.confirms_s}'
    yield f"balance_fen = {meter.balance_fen}\nleast_fen = {meter.least_fen}\nmost_fen = {meter.most_fen}"
    yield f"presets_fen = {list(meter.presets_fen)}"
