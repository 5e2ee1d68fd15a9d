"""A simulated CPU card for desk readers, and its way into Debian's virtual reader (vsmartcard-vpcd).

The virtual reader listens on a TCP port; a card connects to it and answers. Both sides put two bytes of
length before each message; a single byte from the reader is a word about power, all else an APDU.
Source: vsmartcard documentation, "Creating a Virtual Smart Card".
"""

import contextlib
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from drivers.card.profiles import CardProfile

_OK: Final = b"\x90\x00"
_NOT_FOUND: Final = b"\x6a\x82"
_BROKEN: Final = b"\x65\x81"
_SELECT: Final = 0xA4
_GET_RESPONSE: Final = 0xC0
_ATR_T0: Final = bytes.fromhex("3B 02 14 50")

_ASK_ATR: Final = b"\x04"
"""The other words (0 off, 1 on, 2 reset) want no answer, and this card forgets nothing by them."""

_NO_RESET: Final = b"\x00"
"""No answer to reset: the virtual reader takes one of no bytes for an empty slot."""


@dataclass
class VirtualCard:
    """Answers the reads of `records` (response by APDU) in an application it has been told to select.

    `fetched`: says how much there is (61 xx) before it says it, as cards of the protocol T=0 do.
    """

    select_apdu: bytes = b""
    records: Mapping[bytes, bytes] = field(default_factory=dict, repr=False)
    damaged: bool = False
    mute: bool = False
    fetched: bool = False
    _selected: bool = False
    _waiting: bytes = field(default=b"", repr=False)

    def reset(self) -> bytes:
        """The answer to reset; b"" from a card that is mute, turned the wrong way, or has no chip."""
        self._selected = False
        return b"" if self.mute else _ATR_T0

    def transmit(self, apdu: bytes) -> bytes:
        """The response with its two status bytes."""
        if apdu[1] == _SELECT:
            self._selected = apdu == self.select_apdu
            return _OK if self._selected else _NOT_FOUND
        if apdu[1] == _GET_RESPONSE:
            return self._waiting[: apdu[4]] + _OK
        if not self._selected or apdu not in self.records:
            return _NOT_FOUND
        if self.damaged:
            return _BROKEN
        if self.fetched:
            self._waiting = self.records[apdu]
            return bytes([0x61, len(self._waiting)])
        return self.records[apdu] + _OK


def virtual_card(profile: CardProfile, number: str) -> VirtualCard:
    """A card of the profile's kind that carries `number`."""
    packed = bytes.fromhex(number + "F" * (len(number) % 2))
    return VirtualCard(select_apdu=profile.select_apdu, records={profile.read_apdu: packed})


class CardInVirtualReader:
    """Puts `card` into the virtual reader at `port` until `pull`. `pull_at` an APDU: torn out there."""

    def __init__(self, card: VirtualCard, port: int, pull_at: bytes | None = None) -> None:
        self._card = card
        self._pull_at = pull_at
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10.0)
        self._socket.settimeout(None)
        self._thread = threading.Thread(target=self._answer, name="virtual card", daemon=True)
        self._thread.start()

    def pull(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _answer(self) -> None:
        with contextlib.suppress(OSError), self._socket.makefile("rb") as heard:
            while length := heard.read(2):
                message = heard.read(int.from_bytes(length))
                if message == self._pull_at:
                    self._socket.shutdown(socket.SHUT_RDWR)
                    return
                if len(message) > 1:
                    self._say(self._card.transmit(message))
                elif message == _ASK_ATR:
                    self._say(self._card.reset() or _NO_RESET)

    def _say(self, content: bytes) -> None:
        self._socket.sendall(len(content).to_bytes(2) + content)
