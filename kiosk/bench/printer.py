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
        self.board = Board(words, "printer")
        self._lay_out()

    def _lay_out(self) -> None:
        printer, board = self._printer, self.board
        cover = Switch(printer.open_cover, printer.close_cover)
        cutter = Switch(printer.jam_cutter, printer.free_cutter)
        silence = Switch(printer.fall_silent, printer.speak_again)
        power = Switch(printer.cut_power, printer.restore_power)
        plug = Switch(printer.unplug, printer.plug_in)
        board.row(
            "hand",
            board.control("tear_off", printer.tear_off, lambda: printer.slip_at_mouth),
            board.switch("printer.open_cover", "printer.close_cover", "printer.cover_open", cover),
            board.switch("printer.jam_cutter", "printer.free_cutter", "printer.cutter_jammed", cutter),
        )
        board.row("paper", *(self._paper(level) for level in (Paper.FULL, Paper.LOW, Paper.OUT)))
        board.row(
            "faults",
            board.switch("line.fall_silent", "line.speak_again", "line.silent", silence),
            board.switch("line.cut_power", "line.restore_power", "line.no_power", power),
            board.switch("line.unplug", "line.plug_in", "line.unplugged", plug),
        )

    def device(self) -> BenchDevice:
        level = self._printer.paper
        mouth = self.board.says("waiting" if self._printer.slip_at_mouth else "clear")
        paper = self.board.says(f"paper_{level.value}")
        return self.board.device("printer", mouth, paper, alarm=level is Paper.OUT)

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
