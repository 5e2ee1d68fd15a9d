from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from drivers.events import DeviceIdentified, StatusChanged
from drivers.printer.condition import PrintFault
from drivers.printer.escpos import EscposSettings
from drivers.printer.port import PaperChanged, PrintDone, PrintFailed, ReceiptTaken
from drivers.printer.simulator import SimulatedPrinter
from drivers.simulation.device import Answer
from drivers.vocabulary import DeviceState, Paper
from tests.drivers.printer.bench import PrinterBench, picture


def _same(one: Image.Image, other: Image.Image) -> bool:
    return np.array_equal(np.array(one), np.array(other))


def test_what_is_printed_is_the_picture_dot_for_dot() -> None:
    bench = PrinterBench()
    bench.printer.print_image("job 1", picture())
    bench.run_s(5)
    assert bench.ends() == [PrintDone("job 1", confirmed=True)]
    (slip,) = bench.device.printed()
    assert _same(slip, picture())


def test_done_is_said_when_the_paper_is_out_and_not_when_the_bytes_are_sent() -> None:
    bench = PrinterBench()
    bench.run_s(0.1)
    start_s = bench.clock.monotonic_s()
    bench.printer.print_image("job 1", picture(rows=2400))
    while not bench.ends():
        bench.printer.owner.run_once()
    assert bench.clock.monotonic_s() - start_s >= 2400 / 1200


def test_slips_come_out_one_by_one_in_order() -> None:
    bench = PrinterBench()
    for job in (1, 2, 3):
        bench.printer.print_image(f"job {job}", picture(rows=300, seed=job))
    bench.run_s(10)
    assert bench.ends() == [PrintDone(f"job {job}", confirmed=True) for job in (1, 2, 3)]
    assert all(_same(slip, picture(300, job)) for job, slip in enumerate(bench.device.printed(), 1))


def test_a_printer_that_cannot_confirm_is_not_believed_to_have_printed_for_sure() -> None:
    bench = PrinterBench(device=SimulatedPrinter(knows_confirmation=False))
    bench.printer.print_image("job 1", picture())
    bench.run_s(10)
    assert bench.ends() == [PrintDone("job 1", confirmed=False)]


def test_a_clone_confirms_by_its_answer_about_paper() -> None:
    settings = EscposSettings(confirms_by="paper_status")
    bench = PrinterBench(settings, SimulatedPrinter(knows_confirmation=False))
    bench.printer.print_image("job 1", picture())
    bench.run_s(10)
    assert bench.ends() == [PrintDone("job 1", confirmed=True)]


@pytest.mark.parametrize(
    ("mischief", "reason"),
    [
        (lambda device: device.set_paper(Paper.OUT), PrintFault.PAPER_OUT),
        (SimulatedPrinter.open_cover, PrintFault.COVER_OPEN),
        (SimulatedPrinter.fall_silent, PrintFault.SILENT),
        (SimulatedPrinter.cut_power, PrintFault.SILENT),
        (SimulatedPrinter.unplug, PrintFault.SILENT),
    ],
)
def test_a_printer_that_is_not_well_is_not_begun_with(
    mischief: Callable[[SimulatedPrinter], None], reason: PrintFault
) -> None:
    bench = PrinterBench()
    bench.run_s(1)
    mischief(bench.device)
    bench.printer.print_image("job 1", picture())
    bench.run_s(5)
    assert bench.ends() == [PrintFailed("job 1", reason, nothing_printed=True)]
    assert (bench.device.printed(), bench.device.uncut()) == ([], None)


def test_paper_that_ends_in_the_middle_fails_the_slip_and_nothing_is_sent_again() -> None:
    bench = PrinterBench()
    bench.device.leave_paper_mm(30)
    bench.printer.print_image("job 1", picture())
    bench.run_s(5)
    assert bench.ends() == [PrintFailed("job 1", PrintFault.PAPER_OUT, nothing_printed=False)]
    half = bench.device.uncut()
    assert half is not None
    assert half.height == 240

    bench.device.set_paper(Paper.FULL)
    bench.run_s(10)
    (cut_off,) = bench.device.printed()
    assert _same(cut_off, half), "the half must not hang in front of the next resident's slip"
    assert bench.device.uncut() is None
    assert len(bench.ends()) == 1


