"""What only some receipt printers can do, over every kind of line: give a name, tell of a slip, of a jam."""

from collections.abc import Iterator

import pytest

from drivers.events import DeviceIdentified, Identity
from drivers.printer.condition import PrintFault
from drivers.printer.port import PrintDone, PrintFailed, ReceiptTaken
from drivers.simulation.acts import work
from drivers.status import Status
from drivers.vocabulary import DeviceState
from tests.drivers.printer.bench import LINE_KINDS, PrinterBench
from tests.drivers.printer.rigs import MODELS, SLIP, mend, prints


@pytest.fixture(params=LINE_KINDS)
def named(request: pytest.FixtureRequest) -> Iterator[PrinterBench]:
    bench = MODELS["escpos"].bench(request.param)
    bench.run_s(2.0)
    yield bench
    bench.close()


_FIRST = Identity("SIMULATED-80", "1.00", "SIM0000001")
_SECOND = Identity("SIMULATED-80", "1.00", "SIM0000002")


def test_it_says_who_it_is_and_is_asked_again_after_every_return(named: PrinterBench) -> None:
    assert named.of_kind(DeviceIdentified) == [DeviceIdentified("printer", _FIRST, changed=False)]
    work(named.device, "unplug")
    named.run_s(2)
    work(named.device, "exchange")
    work(named.device, "plug_in")
    named.run_s(8)
    assert named.of_kind(DeviceIdentified)[1:] == [DeviceIdentified("printer", _SECOND, changed=True)]
    assert named.state() == (DeviceState.ONLINE, (Status.IDENTITY_CHANGED,))


def test_the_name_of_a_printer_that_comes_back_in_error_is_kept(named: PrinterBench) -> None:
    work(named.device, "unplug")
    work(named.device, "open_cover")
    named.run_s(2)
    work(named.device, "plug_in")
    named.run_s(8)
    assert named.state() == (DeviceState.USER_ERROR, (Status.COVER_OPEN,))
    work(named.device, "close_cover")
    named.run_s(8)
    assert named.of_kind(DeviceIdentified) == [DeviceIdentified("printer", _FIRST, changed=False)]
    assert named.state() == (DeviceState.ONLINE, ())


def test_a_printer_without_a_name_is_as_good_as_any() -> None:
    bench = MODELS["escpos clone"].bench("memory")
    bench.run_s(2)
    assert bench.of_kind(DeviceIdentified) == [DeviceIdentified("printer", Identity(), changed=False)]
    assert bench.state() == (DeviceState.ONLINE, ())


@pytest.fixture(params=LINE_KINDS)
def presenting(request: pytest.FixtureRequest) -> Iterator[PrinterBench]:
    bench = MODELS["escpos_presenter"].bench(request.param)
    bench.run_s(2.0)
    yield bench
    bench.close()


@pytest.mark.parametrize("after_s", [0.1, 0.6, 2.0, 20.0])
def test_a_slip_torn_off_at_any_moment_is_noticed_once(presenting: PrinterBench, after_s: float) -> None:
    presenting.printer.print_image("job 1", SLIP)
    while not presenting.ends():
        presenting.printer.owner.run_once()
    presenting.in_s(after_s, presenting.device.tear_off)
    presenting.run_s(after_s + 5.0)
    assert presenting.of_kind(ReceiptTaken) == [ReceiptTaken("job 1")]


def test_a_slip_torn_off_before_the_first_look_is_noticed_too(presenting: PrinterBench) -> None:
    presenting.printer.print_image("job 1", SLIP)
    while not presenting.ends():
        presenting.printer.owner.run_once()
    presenting.device.tear_off()
    presenting.run_s(5.0)
    assert presenting.of_kind(ReceiptTaken) == [ReceiptTaken("job 1")]


def test_a_slip_left_hanging_is_not_taken(presenting: PrinterBench) -> None:
    prints(presenting, "job 1")
    presenting.run_s(60)
    assert presenting.of_kind(ReceiptTaken) == []


def test_a_jam_is_told_by_printers_that_can_tell(presenting: PrinterBench) -> None:
    work(presenting.device, "jam")
    presenting.run_s(2)
    assert presenting.state() == (DeviceState.HARDWARE_ERROR, (Status.MEDIA_JAMMED,))
    end = prints(presenting, "job 1")
    assert end == PrintFailed("job 1", PrintFault.JAMMED, nothing_printed=True)
    mend(presenting)
    assert prints(presenting, "job 2") == PrintDone("job 2", confirmed=True)
