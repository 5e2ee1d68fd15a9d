"""The receipt printer on the bench: paper, cover and knife, the hand at its mouth, and what it printed."""

from PIL import Image

from drivers.printer.simulator import SimulatedPrinter
from drivers.vocabulary import Paper
from kiosk.bench.control import Board, Control, Switch
from kiosk.bench.words import BenchWords
from screens.bench_panel.bench_view import BenchDevice, Slip


class PrinterPart:
    def __init__(self, printer: SimulatedPrinter, words: BenchWords) -> None:
        self._printer = printer
        self._slip: Slip | None = None
        self._pictured: Image.Image | None = None
        self._cover = Switch(printer.open_cover, printer.close_cover)
        self._cutter = Switch(printer.jam_cutter, printer.free_cutter)
        self._silence = Switch(printer.fall_silent, printer.speak_again)
        self._power = Switch(printer.cut_power, printer.restore_power)
        self._plug = Switch(printer.unplug, printer.plug_in)
        self.board = Board(words, "printer")
        tear_off = self.board.control("tear_off", printer.tear_off, lambda: printer.slip_at_mouth)
        cover = self.board.switch("printer.open_cover", "printer.close_cover", self._cover)
        cutter = self.board.switch("printer.jam_cutter", "printer.free_cutter", self._cutter)
        self.board.row("hand", tear_off, cover, cutter)
        self.board.row("paper", *(self._paper(level) for level in (Paper.FULL, Paper.LOW, Paper.OUT)))
        self.board.row(
            "faults",
            self.board.switch("line.fall_silent", "line.speak_again", self._silence),
            self.board.switch("line.cut_power", "line.restore_power", self._power),
            self.board.switch("line.unplug", "line.plug_in", self._plug),
        )

    def device(self) -> BenchDevice:
        says, words = self.board.says, self.board.words
        level = self._printer.paper
        troubles = [
            words(key)
            for switch, key in (
                (self._cover, "printer.cover_open"),
                (self._cutter, "printer.cutter_jammed"),
                (self._silence, "line.silent"),
                (self._power, "line.no_power"),
                (self._plug, "line.unplugged"),
            )
            if switch.is_on
        ]
        mouth = says("waiting" if self._printer.slip_at_mouth else "clear")
        state = " · ".join([mouth, says(f"paper_{level.value}"), *troubles])
        return self.board.device("printer", state, alarm=bool(troubles) or level is Paper.OUT)

    def last_slip(self) -> Slip | None:
        """The newest picture of what was printed; made once."""
        printed = self._printer.printed()
        if printed and printed[-1] is not self._pictured:
            self._pictured = printed[-1]
            picture = self._pictured.convert("L")
            number = self._slip.number + 1 if self._slip else 1
            self._slip = Slip(number, picture.width, picture.height, picture.tobytes())
        return self._slip

    def _paper(self, level: Paper) -> Control:
        return self.board.choice(
            level.value, lambda: self._printer.set_paper(level), lambda: self._printer.paper is level
        )
