"""An SSP note validator as a unit: what it can be asked, one method a command. Decides nothing."""

from typing import Final

from drivers.cash.port import RefusalReason
from drivers.cash.ssp.link import Link
from drivers.cash.ssp.messages import (
    REJECT_REASONS,
    Answer,
    Command,
    PollAnswer,
    inhibits,
    poll_answer,
)
from drivers.cash.ssp.setup import Setup, parse_setup
from drivers.events import Identity

_PROTOCOL_VERSIONS: Final = (6, 5, 4)
"""From the one whose events this driver knows, downwards; a unit refuses what it is too old for."""

_REFUSALS: Final[dict[int, str]] = {
    Answer.UNKNOWN: "it does not know the command",
    Answer.WRONG_COUNT: "wrong number of parameters",
    Answer.OUT_OF_RANGE: "parameter out of range",
    Answer.CANNOT_PROCESS: "it cannot do this now",
    Answer.SOFTWARE_ERROR: "its software has an error",
    Answer.FAIL: "it failed",
    Answer.KEY_NOT_SET: "it demands encryption; set it to SSP without eSSP",
}


class UnitFault(Exception):
    """The unit talks, but does not do its work or is not the right one; the text says why and what next."""


class SspUnit:
    """Every method may raise `DeviceSilent` and `TransportLost`, and some `UnitFault`."""

    def __init__(self, link: Link) -> None:
        self.link = link

    def agree_on_protocol(self) -> None:
        """A unit forgets it with every reset. One that refuses all is left to its own."""
        for version in _PROTOCOL_VERSIONS:
            if self._done(Command.HOST_PROTOCOL, version):
                return

    def setup(self) -> Setup:
        """Raises `UnitFault`."""
        try:
            return parse_setup(self._must(Command.SETUP))
        except ValueError as error:
            raise UnitFault(f"note acceptor: {error}; check the model on this port") from error

    def identity(self, setup: Setup) -> Identity:
        answer = self.link.ask(bytes([Command.SERIAL]))
        serial = str(int.from_bytes(answer[1:5])) if answer[0] == Answer.OK and len(answer) == 5 else ""
        return Identity(model="SSP note validator", firmware=setup.firmware, serial=serial)

    def let_in(self, channels: frozenset[int], known: int) -> None:
        """Notes of these channels alone. Raises `UnitFault`."""
        self._must(*inhibits(channels, known))

    def let_none_in(self) -> bool:
        return self._done(*inhibits(frozenset(), 0))

    def enable(self) -> None:
        """Raises `UnitFault`."""
        self._must(Command.ENABLE)

    def disable(self) -> None:
        """Raises `UnitFault`."""
        self._must(Command.DISABLE)

    def hold(self) -> bool:
        """Keep the note in escrow for five seconds more; False when the unit says it holds none."""
        return self._done(Command.HOLD)

    def reject(self) -> bool:
        """False when there was nothing to give back."""
        return self._done(Command.REJECT)

    def last_reject(self) -> RefusalReason:
        answer = self.link.ask(bytes([Command.LAST_REJECT]))
        code = answer[1] if answer[0] == Answer.OK and len(answer) == 2 else None
        return RefusalReason.UNKNOWN if code is None else REJECT_REASONS.get(code, RefusalReason.UNKNOWN)

    def poll(self) -> PollAnswer:
        """ACCEPTS A NOTE IN ESCROW whose channel an earlier poll has told."""
        return self.understood(self.link.ask(bytes([Command.POLL])))

    def understood(self, answer: bytes) -> PollAnswer:
        """Of a poll; a unit that cannot answer it now has no events."""
        return poll_answer(answer[1:]) if answer[0] == Answer.OK else PollAnswer((), b"")

    def _done(self, *command: int) -> bool:
        return self.link.ask(bytes(command))[0] == Answer.OK

    def _must(self, *command: int) -> bytes:
        answer = self.link.ask(bytes(command))
        if answer[0] == Answer.OK:
            return answer[1:]
        why = _REFUSALS.get(answer[0], f"answer {answer[0]:02X}")
        name = Command(command[0]).name.lower().replace("_", " ")
        raise UnitFault(f"note acceptor refused {name}: {why}")
