"""A CPU card on the contacts of a card reader: power, and APDUs there and back.

A relay: knows ISO 7816 status words, not what any application means. Reads only.
"""

from typing import Final

from drivers.card.card_transport import CardTransport
from drivers.card.chip import Chip

_DONE: Final = b"\x90\x00"
_GET_RESPONSE: Final = bytes.fromhex("00 C0 00 00")


class CpuCard:
    """Every method may raise what `CardTransport` raises."""

    def __init__(self, transport: CardTransport) -> None:
        self._transport = transport

    def power_on(self) -> Chip:
        """Raises `NoChip` and `MisfitCard`."""
        return self._transport.power_on()

    def power_off(self) -> None:
        self._transport.power_off()

    def transmit(self, apdu: bytes) -> bytes | None:
        """The response without its status words; None when the card refuses or does not answer."""
        response = self._transport.exchange(apdu)
        if response[-2:-1] == b"\x6c":  # wrong length asked for: the card says the right one
            response = self._transport.exchange(apdu[:-1] + response[-1:])
        if response[-2:-1] == b"\x61":  # T=0: the answer has to be fetched
            response = self._transport.exchange(_GET_RESPONSE + response[-1:])
        return response[:-2] if response[-2:] == _DONE else None
