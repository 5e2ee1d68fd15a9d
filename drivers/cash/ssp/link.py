"""One command at a time with an SSP unit, each carried out exactly once however often it must be sent.

A unit that hears the sequence flag of its last command again repeats its last answer without doing anything.
So what was not answered is sent again byte for byte, on a fresh line too, before anything else is asked: the
lost answer may hold a credit. Source: GA138, transport layer (one second, three tries).
"""

from typing import Final

from drivers.cash.ssp.frames import Decoder, Frame, encode
from drivers.cash.ssp.messages import Command
from drivers.clock import DeviceClock
from drivers.owner import DeviceSilent
from drivers.transport import Transport

ANSWER_TIMEOUT_S: Final = 1.0
_TRIES: Final = 3
_QUIET_S: Final = 0.05
_LONGEST_CHATTER_S: Final = 1.0


class Link:
    """Over one open line. `unanswered` is what the last line left without an answer.

    Every method may raise `DeviceSilent` and `TransportLost`.
    """

    def __init__(self, line: Transport, clock: DeviceClock, unanswered: Frame | None = None) -> None:
        self.unanswered = unanswered
        """The last command, until its answer has come: nothing else may be asked before `repeat`."""
        self._line = line
        self._clock = clock
        self._decoder = Decoder()
        self._sequence = False

    def synchronise(self) -> None:
        """The first words on a fresh line, after `repeat`: both sides begin to count anew."""
        self._wait_for_quiet()
        self._sequence = True
        self.ask(bytes([Command.SYNC]))

    def ask(self, command: bytes) -> bytes:
        """The data of the answer, its code first. Raises RuntimeError while another one is unanswered."""
        if self.unanswered is not None:
            raise RuntimeError("an SSP command is unanswered; another must not take its sequence flag")
        self._line.drain()
        self._decoder = Decoder()
        self.unanswered = Frame(self._sequence, command)
        return self.repeat()

    def repeat(self) -> bytes:
        """Send the unanswered command until it is answered. Raises RuntimeError when there is none."""
        if self.unanswered is None:
            raise RuntimeError("no SSP command is unanswered")
        for _ in range(_TRIES):
            self._line.write(encode(self.unanswered))
            answer = self._answer_to(self.unanswered)
            if answer is not None:
                self._sequence = not self.unanswered.sequence
                self.unanswered = None
                return answer
        raise DeviceSilent(
            f"note acceptor: no answer in {_TRIES} tries; check its power, the cable, "
            "and that unit and port are set to SSP with the same baud rate"
        )

    def _answer_to(self, command: Frame) -> bytes | None:
        deadline_s = self._clock.monotonic_s() + ANSWER_TIMEOUT_S
        while (left_s := deadline_s - self._clock.monotonic_s()) > 0:
            data = self._line.read(left_s)
            for heard in self._decoder.feed(data) if data else self._decoder.line_fell_silent():
                if isinstance(heard, Frame) and _answers(heard, command):
                    return heard.data
        return None

    def _wait_for_quiet(self) -> None:
        """Let pass what an earlier line's commands still bring."""
        deadline_s = self._clock.monotonic_s() + _LONGEST_CHATTER_S
        while self._line.read(_QUIET_S) and self._clock.monotonic_s() < deadline_s:
            self._line.drain()


def _answers(heard: Frame, command: Frame) -> bool:
    """Not an echo of ourselves, not a late answer to the command before, not another unit."""
    of_ours = (heard.sequence, heard.address) == (command.sequence, command.address)
    return of_ours and heard.data[0] >= 0xF0
