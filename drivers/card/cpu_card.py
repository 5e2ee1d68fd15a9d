"""A CPU card on the contacts of a CRT-310: power, and APDUs there and back.

A relay: knows ISO 7816 status words, not what any application means.
"""

from typing import Final

from drivers.card import commands
from drivers.card.crt310 import Crt310
from drivers.card.frames import Frame

_CHIP_TIMEOUT_S = 3.0
_DONE: Final = b"\x90\x00"
_GET_RESPONSE: Final = bytes.fromhex("00 C0 00 00")


class NoChip(Exception):
    """Nothing on the contacts answers the reset."""


class CpuCard:
    """Every method may raise `CardUnitFault`, `DeviceSilent` and `TransportLost`, as `Crt310` does."""

    def __init__(self, crt: Crt310) -> None:
        self._crt = crt
        self._relay = commands.CPU_APDU_T0

    def power_on(self) -> None:
        """Raises `NoChip`."""
        self._crt.ask(commands.CONTACTS_ON, _CHIP_TIMEOUT_S)
        outcome = self._crt.ask(commands.CPU_COLD_RESET, _CHIP_TIMEOUT_S)[:1]
        if outcome not in {bytes([commands.CPU_T0]), bytes([commands.CPU_T1])}:
            raise NoChip
        self._relay = commands.CPU_APDU_T0 if outcome[0] == commands.CPU_T0 else commands.CPU_APDU_T1

    def power_off(self) -> None:
        self._crt.ask(commands.CONTACTS_OFF, _CHIP_TIMEOUT_S)

    def transmit(self, apdu: bytes) -> bytes | None:
        """The response without its status words; None when the card refuses or does not answer."""
        response = self._exchange(apdu)
        if response[-2:-1] == b"\x6c":  # wrong length asked for: the card says the right one
            response = self._exchange(apdu[:-1] + response[-1:])
        if response[-2:-1] == b"\x61":  # T=0: the answer has to be fetched
            response = self._exchange(_GET_RESPONSE + response[-1:])
        return response[:-2] if response[-2:] == _DONE else None

    def _exchange(self, apdu: bytes) -> bytes:
        """Done, two bytes of length, the response; b"" for anything else."""
        content = len(apdu).to_bytes(2) + apdu
        relay = Frame(self._relay.command, self._relay.parameter, content)
        answer = self._crt.ask(relay, _CHIP_TIMEOUT_S)
        if answer[:1] != bytes([commands.DONE]):
            return b""
        return answer[3 : 3 + int.from_bytes(answer[1:3])]