@pytest.mark.parametrize(
    ("mischief", "reason"),
    [
        (SimulatedPrinter.open_cover, PrintFault.COVER_OPEN),
        (SimulatedPrinter.fall_silent, PrintFault.SILENT),
        (SimulatedPrinter.cut_power, PrintFault.SILENT),
        (SimulatedPrinter.unplug, PrintFault.SILENT),
    ],
)
@pytest.mark.parametrize("after_s", [0.05, 0.3, 0.6])
def test_trouble_in_the_middle_is_never_success(
    mischief: Callable[[SimulatedPrinter], None], reason: PrintFault, after_s: float
) -> None:
    bench = PrinterBench()
    bench.run_s(1)
    bench.in_s(after_s, lambda: mischief(bench.device))
    bench.printer.print_image("job 1", picture(rows=1200))
    bench.run_s(10)
    (end,) = bench.ends()
    assert isinstance(end, PrintFailed)
    assert end.reason is reason


class _CoverOpensWhileReceiving(SimulatedPrinter):
    """As soon as the first band has come in."""

    received_bytes = 0

    def receive(self, data: bytes, now_s: float) -> None:
        self.received_bytes += len(data)
        if self.received_bytes > 20_000:
            self.open_cover()
        super().receive(data, now_s)


def test_trouble_between_two_bands_ends_the_sending() -> None:
    device = _CoverOpensWhileReceiving()
    bench = PrinterBench(device=device)
    bench.printer.print_image("job 1", picture(rows=256 * 6))
    bench.run_s(5)
    assert bench.ends() == [PrintFailed("job 1", PrintFault.COVER_OPEN, nothing_printed=False)]
    assert device.received_bytes < 256 * 72 * 3


def test_a_cutter_that_jams_fails_the_slip_and_works_again_when_freed() -> None:
    bench = PrinterBench()
    bench.device.jam_cutter()
    bench.printer.print_image("job 1", picture())
    bench.run_s(5)
    assert bench.ends() == [PrintFailed("job 1", PrintFault.CUTTER, nothing_printed=False)]
    assert bench.of_kind(StatusChanged)[-1].state is DeviceState.HARDWARE_ERROR

    bench.device.free_cutter()
    bench.run_s(60)
    bench.printer.print_image("job 2", picture())
    bench.run_s(5)
    assert bench.ends()[-1] == PrintDone("job 2", confirmed=True)


def test_an_unplugged_printer_is_found_again_and_prints() -> None:
    bench = PrinterBench()
    bench.run_s(1)
    bench.device.unplug()
    bench.run_s(2)
    bench.device.plug_in()
    bench.run_s(6)
    bench.printer.print_image("job 1", picture())
    bench.run_s(5)
    states = [event.state for event in bench.of_kind(StatusChanged)]
    assert states == [DeviceState.STARTING, DeviceState.ONLINE, DeviceState.NO_DEVICE, DeviceState.ONLINE]
    assert bench.ends() == [PrintDone("job 1", confirmed=True)]


def test_paper_is_told_when_it_changes_and_is_unknown_in_silence() -> None:
    bench = PrinterBench()
    bench.run_s(2)
    bench.device.set_paper(Paper.LOW)
    bench.run_s(2)
    bench.device.set_paper(Paper.OUT)
    bench.run_s(2)
    bench.device.fall_silent()
    bench.run_s(2)
    levels = [event.paper for event in bench.of_kind(PaperChanged)]
    assert levels == [Paper.FULL, Paper.LOW, Paper.OUT, Paper.UNKNOWN]


