"""Invented prepaid meters as data, and what their company knows of who has them."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from kiosk.gateway.demonstration.residents import Household, Words

MeterWay = Literal["online", "offline", "no_keypad", "refuses"]


class Meter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    biller_id: str
    number: str
    supply_no: str
    way: MeterWay
    balance_fen: int
    least_fen: int
    most_fen: int
    presets_fen: tuple[int, ...]
    confirms_s: int = 0
    holder: str = ""
    label: str = ""

    def __repr__(self) -> str:
        return f"Meter(supply_no={self.supply_no!r})"


class _File(msgspec.Struct, frozen=True):
    """Households may stand beside them."""

    meters: tuple[Meter, ...] = ()


@cache
def _meters() -> tuple[Meter, ...]:
    content = resources.files("kiosk.gateway.demonstration").joinpath("meters.toml").read_bytes()
    return meters_of(content)


def meters_of(file: bytes) -> tuple[Meter, ...]:
    """Raises msgspec.ValidationError; an empty file has none."""
    return msgspec.toml.decode(file, type=_File).meters if file else ()


def meters_by_biller(
    words: Words, households: Sequence[Household], own: Sequence[Meter] = ()
) -> Mapping[str, tuple[Meter, ...]]:
    """With their holders, `own` ones beside the invented; a meter of nobody here is left out."""
    holders = {(each.biller_id, each.number): home for home in households for each in home.accounts}
    found: dict[str, list[Meter]] = {}
    for meter in (*_meters(), *own):
        home = holders.get((meter.biller_id, meter.number))
        if home is not None:
            label = words.address.format(street=home.street, lane=home.lane)
            known = msgspec.structs.replace(meter, holder=home.holder, label=label)
            found.setdefault(meter.biller_id, []).append(known)
    return {biller_id: tuple(meters) for biller_id, meters in found.items()}
