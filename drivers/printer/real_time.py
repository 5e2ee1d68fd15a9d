"""The commands a printer obeys the moment they arrive, wherever they stand: also among the dots of a picture.

Epson, DLE EOT: "executed even when the receive buffer is full"; it looks at bytes, not at their meaning.
"""

import re
from typing import Final

from drivers.printer.frames import CLEAR_BUFFERS
from drivers.printer.host_commands import AskStatus, ClearBuffers, RealTimeCommand, Recover

_COMMAND: Final = re.compile(
    rb"\x10\x04([\x01-\x08\x14])|\x10\x05([\x01\x02])|(" + re.escape(CLEAR_BUFFERS) + rb")", re.DOTALL
)


class RealTimeScanner:
    """Keeps fewer bytes than the longest command."""

    def __init__(self) -> None:
        self._tail = b""

    def feed(self, data: bytes) -> list[RealTimeCommand]:
        data = self._tail + data
        found: list[RealTimeCommand] = []
        end = 0
        for match in _COMMAND.finditer(data):
            end = match.end()
            found.append(_command(match))
        self._tail = data[max(end, len(data) - len(CLEAR_BUFFERS) + 1) :]
        return found


def _command(match: re.Match[bytes]) -> RealTimeCommand:
    asked, recover, _ = match.groups()
    if asked is not None:
        return AskStatus(asked[0])
    if recover is not None:
        return Recover(and_clear=recover == b"\x02")
    return ClearBuffers()
