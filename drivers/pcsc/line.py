"""A reader of the PC/SC service as a line that speaks CCID, the one language of driver and tests.

Needs the extra package pyscard and the running service pcscd; both are looked for when a line is opened, and
what is missing is named.
"""

import importlib
from typing import Any, Final
from urllib.parse import quote, unquote

from drivers.events import Identity
from drivers.pcsc import ccid
from drivers.pcsc.ccid import Fault, Icc, Kind, Message
from drivers.pcsc.results import GONE_CARD, LOST, MUTE_CARD, is_one_of, words_for
from drivers.transport import TransportLost, TransportRefused

SCHEME: Final = "pcsc://"
_EVENTS: Final = 16
"""The service counts comings and goings in the upper 16 bits of a reader's state."""
_STATUS_BYTES: Final = 2
"""Every response ends with them; a reader's driver may give less, and no error, when the card is torn out."""

_LOOKS_AFTER_A_FAILURE: Final = 12
_LOOK_S: Final = 0.1
"""The service looks for cards every 0.4 s; a look ends early when anything about the reader changes."""

Scard = Any
"""The module smartcard.scard, which has no types."""


class PcscLine:
    """Implements `Transport` and `NamedLine`. Belongs to one thread, as every line."""

    def __init__(self, scard: Scard, context: int, reader: str) -> None:
        self._scard = scard
        self._context = context
        self._reader = reader
        self._decoder = ccid.Decoder()
        self._outgoing = b""
        self._state = scard.SCARD_STATE_UNAWARE
        self._card: int | None = None
        self._protocol = 0

    def read(self, timeout_s: float) -> bytes:
        if not self._outgoing:
            self._look(timeout_s)
        said, self._outgoing = self._outgoing, b""
        return said

    def write(self, data: bytes) -> None:
        for heard in self._decoder.feed(data):
            if isinstance(heard, Message):
                answer = self._answer(heard)  # may find that the card has left, and says so first
                self._outgoing += ccid.encode(answer)

    def drain(self) -> None:
        self._outgoing = b""

    def button_pressed(self) -> bool:
        return False

    def close(self) -> None:
        self._let_go(self._scard.SCARD_UNPOWER_CARD)
        self._scard.SCardReleaseContext(self._context)

    def identity(self) -> Identity:
        """As the reader's own driver tells it; without one, the name the service gave it."""
        result, handle, _ = self._scard.SCardConnect(
            self._context, self._reader, self._scard.SCARD_SHARE_DIRECT, 0
        )
        if result != 0:
            return Identity(model=self._reader)
        kind, version, serial = (
            self._attribute(handle, getattr(self._scard, f"SCARD_ATTR_VENDOR_IFD_{name}"))
            for name in ("TYPE", "VERSION", "SERIAL_NO")
        )
        self._scard.SCardDisconnect(handle, self._scard.SCARD_LEAVE_CARD)
        firmware = f"{version[3]}.{version[2]}" if len(version) == 4 else ""
        return Identity(model=_text(kind) or self._reader, firmware=firmware, serial=_text(serial))

    def _attribute(self, handle: int, attribute: int) -> bytes:
        result, value = self._scard.SCardGetAttrib(handle, attribute)
        return bytes(value) if result == 0 else b""

    def _look(self, timeout_s: float) -> None:
        """Wait until the service tells of a card that has come or gone. Raises TransportLost."""
        before = self._state
        result, states = self._scard.SCardGetStatusChange(
            self._context, round(timeout_s * 1000), [(self._reader, before)]
        )
        if result == self._scard.SCARD_E_TIMEOUT:
            return
        self._fail_if_lost(result)
        state = states[0][1]
        if state & (self._scard.SCARD_STATE_UNKNOWN | self._scard.SCARD_STATE_UNAVAILABLE):
            raise TransportLost(f"{self._reader}: the reader is gone; check its cable")
        self._state = state & ~self._scard.SCARD_STATE_CHANGED
        if before != self._scard.SCARD_STATE_UNAWARE:  # else the driver has not asked yet
            self._tell_change(before)

    def _tell_change(self, before: int) -> None:
        was, present = self._is_present(before), self._is_present(self._state)
        if was and present and (self._state >> _EVENTS) - (before >> _EVENTS) > 1:
            self._outgoing += ccid.encode_change(False)  # swapped faster than we looked
            was = False
        if was is not present:
            self._outgoing += ccid.encode_change(present)

    def _is_present(self, state: int) -> bool:
        return bool(state & self._scard.SCARD_STATE_PRESENT)

    def _answer(self, asked: Message) -> Message:
        match asked.kind:
            case Kind.ICC_POWER_ON:
                return self._power_on(asked.sequence)
            case Kind.XFR_BLOCK:
                return self._exchange(asked)
            case Kind.ICC_POWER_OFF:
                self._let_go(self._scard.SCARD_UNPOWER_CARD)
        return ccid.answer(Kind.SLOT_STATUS, asked.sequence, self._icc())

    def _icc(self) -> Icc:
        self._look(0.0)
        if not self._is_present(self._state):
            return Icc.ABSENT
        return Icc.INACTIVE if self._card is None else Icc.ACTIVE

    def _power_on(self, sequence: int) -> Message:
        scard = self._scard
        self._let_go(scard.SCARD_RESET_CARD)
        either = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        result, card, protocol = scard.SCardConnect(
            self._context, self._reader, scard.SCARD_SHARE_EXCLUSIVE, either
        )
        if result != 0:
            return self._failed(sequence, result)
        self._card, self._protocol = card, protocol
        result, _, _, _, reset = scard.SCardStatus(card)
        if result != 0:
            return self._failed(sequence, result)
        return ccid.answer(Kind.DATA_BLOCK, sequence, Icc.ACTIVE, bytes(reset))

    def _exchange(self, asked: Message) -> Message:
        scard = self._scard
        if self._card is None:
            return ccid.answer(Kind.DATA_BLOCK, asked.sequence, self._icc(), fault=Fault.MUTE)
        one = self._protocol == scard.SCARD_PROTOCOL_T1
        head = scard.SCARD_PCI_T1 if one else scard.SCARD_PCI_T0
        result, response = scard.SCardTransmit(self._card, head, list(asked.data))
        if result != 0 or len(response) < _STATUS_BYTES:
            return self._failed(asked.sequence, result)
        return ccid.answer(Kind.DATA_BLOCK, asked.sequence, Icc.ACTIVE, bytes(b % 256 for b in response))

    def _failed(self, sequence: int, result: int) -> Message:
        """Raises TransportLost where it is not the card that failed."""
        self._fail_if_lost(result)
        self._let_go(self._scard.SCARD_UNPOWER_CARD)
        gone = is_one_of(GONE_CARD, result) or self._leaves()
        fault = Fault.MUTE if gone or is_one_of(MUTE_CARD, result) else Fault.HARDWARE
        return ccid.answer(Kind.DATA_BLOCK, sequence, Icc.ABSENT if gone else Icc.INACTIVE, fault=fault)

    def _leaves(self) -> bool:
        """Whether a card that has failed was on its way out: the service notices it a little later."""
        for _ in range(_LOOKS_AFTER_A_FAILURE):
            if self._icc() is Icc.ABSENT:
                return True
            self._look(_LOOK_S)
        return False

    def _fail_if_lost(self, result: int) -> None:
        if is_one_of(LOST, result):
            raise TransportLost(f"{self._reader}: {words_for(result)}")

    def _let_go(self, disposition: int) -> None:
        if self._card is not None:
            self._scard.SCardDisconnect(self._card, disposition)
            self._card = None


