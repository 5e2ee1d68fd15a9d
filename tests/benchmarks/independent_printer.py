"""Our receipt on somebody else's printer: printed over TCP by the real driver, compared dot for dot.

A proof, not a test: it needs a program that is no part of the kiosk. Every line is what was seen, and a line
that is not as it must be says so.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PIL import Image, ImageChops

from drivers.clock import SystemDeviceClock
from drivers.events import DeviceEvent, DeviceIdentified, StatusChanged
from drivers.printer.condition import PrintFault
from drivers.printer.escpos import EscposPrinter, EscposSettings
from drivers.printer.port import PaperChanged, PrintDone, PrintFailed
from drivers.status import Status
from drivers.transport import SerialSettings, Transport, open_transport
from drivers.vocabulary import DeviceState, Paper
from tests.benchmarks.independent_emulator import (
    HOW_TO_GET_IT,
    IndependentPrinter,
    found_emulator,
    running,
)
from tests.receipt.demonstration_receipt import draw

PICTURE = Path("build/independent_printer.png")
_PATIENCE_S = 60.0
_Event = TypeVar("_Event", bound=DeviceEvent)


def independent_printer() -> list[str]:
    program = found_emulator()
    if program is None:
        return list(HOW_TO_GET_IT)
    with running(program) as emulator:
        proof = Proof(emulator)
        try:
            return proof.lines()
        finally:
            proof.close()


class Proof:
    def __init__(self, emulator: IndependentPrinter) -> None:
        self._emulator = emulator
        self._events: list[DeviceEvent] = []
        self._sent_bytes = 0
        self._on_byte: tuple[int, Callable[[], None]] | None = None
        self._jobs = 0
        self._lines: list[str] = []
        settings = EscposSettings(confirms_by="paper_status")  # this printer does not know GS ( H
        self._printer = EscposPrinter(
            "printer", self._open, SystemDeviceClock(), self._events.append, settings
        )
        self._receipt = draw()

    def close(self) -> None:
        self._printer.close()

    def lines(self) -> list[str]:
        self._printer.start()
        self._well_and_named()
        self._whole()
        self._paper_low_and_out()
        self._paper_out_in_the_middle()
        self._cover()
        self._silence()
        self._gone()
        return self._lines

    # -- the proofs ---------------------------------------------------------------------------------

    def _well_and_named(self) -> None:
        self._until(lambda: self._state() is DeviceState.ONLINE)
        (named,) = self._of(DeviceIdentified)
        self._say("answers over TCP as", named.identity.model, named.identity.model == "TM-T20III")
        self._say("state, paper", f"{self._state()}, {self._paper()}", self._paper() is Paper.FULL)

    def _whole(self) -> None:
        start_s = time.monotonic()
        end = self._print()
        self._say("demonstration receipt", _told(end), end == PrintDone(self._job, confirmed=True))
        self._lines.append(f"{'  seconds until it was confirmed':44}{time.monotonic() - start_s:.2f}")
        printed = self._emulator.last_receipt()
        PICTURE.parent.mkdir(exist_ok=True)
        printed.save(PICTURE)
        different = _different_dots(printed, self._receipt)
        size = f"{printed.width} x {printed.height} dots, {different} of them different from ours"
        self._say("  its picture of the slip", size, different == 0)
        self._lines.append(f"{'  kept as':44}{PICTURE}")

    def _paper_low_and_out(self) -> None:
        for fault, paper, status in (
            ("paper-near-end", Paper.LOW, Status.PAPER_LOW),
            ("paper-out", Paper.OUT, Status.PAPER_OUT),
        ):
            self._emulator.fault(fault)
            self._until_paper(paper)
            seen = f"{self._paper()}, {', '.join(self._statuses())}"
            self._say(f"{fault} is told as", seen, self._statuses() == (status,))
        end = self._print()
        refused = PrintFailed(self._job, PrintFault.PAPER_OUT, nothing_printed=True)
        self._say("a slip without paper", _told(end), end == refused)
        self._emulator.mend("paper-out")
        self._emulator.mend("paper-near-end")
        self._until_paper(Paper.FULL)

    def _paper_out_in_the_middle(self) -> None:
        self._on_byte = (self._sent_bytes + 40_000, lambda: self._emulator.fault("paper-out"))
        end = self._print()
        failed = PrintFailed(self._job, PrintFault.PAPER_OUT, nothing_printed=False)
        self._say("paper ends in the middle of a slip", _told(end), end == failed)
        self._emulator.mend("paper-out")
        self._until(lambda: self._state() is DeviceState.ONLINE)
        self._until(lambda: self._emulator.receipts() == 2)
        half = self._emulator.last_receipt()
        self._say(
            "  cut off when there is paper again", f"{half.height} dots", half.height < self._receipt.height
        )
        end = self._print()
        different = _different_dots(self._emulator.last_receipt(), self._receipt)
        self._say("  the next slip", f"{_told(end)}, {different} dots different", different == 0)

    def _cover(self) -> None:
        self._emulator.fault("cover-open")
        self._until(lambda: self._state() is DeviceState.USER_ERROR)
        self._say("an open cover", ", ".join(self._statuses()), self._statuses() == (Status.COVER_OPEN,))
        self._emulator.mend("cover-open")
        self._until(lambda: self._state() is DeviceState.ONLINE)

    def _silence(self) -> None:
        self._emulator.freeze()
        start_s = time.monotonic()
        self._until_paper(Paper.UNKNOWN)
        after_s = time.monotonic() - start_s
        self._until(lambda: self._state() is DeviceState.OFFLINE)
        seen = f"{self._paper()}, {', '.join(self._statuses())}, after {after_s:.1f} s"
        self._say("silence is told as", seen, self._statuses() == (Status.NOT_AVAILABLE,))
        end = self._print()
        silent = PrintFailed(self._job, PrintFault.SILENT, nothing_printed=True)
        self._say("a slip into the silence", _told(end), end == silent)
        self._emulator.thaw()
        self._until(lambda: self._state() is DeviceState.ONLINE)
        names = len(self._of(DeviceIdentified))
        self._say("when it speaks again", f"{self._state()}, {self._paper()}", names == 1)

    def _gone(self) -> None:
        self._emulator.stop()
        self._until(lambda: self._state() is DeviceState.NO_DEVICE)
        self._lines.append(f"{'its program ended':44}{self._of(StatusChanged)[-1].reason}")
        self._emulator.start()
        self._until(lambda: self._state() is DeviceState.ONLINE)
        end = self._print()
        different = _different_dots(self._emulator.last_receipt(), self._receipt)
        self._say("started again, the next slip", f"{_told(end)}, {different} dots different", different == 0)

    # -- seeing -------------------------------------------------------------------------------------

    @property
    def _job(self) -> str:
        return f"slip {self._jobs}"

    def _print(self) -> DeviceEvent:
        self._jobs += 1
        before = len(self._ends())
        self._printer.print_image(self._job, self._receipt)
        self._until(lambda: len(self._ends()) > before)
        return self._ends()[-1]

    def _ends(self) -> list[DeviceEvent]:
        return [event for event in list(self._events) if isinstance(event, PrintDone | PrintFailed)]

    def _of(self, kind: type[_Event]) -> list[_Event]:
        return [event for event in list(self._events) if isinstance(event, kind)]

    def _paper(self) -> Paper | None:
        told = self._of(PaperChanged)
        return told[-1].paper if told else None

    def _state(self) -> DeviceState:
        return self._printer.owner.state

    def _statuses(self) -> tuple[Status, ...]:
        return self._of(StatusChanged)[-1].statuses

    def _until_paper(self, paper: Paper) -> None:
        self._until(lambda: self._paper() is paper)

    def _until(self, seen: Callable[[], bool]) -> None:
        deadline_s = time.monotonic() + _PATIENCE_S
        while not seen():
            if time.monotonic() > deadline_s:
                raise TimeoutError(f"not seen within {_PATIENCE_S:.0f} s; told: {self._events[-5:]}")
            time.sleep(0.02)

    def _say(self, what: str, seen: str, well: bool) -> None:
        self._lines.append(f"{what:44}{seen}{'' if well else '   NOT AS IT MUST BE'}")

    def _open(self) -> Transport:
        return _CountedLine(open_transport(self._emulator.url, SerialSettings()), self._count)

    def _count(self, sent_bytes: int) -> None:
        self._sent_bytes += sent_bytes
        if self._on_byte is not None and self._sent_bytes >= self._on_byte[0]:
            act, self._on_byte = self._on_byte[1], None
            act()


class _CountedLine:
    """Tells after every write how much went out, so that paper can end in the middle of a slip."""

    def __init__(self, line: Transport, count: Callable[[int], None]) -> None:
        self._line = line
        self._count = count

    def read(self, timeout_s: float) -> bytes:
        return self._line.read(timeout_s)

    def write(self, data: bytes) -> None:
        self._line.write(data)
        self._count(len(data))

    def drain(self) -> None:
        self._line.drain()

    def button_pressed(self) -> bool:
        return False

    def close(self) -> None:
        self._line.close()


def _different_dots(one: Image.Image, other: Image.Image) -> int:
    """All dots of the larger one where the sizes differ."""
    if one.size != other.size:
        return max(one.width * one.height, other.width * other.height)
    return ImageChops.logical_xor(one.convert("1"), other).histogram()[255]


def _told(end: DeviceEvent) -> str:
    match end:
        case PrintDone(_, confirmed):
            return "printed, confirmed" if confirmed else "printed, not confirmed"
        case PrintFailed(_, reason, nothing_printed):
            return f"failed: {reason}, {'nothing' if nothing_printed else 'something'} printed"
        case _:
            return "?"