def test_the_slip_is_taken_when_the_hand_has_torn_it_off() -> None:
    bench = PrinterBench(EscposSettings(presenter=True))
    bench.printer.print_image("job 1", picture())
    bench.run_s(5)
    assert bench.of_kind(ReceiptTaken) == []
    bench.device.tear_off()
    bench.run_s(2)
    assert bench.of_kind(ReceiptTaken) == [ReceiptTaken("job 1")]


class _SlowPresenter(SimulatedPrinter):
    """Asked about the ticket too early, it says that there is none."""

    asked = 0

    def _status(self, kind: int) -> bytes:
        if kind == 20:
            self.asked += 1
            if self.asked <= 2:
                return bytes.fromhex("10 0F 00 00 00 00")
        return super()._status(kind)


def test_a_slip_that_is_not_yet_presented_is_not_taken() -> None:
    bench = PrinterBench(EscposSettings(presenter=True), _SlowPresenter())
    bench.printer.print_image("job 1", picture())
    bench.run_s(10)
    assert bench.of_kind(ReceiptTaken) == []


def test_a_slip_interrupted_by_something_urgent_has_failed() -> None:
    bench = PrinterBench()
    bench.run_s(1)
    bench.in_s(0.3, lambda: bench.printer.owner.preempt(lambda line: None, lambda reason: None))
    bench.printer.print_image("job 1", picture(rows=1200))
    bench.run_s(2)
    assert bench.ends() == [PrintFailed("job 1", PrintFault.SILENT, nothing_printed=False)]


def test_a_picture_of_the_wrong_width_is_refused_at_once() -> None:
    bench = PrinterBench()
    with pytest.raises(ValueError, match="576 dots wide"):
        bench.printer.print_image("job 1", Image.new("1", (384, 10)))


def test_nothing_happens_between_slips_but_polling() -> None:
    bench = PrinterBench()
    bench.run_s(60)
    states = [event.state for event in bench.of_kind(StatusChanged)]
    assert states == [DeviceState.STARTING, DeviceState.ONLINE]
    assert not any(one == other for one, other in pairwise(bench.events))


class _SaysMore(SimulatedPrinter):
    """`besides` is said once, before the next answer; answers that begin with `mute` are not said at all."""

    besides = b""
    mute = b"?"

    def _say(self, due_s: float, answer: Answer) -> None:
        besides, self.besides = self.besides, b""
        if besides:
            super()._say(due_s, besides)
        if not (isinstance(answer, bytes) and answer.startswith(self.mute)):
            super()._say(due_s, answer)


def test_one_stray_byte_is_no_confirmation() -> None:
    """A disturbed line makes a zero by itself, and a zero is what GS r answers when there is paper."""
    device = _SaysMore(knows_confirmation=False, knows_identity=False)
    bench = PrinterBench(EscposSettings(confirms_by="paper_status"), device)
    bench.run_s(1)
    device.mute = b"\x00"
    bench.in_s(0.6, lambda: setattr(device, "besides", b"\x00"))
    bench.printer.print_image("job 1", picture())
    bench.run_s(10)
    assert bench.ends() == [PrintDone("job 1", confirmed=False)]


def test_a_printer_that_does_not_give_its_name_this_time_is_the_one_it_was() -> None:
    device = _SaysMore()
    bench = PrinterBench(device=device)
    bench.run_s(2)
    device.mute = b"\x5f"
    device.unplug()
    bench.run_s(2)
    device.plug_in()
    bench.run_s(5)
    (named,) = bench.of_kind(DeviceIdentified)
    assert named.identity.model == "SIMULATED-80"
    assert bench.state() == (DeviceState.ONLINE, ())


def test_automatic_status_is_switched_off_again_when_it_is_heard() -> None:
    """A printer that was off and on for a moment is back at its memory switches."""
    device = _SaysMore()
    bench = PrinterBench(device=device)
    bench.run_s(2)
    device.besides = b"\x10\x00\x00\x00"
    bench.run_s(2)
    sent = [entry.name for entry in bench.trace.entries() if entry.from_host]
    assert sent.count("asb_off") == 2
    assert bench.state() == (DeviceState.ONLINE, ())