def open_pcsc(url: str) -> PcscLine:
    """`pcsc://NAME`, a space written as %20, or `pcsc://` for the only one. Raises `TransportRefused`."""
    try:
        scard: Scard = importlib.import_module("smartcard.scard")
    except ImportError as missing:
        raise TransportRefused(
            f"{url}: the package pyscard is missing; install the kiosk with its extra 'pcsc'"
        ) from missing
    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    if result != 0:
        raise TransportRefused(f"{url}: {words_for(result)}")
    result, readers = scard.SCardListReaders(context, [])
    try:
        if result not in {0, scard.SCARD_E_NO_READERS_AVAILABLE}:
            raise TransportRefused(f"{url}: {words_for(result)}")
        return PcscLine(scard, context, _chosen(url, readers))
    except TransportRefused:
        scard.SCardReleaseContext(context)
        raise


def _chosen(url: str, readers: list[str]) -> str:
    """By its whole name or the beginning of it. Raises `TransportRefused`."""
    asked = unquote(url.removeprefix(SCHEME)).rstrip("/")
    if not readers:
        raise TransportRefused(f"{url}: no card reader found; check its cable and its driver (libccid)")
    fitting = [name for name in readers if name.startswith(asked)]
    if asked in readers or len(fitting) == 1:
        return asked if asked in readers else fitting[0]
    names = "; ".join(fitting or readers)
    if not fitting:
        raise TransportRefused(f"{url}: no such reader; there are: {names}")
    raise TransportRefused(f"{url}: several readers; name one, as in {SCHEME}{quote(fitting[0])}: {names}")


def _text(value: bytes) -> str:
    return value.split(b"\0")[0].decode("utf-8", "replace").strip()
