"""Identity cards for the simulated reader, made of synthetic people only."""

from dataclasses import dataclass, field, replace
from typing import Final

from drivers.card.simulated_cards import PLASTIC, SimulatedCard, Wallet, gas_card
from drivers.idcard.text_block import IdCardKind

_LONG_TERM = "\u957f\u671f"
_LETTERS = {
    IdCardKind.CITIZEN: " ",
    IdCardKind.FOREIGN_PERMANENT_RESIDENT: "I",
    IdCardKind.RESIDENCE_PERMIT: "J",
}
PHOTO = b"WLf" + bytes(1021)
"""Not a face: the head of the photo format and zeros."""


@dataclass
class SimulatedIdCard(SimulatedCard):
    """`text` is the 256-byte block; a `damaged` card is found but cannot be read."""

    text: bytes = field(default=b"", repr=False)
    damaged: bool = False


def id_card(
    name: str,
    number: str,
    last_day: str | None = None,
    kind: IdCardKind = IdCardKind.CITIZEN,
    type_letter: str | None = None,
    address: str = "",
) -> SimulatedIdCard:
    """`last_day` None: valid for life. `type_letter` overrides the kind's, to make a card nobody knows."""
    letter = _LETTERS[kind] if type_letter is None else type_letter
    last = _LONG_TERM if last_day is None else last_day
    if kind is IdCardKind.FOREIGN_PERMANENT_RESIDENT:
        fields = [(name, 60), ("1", 1), (number, 15), ("", 3), ("", 15), ("20200101", 8), (last, 8), ("", 14)]
    else:
        person = [(name, 15), ("0", 1), ("", 2), ("", 8), (address, 35), (number, 18), ("", 15)]
        fields = [*person, ("20200101", 8), (last, 8), ("", 14)]
    return SimulatedIdCard(text=b"".join(_padded(text, length) for text, length in [*fields, (letter, 4)]))


def _resident() -> SimulatedIdCard:
    return id_card("Demo Resident", "310108194002290011", address="Demo Road 380, 5-201")


ID_CARDS: Final[Wallet] = {
    "resident": _resident,
    "turned": lambda: replace(_resident(), upside_down=True),
    "damaged": lambda: replace(_resident(), damaged=True),
    "foreign": lambda: id_card(
        "DEMO VISITOR", "USA110194901018", "20300101", IdCardKind.FOREIGN_PERMANENT_RESIDENT
    ),
    "permit": lambda: id_card("Demo Permit", "810000195001010029", "20300101", IdCardKind.RESIDENCE_PERMIT),
    "unknown_kind": lambda: id_card("Demo Kind", "310108194002290011", type_letter="Y"),
    "gas": gas_card,
    **PLASTIC,
}


def _padded(text: str, length: int) -> bytes:
    """`length` counts UTF-16 units: a rare character takes two."""
    encoded = text.encode("utf-16-le")[: 2 * length]
    return encoded + b" \x00" * (length - len(encoded) // 2)
