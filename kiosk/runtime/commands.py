"""Carries out what operators ask of the machine from afar, one after the other, on a thread of its own.

What may be asked is a closed list; none of it moves money, and none is begun while money moves.
"""

import logging
from typing import Protocol

from kiosk.backend.errors import GatewayError
from kiosk.runtime.clock import Clock
from kiosk.runtime.command_book import CommandBook
from kiosk.runtime.command_course import Kept, NotOurs, Proof, Sight, next_of, proven
from kiosk.runtime.workers import Worker
from kiosk.wire.commands import (
    BackInService,
    CommandReport,
    LogLines,
    LogLinesAnswer,
    OutOfService,
    RestartWhenIdle,
    SendLogs,
    SetVolume,
    TestYourself,
)
from kiosk.wire.heartbeats import HeartbeatAnswer

_log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
LONGEST_TEST_S = 1800.0


class CommandHands(Protocol):
    """What the machine does when it is told to. Asked on one thread, which may wait a little."""

    def sight(self, now_ms: int | None) -> Sight: ...

    def close(self, closed: bool) -> None:
        """To payments, or open again."""
        ...

    def speak_at(self, volume: int) -> None: ...

    def restart(self) -> bool:
        """Soon. False where nobody would start it again."""
        ...

    def begin_tests(self) -> bool:
        """False where that is not possible now."""
        ...

    def tests_found(self) -> tuple[int, int, int] | None:
        """How many passed, failed, were not done; None while they run."""
        ...

    def log_lines(self, most: int) -> tuple[str, ...]: ...


class CommandGateway(Protocol):
    def send_log(self, log: LogLines) -> LogLinesAnswer:
        """Raises a GatewayError."""
        ...


class Commands:
    """`reports` and `heard` belong to the thread of the heartbeats, whose answers they come with."""

    def __init__(
        self, book: CommandBook, proof: Proof, hands: CommandHands, gateway: CommandGateway, clock: Clock
    ) -> None:
        self._book = book
        self._proof = proof
        self._hands = hands
        self._gateway = gateway
        self._clock = clock
        self._ahead_ms: int | None = None
        self._sent: tuple[CommandReport, ...] = ()
        self._test_began_s = 0.0
        self.worker = Worker("commands", clock, idle=self.look_after, idle_s=LOOK_EVERY_S)
        if book.out_of_service:
            hands.close(True)

    def reports(self) -> tuple[CommandReport, ...]:
        """For the next heartbeat."""
        self._sent = self._book.reports()
        return self._sent

    def heard(self, answer: HeartbeatAnswer) -> None:
        """The heartbeat with the last `reports` was answered so."""
        sent, ahead_ms = self._sent, answer.at_ms - self._steady_ms()
        self.worker.submit(lambda: self._take_in(answer, sent, ahead_ms))

    def look_after(self) -> None:
        for kept in self._book.open:
            self._go_on(kept)

    def _take_in(self, answer: HeartbeatAnswer, sent: tuple[CommandReport, ...], ahead_ms: int) -> None:
        self._ahead_ms = ahead_ms
        self._book.begin_at(answer.at_ms)
        self._book.were_told(sent)
        for signed in answer.commands:
            try:
                command = proven(signed, self._proof)
            except NotOurs as why:
                _log.error("a remote command does not count: %s", why)
            else:
                self._book.take(command, answer.at_ms)

    def _go_on(self, kept: Kept) -> None:
        if kept.state == "begun":
            self._look_at_tests(kept)
            return
        now = next_of(kept, self._hands.sight(self._now_ms()))
        # On the disk first: what was begun there is begun once, whatever happens in between.
        if now != kept and self._book.put(now) and now.state == "begun":
            self._carry_out(now)

    def _carry_out(self, kept: Kept) -> None:
        match kept.command.order:
            case OutOfService():
                self._close(kept, closed=True)
            case BackInService():
                self._close(kept, closed=False)
            case SetVolume(volume):
                self._hands.speak_at(volume)
                self._book.put(kept.ended("done"))
            case SendLogs(lines):
                self._send_log(kept, lines)
            case RestartWhenIdle():
                if not self._hands.restart():
                    self._book.put(kept.ended("failed", "not_possible"))
            case TestYourself():
                self._test_began_s = self._clock.monotonic_s()
                if not self._hands.begin_tests():
                    self._book.put(kept.ended("failed", "not_possible"))

    def _close(self, kept: Kept, *, closed: bool) -> None:
        """It outlives the program, so it is on the disk before residents see it."""
        if self._book.put(kept.ended("done"), out_of_service=closed):
            self._hands.close(closed)

    def _send_log(self, kept: Kept, most: int) -> None:
        log = LogLines(kept.command.command_id, self._hands.log_lines(most))
        try:
            self._gateway.send_log(log)
        except GatewayError as error:
            _log.warning("the log does not arrive: %s", type(error).__name__)
            self._book.put(kept.ended("failed", "not_sent"))
        else:
            self._book.put(kept.ended("done"))

    def _look_at_tests(self, kept: Kept) -> None:
        """Nothing else that was begun is still open: a restart ends with the program."""
        if not isinstance(kept.command.order, TestYourself):
            return
        found = self._hands.tests_found()
        if found is not None:
            self._book.put(kept.ended("done", "tests_failed" if found[1] else "tests_passed", found))
        elif self._clock.monotonic_s() - self._test_began_s > LONGEST_TEST_S:
            self._book.put(kept.ended("failed", "too_long"))

    def _now_ms(self) -> int | None:
        return None if self._ahead_ms is None else self._steady_ms() + self._ahead_ms

    def _steady_ms(self) -> int:
        return round(self._clock.monotonic_s() * 1000)
