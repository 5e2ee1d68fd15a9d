"""Cards for simulated slots: plain plastic, and CPU cards that answer APDUs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, TypeAlias

from drivers.card.chip import UNKNOWN, ChipAnswer, ChipCommand
from drivers.card.profiles import DEMONSTRATION_PROFILES, CardProfile

_OK = b"\x90\x00"
_NOT_FOUND = b"\x6a\x82"
_SELECT = 0xA4


class Length(Enum):
    STANDARD = auto()
    LONG = auto()
    SHORT = auto()


@dataclass
class SimulatedCard:
    """`type_characters` is what the slot's detection reports for it, the right way up."""

    upside_down: bool = False
    type_characters: bytes = b"N1"
    length: Length = Length.STANDARD

    @property
    def speaks_t1(self) -> bool:
        return self.type_characters == b"11"

    def type_seen(self) -> bytes:
        return b"N1" if self.upside_down else self.type_characters

    def cold_reset(self) -> bytes:
        """The answer to reset; b"" from a card without a chip, or turned the wrong way."""
        return b""

    def transmit(self, apdu: bytes) -> bytes:
        """The response with its two status bytes; b"" for none."""
        return _NOT_FOUND

    def memory_reset(self) -> bytes:
        """What a memory card answers to its reset; b"" from any other."""
        return b""

    def run(self, command: ChipCommand) -> ChipAnswer:
        """What a memory card does."""
        return UNKNOWN

    def visit_meter(self, at_s: int) -> bool:
        """Put into its meter at home, which takes over what was bought; whether there was anything."""
        return False


@dataclass
class SimulatedCpuCard(SimulatedCard):
    """Answers the reads of `records` (response by APDU) in an application it has been told to select."""

    type_characters: bytes = b"10"
    select_apdu: bytes = b""
    records: Mapping[bytes, bytes] = field(default_factory=dict, repr=False)
    damaged: bool = False
    _selected: bool = False

    def cold_reset(self) -> bytes:
        self._selected = False
        return b"" if self.upside_down else b"\x3b\x02\x14\x50"

    def transmit(self, apdu: bytes) -> bytes:
        if apdu[1] == _SELECT:
            self._selected = apdu == self.select_apdu
            return _OK if self._selected else _NOT_FOUND
        if not self._selected or apdu not in self.records:
            return _NOT_FOUND
        return b"\x65\x81" if self.damaged else self.records[apdu] + _OK


def cpu_card(profile: CardProfile, number: str) -> SimulatedCpuCard:
    """A card of the profile's kind that carries `number`."""
    packed = bytes.fromhex(number + "F" * (len(number) % 2))
    return SimulatedCpuCard(select_apdu=profile.select_apdu, records={profile.read_apdu: packed})


Wallet: TypeAlias = Mapping[str, Callable[[], SimulatedCard]]
"""Synthetic cards by the names that a hand's words give them."""


def _profile(kind: str) -> CardProfile:
    return next(profile for profile in DEMONSTRATION_PROFILES if profile.kind == kind)


def gas_card() -> SimulatedCpuCard:
    return cpu_card(_profile("gas"), "90380501234")


PLASTIC: Final[Wallet] = {
    "plastic": SimulatedCard,
    "long": lambda: SimulatedCard(length=Length.LONG),
    "short": lambda: SimulatedCard(length=Length.SHORT),
}
