"""Synthetic IC cards that a hand can push into a simulated slot, by name: meter cards, plain and faulty."""

from dataclasses import replace
from typing import Final

from drivers.card.meter_records import NEVER_IN_METER, MeterRecord, Purchase, card_key
from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.card.simulated_cards import (
    PLASTIC,
    SimulatedCard,
    SimulatedCpuCard,
    Wallet,
    cpu_card,
    gas_card,
)
from drivers.card.simulated_memory_card import ALL_TRIES
from drivers.card.simulated_meter_cards import SimulatedMeterCard
from drivers.card.water_card import blank_water_card, water_card

_APPLICATIONS: Final = {profile.kind: profile.select_apdu[5:] for profile in DEMONSTRATION_PROFILES}
_ALL_TAKEN: Final = Purchase(1, 5_000)
_IN_METER: Final = MeterRecord(1, 2_350, 1_796_000_000)
_WAITING: Final = Purchase(2, 5_000)
GAS_NUMBER: Final = "90380501234"
ELECTRICITY_NUMBER: Final = "3102664100017"
_ANOTHER_NUMBER: Final = "90380509999"


def meter_card(kind: str, number: str) -> SimulatedMeterCard:
    """A company's chip card: bought once, and what was bought is in the meter."""
    return SimulatedMeterCard(
        application=_APPLICATIONS[kind],
        number=number,
        key=card_key(kind, number),
        purchase=_ALL_TAKEN,
        meter=_IN_METER,
    )


def _gas() -> SimulatedMeterCard:
    return meter_card("gas", GAS_NUMBER)


def _never_in_meter() -> SimulatedMeterCard:
    return replace(_gas(), purchase=_ALL_TAKEN, meter=NEVER_IN_METER)


def _of_another_company() -> SimulatedMeterCard:
    """Looks like the gas company's, but has other keys and a number that this one has never given out."""
    return replace(meter_card("gas", _ANOTHER_NUMBER), key=card_key("another company", _ANOTHER_NUMBER))


def _citizen_card() -> SimulatedCard:
    profile = next(profile for profile in DEMONSTRATION_PROFILES if profile.kind == "citizen")
    return cpu_card(profile, "3101080000000011")


def _meter_not_activated() -> MeterRecord:
    return MeterRecord(_IN_METER.load_no, _IN_METER.balance_fen, _IN_METER.at_s, activated=False)


def _water(tries: int = ALL_TRIES, dead: bool = False) -> SimulatedCard:
    card = water_card()
    card.tries, card.dead = tries, dead
    return card


METER_CARDS: Final[Wallet] = {
    "gas": _gas,
    "electricity": lambda: meter_card("electricity", ELECTRICITY_NUMBER),
    "water": water_card,
    "gas_of_protocol_t1": lambda: replace(_gas(), type_characters=b"11"),
    "gas_that_is_fetched_from": lambda: replace(_gas(), fetched=True),
    "gas_with_units": lambda: replace(_gas(), purchase=_WAITING),
    "gas_never_in_meter": _never_in_meter,
    "gas_not_activated": lambda: replace(_gas(), meter=_meter_not_activated()),
    "gas_blocked": lambda: replace(_gas(), tries=0),
    "gas_of_another_company": _of_another_company,
    "water_with_units": lambda: water_card(_WAITING),
    "water_blocked": lambda: _water(tries=0),
    "water_one_try_left": lambda: _water(tries=0b001),
    "water_dead": lambda: _water(dead=True),
    "blank_memory": blank_water_card,
}

IC_CARDS: Final[Wallet] = {
    **METER_CARDS,
    "citizen": _citizen_card,
    "turned": lambda: replace(gas_card(), upside_down=True),
    "damaged": lambda: replace(gas_card(), damaged=True),
    "unknown": SimulatedCpuCard,
    **PLASTIC,
}
