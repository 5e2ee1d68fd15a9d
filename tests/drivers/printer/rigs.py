"""Every model of receipt printer on every kind of line, a slip to print, and hands that mend everything."""

from typing import NamedTuple

from PIL import Image

from drivers.printer.escpos import EscposSettings
from drivers.printer.simulator import SimulatedPrinter
from drivers.simulation.acts import work
from drivers.vocabulary import DeviceState
from tests.drivers.printer.bench import LINE_KINDS, PrinterBench, picture


class Model(NamedTuple):
    """`clone` knows neither GS ( H nor GS I nor DLE DC4 8."""

    presenter: bool
    clone: bool

    def bench(self, line: str) -> PrinterBench:
        device = SimulatedPrinter(
            presenter=self.presenter,
            knows_confirmation=not self.clone,
            knows_identity=not self.clone,
            knows_clearing=not self.clone,
        )
        confirms_by = "paper_status" if self.clone else "process_id"
        return PrinterBench(EscposSettings(confirms_by, self.presenter), device, line)


MODELS = {
    "escpos": Model(presenter=False, clone=False),
    "escpos_presenter": Model(presenter=True, clone=False),
    "escpos clone": Model(presenter=False, clone=True),
}
ROWS = 256 * 2 + 40
SLIP = picture(ROWS)
BANDS_BYTES = [200, *(9000 + band * 72 * 256 for band in range(2)), 72 * 512 + 1500]
"""Into the slip: its first bytes, and the middle of every band."""

_ACTS_THAT_MEND = (
    "plug_in",
    "restore_power",
    "speak_again",
    "close_cover",
    "paper full",
    "unjam",
    "mend",
    "cool",
    "go_on_line",
    "free_cutter",
)


RIGS = [
    *(("escpos", line) for line in LINE_KINDS),
    *(("escpos_presenter", line) for line in ("memory", "pty")),
    *(("escpos clone", line) for line in ("memory", "tcp")),
]


def prints(bench: PrinterBench, job: str, image: Image.Image = SLIP, within_s: float = 5.0) -> object:
    before = len(bench.ends())
    bench.printer.print_image(job, image)
    bench.run_s(within_s)
    (end,) = bench.ends()[before:]
    return end


def mend(bench: PrinterBench, within_s: float = 8.0) -> None:
    for words in _ACTS_THAT_MEND:
        work(bench.device, words)
    bench.run_s(within_s)
    assert bench.state() == (DeviceState.ONLINE, ())
