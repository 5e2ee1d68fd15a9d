"""A receipt printer that speaks ESC/POS over a line, prints on paper of pictures, and has a hand."""

from collections.abc import Callable
from typing import Final

from PIL import Image

from drivers.printer.host_commands import (
    AskStatus,
    ClearBuffers,
    ConfirmWhenDone,
    HostDecoder,
    RealTimeCommand,
    Recover,
)
from drivers.printer.mechanism import ROWS_PER_S, Mechanism
from drivers.printer.real_time import RealTimeScanner
from drivers.simulation.acts import Acts, HandAct
from drivers.simulation.device import SimulatedDevice
from drivers.vocabulary import Paper

_UNITS: Final = (
    {67: "SIMULATED-80", 65: "1.00", 68: "SIM0000001"},
    {67: "SIMULATED-80", 65: "1.00", 68: "SIM0000002"},
)
"""What the printer says of itself, by the kinds of GS I, and what another unit of its model would say."""

_FEED_S: Final = 0.8
_OTHER_ROOM: Final = {True: b"\x11", False: b"\x13"}


class SimulatedPrinter(SimulatedDevice):
    """Prints 150 mm/s of the line's clock. `knows_confirmation` False: a clone without GS ( H.

    `knows_identity` False: one that ignores GS I; `knows_clearing` False: DLE DC4 8.
    """

    def __init__(
        self,
        *,
        presenter: bool = True,
        knows_confirmation: bool = True,
        knows_identity: bool = True,
        knows_clearing: bool = True,
    ) -> None:
        super().__init__("printer")
        self._presenter = presenter
        self._ignored = () if knows_confirmation else (ConfirmWhenDone,)
        self._mechanism = Mechanism()
        self._knows_identity = knows_identity
        self._knows_clearing = knows_clearing
        self._unit = 0
        self._introduce()
        self._commands = HostDecoder()
        self._real_time = RealTimeScanner()
        self._taken = 0
        self._feeding_until_s = 0.0
        self._now_s = 0.0

    # -- the hand -----------------------------------------------------------------------------------

    def printed(self) -> list[Image.Image]:
        """The last slips cut off, oldest first: mode "1", 576 wide, without the feed to the knife."""
        with self.lock:
            return list(self._mechanism.slips)

    def uncut(self) -> Image.Image | None:
        """What hangs out of the printer, printed but not cut."""
        with self.lock:
            return self._mechanism.uncut

    @property
    def paper(self) -> Paper:
        with self.lock:
            return self._mechanism.paper

    @property
    def slip_at_mouth(self) -> bool:
        with self.lock:
            return self._mechanism.cut_off > self._taken

    def tear_off(self) -> None:
        """Take every slip that was cut."""
        with self.hand():
            self._taken = self._mechanism.cut_off

    def open_cover(self) -> None:
        with self.hand():
            self._mechanism.cover_open = True

    def close_cover(self) -> None:
        with self.hand():
            self._mechanism.cover_open = False

    def set_paper(self, level: Paper) -> None:
        """A new roll, one that is nearly used up, or none."""
        with self.hand():
            self._mechanism.load(level)

    def leave_paper_mm(self, length_mm: float) -> None:
        """So much paper until its end."""
        with self.hand():
            self._mechanism.paper_rows = round(length_mm * 8)

    def press_feed(self) -> None:
        """Paper comes out; for a moment the printer takes nothing from the host."""
        with self.hand():
            self._mechanism.feed(4)
            self._feeding_until_s = self._now_s + _FEED_S

    def jam_cutter(self) -> None:
        """The next cut will stick."""
        with self.hand():
            self._mechanism.knife_blocked = True

    def free_cutter(self) -> None:
        """The paper is out of the knife; the printer stays in error until the host tells it to go on."""
        with self.hand():
            self._mechanism.knife_blocked = False

    def jam_paper(self, stuck: bool = True) -> None:
        """Only a presenter's sensors tell of it."""
        with self.hand():
            self._mechanism.jammed = stuck

    def heat(self, hot: bool = True) -> None:
        """The head is too hot and printing waits, until it is cool again."""
        with self.hand():
            self._mechanism.hot = hot

    def break_down(self, broken: bool = True) -> None:
        """A fault that only an exchange mends."""
        with self.hand():
            self._mechanism.broken = broken

    def go_off_line(self, off_line: bool = True) -> None:
        """For no reason that it tells."""
        with self.hand():
            self._mechanism.held_off_line = off_line

    def run_at_mm_per_s(self, speed: float) -> None:
        with self.hand():
            self._mechanism.rows_per_s = speed * 8

    def stop_the_host(self, stopped: bool = True) -> None:
        """Its buffer is full: XOFF, and XON when there is room again."""
        with self.hand():
            self._say(self._now_s, _OTHER_ROOM[not stopped])

    def exchange(self) -> None:
        """Another unit of the same model stands in its place, with its own roll."""
        with self.hand():
            self._unit = (self._unit + 1) % len(_UNITS)
            self._introduce()

    def acts(self) -> Acts:
        act = _plain_act
        return super().acts() | {
            "paper": HandAct("full|low|out", "a new roll, one nearly used up, or none", self._load),
            "leave_mm": HandAct("MM", "so much paper until its end", self._leave),
            "feed": act("press the feed button", self.press_feed),
            "tear_off": act("take every slip that was cut", self.tear_off),
            "open_cover": act("open the cover", self.open_cover),
            "close_cover": act("close it", self.close_cover),
            "jam_cutter": act("the next cut sticks", self.jam_cutter),
            "free_cutter": act("pull the paper out of the knife", self.free_cutter),
            "jam": act("paper sticks inside", self.jam_paper),
            "unjam": act("pull it out", lambda: self.jam_paper(False)),
            "hot": act("the head is too hot", self.heat),
            "cool": act("it has cooled", lambda: self.heat(False)),
            "fatal": act("a fault that only an exchange mends", self.break_down),
            "mend": act("it is mended", lambda: self.break_down(False)),
            "go_off_line": act("off-line without a reason", self.go_off_line),
            "go_on_line": act("on-line again", lambda: self.go_off_line(False)),
            "buffer_full": act("say XOFF", self.stop_the_host),
            "buffer_free": act("say XON", lambda: self.stop_the_host(False)),
            "slow": HandAct("[MM_PER_S]", f"print so fast; else {ROWS_PER_S / 8:.0f}", self._run_at),
            "exchange": act("put another unit in its place", self.exchange),
        }

    def _load(self, words: list[str]) -> None:
        level = Paper(words[0])
        if level not in {Paper.FULL, Paper.LOW, Paper.OUT}:
            raise ValueError("paper is full, low or out")
        self.set_paper(level)

    def _leave(self, words: list[str]) -> None:
        self.leave_paper_mm(_positive(words[0]))

    def _run_at(self, words: list[str]) -> None:
        self.run_at_mm_per_s(_positive(words[0]) if words else ROWS_PER_S / 8)

    # -- the line -----------------------------------------------------------------------------------

    def next_due_s(self) -> float | None:
        with self.lock:
            printed_s = self._mechanism.done_at_s() if self._powered else None
            times = [at_s for at_s in (super().next_due_s(), printed_s) if at_s is not None]
            return min(times, default=None)

    def _heard(self, data: bytes, now_s: float) -> None:
        for command in self._real_time.feed(data):
            self._say(now_s, self._at_once(command))
        for queued in self._commands.feed(data):
            if not isinstance(queued, RealTimeCommand) and not isinstance(queued, self._ignored):
                self._mechanism.put(queued)

    def _settle(self, now_s: float) -> None:
        self._now_s = now_s
        answers = self._mechanism.advance(now_s)
        if answers:
            self._say(now_s, answers)

    def _power_lost(self) -> None:
        self._clear()

    def _power_back(self) -> None:
        self._mechanism.knife_in_error = False

    def _clear(self) -> None:
        self._mechanism.clear()
        self._commands = HostDecoder()

    def _introduce(self) -> None:
        if self._knows_identity:
            self._mechanism.information = _UNITS[self._unit]

    def _at_once(self, command: RealTimeCommand) -> bytes:
        match command:
            case AskStatus(kind):
                return self._status(kind)
            case Recover(and_clear):
                if and_clear:
                    self._mechanism.clear()
                self._mechanism.knife_in_error &= self._mechanism.knife_blocked
                return b""
            case ClearBuffers() if self._knows_clearing:
                self._clear()
                return b"\x37\x25\x00"
            case _:
                return b""

    def _status(self, kind: int) -> bytes:
        """The answer to DLE EOT `kind`; nothing where the model has no such status."""
        works, out = self._mechanism, self._mechanism.paper is Paper.OUT
        feeding = self._now_s < self._feeding_until_s
        match kind:
            case 1:
                return bytes((0x12 | 0x08 * (works.stopped or feeding),))
            case 2:
                cause = 0x04 * works.cover_open | 0x08 * feeding | 0x20 * out | 0x40 * works.in_error
                return bytes((0x12 | cause,))
            case 3:
                return bytes((0x12 | 0x08 * works.knife_in_error | 0x20 * works.broken | 0x40 * works.hot,))
            case 4:
                return bytes((0x12 | 0x0C * (works.paper is not Paper.FULL) | 0x60 * out,))
            case 20 if self._presenter:
                return b"\x10\x0f" + self._full_status()
            case _:
                return b""

    def _full_status(self) -> bytes:
        works = self._mechanism
        low, out = works.paper is not Paper.FULL, works.paper is Paper.OUT
        paper = 0x01 * out | 0x04 * low | 0x20 * (works.cut_off > self._taken)
        return bytes(
            (
                paper,
                0x02 * works.cover_open,
                0x01 * works.hot | 0x40 * works.jammed,
                0x01 * works.knife_in_error | 0x04 * works.broken,
            )
        )


def _plain_act(what: str, do: Callable[[], None]) -> HandAct:
    return HandAct("", what, lambda words: do())


def _positive(word: str) -> float:
    value = float(word)
    if not 0.0 < value <= 100_000.0:
        raise ValueError("a length or a speed is above 0, at most 100000")
    return value
