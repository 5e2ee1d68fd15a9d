"""A receipt printer that speaks ESC/POS over a line, prints on paper of pictures, and has a hand."""

import re

from PIL import Image

from drivers.printer.host_commands import (
    AskStatus,
    ClearBuffers,
    Command,
    ConfirmWhenDone,
    HostDecoder,
    Raster,
    RealTimeCommand,
    Recover,
)
from drivers.printer.mechanism import Mechanism
from drivers.transport import TransportLost, WorkedByHand
from drivers.vocabulary import Paper


class SimulatedPrinter(WorkedByHand):
    """Prints 150 mm/s of the line's clock. `knows_confirmation` False: a clone without GS ( H."""

    def __init__(self, *, presenter: bool = True, knows_confirmation: bool = True) -> None:
        super().__init__()
        self._presenter = presenter
        self._knows_confirmation = knows_confirmation
        self._mechanism = Mechanism()
        self._decoder = HostDecoder()
        self._answers = b""
        self._taken = 0
        self._plugged_in = True
        self._powered = True
        self._silent = False

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

    def jam_cutter(self) -> None:
        """The next cut will stick."""
        with self.hand():
            self._mechanism.knife_blocked = True

    def free_cutter(self) -> None:
        """The paper is out of the knife; the printer stays in error until the host tells it to go on."""
        with self.hand():
            self._mechanism.knife_blocked = False

    def fall_silent(self) -> None:
        with self.hand():
            self._silent = True

    def speak_again(self) -> None:
        with self.hand():
            self._silent = False

    def cut_power(self) -> None:
        """What was not printed is forgotten; the line stays, but nobody answers."""
        with self.hand():
            self._powered = False
            self._mechanism.clear()
            self._decoder = HostDecoder()
            self._answers = b""

    def restore_power(self) -> None:
        with self.hand():
            self._powered = True
            self._mechanism.knife_in_error = False

    def unplug(self) -> None:
        with self.hand():
            self._plugged_in = False

    def plug_in(self) -> None:
        with self.hand():
            self._plugged_in = True

    # -- the line -----------------------------------------------------------------------------------

    def receive(self, data: bytes, now_s: float) -> None:
        with self.lock:
            self._fail_if_unplugged()
            if not self._powered:
                return
            self._answers += self._mechanism.advance(now_s)
            for command in self._decoder.feed(data):
                self._answers += self._take(command)

    def due(self, now_s: float) -> bytes:
        with self.lock:
            self._fail_if_unplugged()
            self._answers += self._mechanism.advance(now_s) if self._powered else b""
            answers, self._answers = self._answers, b""
            return b"" if self._silent else answers

    def next_due_s(self) -> float | None:
        with self.lock:
            return self._mechanism.done_at_s() if self._powered else None

    def button_pressed(self) -> bool:
        return False

    def _fail_if_unplugged(self) -> None:
        if not self._plugged_in:
            raise TransportLost("simulated printer: unplugged")

    def _take(self, command: Command) -> bytes:
        if isinstance(command, RealTimeCommand):
            return self._at_once(command)
        if self._knows_confirmation or not isinstance(command, ConfirmWhenDone):
            self._mechanism.put(command)
        return self._answers_to_chance_questions(command) if isinstance(command, Raster) else b""

    def _answers_to_chance_questions(self, picture: Raster) -> bytes:
        """Real printers look for DLE EOT in everything they receive, dots included."""
        dots = b"".join(picture.rows)
        return b"".join(self._status(match[1][0]) for match in re.finditer(b"\x10\x04([\x01-\x04])", dots))

    def _at_once(self, command: RealTimeCommand) -> bytes:
        match command:
            case AskStatus(kind):
                return self._status(kind)
            case Recover(and_clear):
                if and_clear:
                    self._mechanism.clear()
                self._mechanism.knife_in_error &= self._mechanism.knife_blocked
                return b""
            case ClearBuffers():
                self._mechanism.clear()
                return b"\x37\x25\x00"

    def _status(self, kind: int) -> bytes:
        """The answer to DLE EOT `kind`; nothing where the model has no such status."""
        works = self._mechanism
        out = works.paper is Paper.OUT
        match kind:
            case 1:
                return bytes((0x12 | 0x08 * works.stopped,))
            case 2:
                return bytes((0x12 | 0x04 * works.cover_open | 0x20 * out | 0x40 * works.knife_in_error,))
            case 3:
                return bytes((0x12 | 0x08 * works.knife_in_error,))
            case 4:
                return bytes((0x12 | 0x0C * (works.paper is not Paper.FULL) | 0x60 * out,))
            case 20 if self._presenter:
                return bytes((0x10, 0x0F, 0x20 * (works.cut_off > self._taken), 0, 0, 0))
            case _:
                return b""
