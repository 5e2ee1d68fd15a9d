"""What every receipt printer's driver keeps to: each model, over the in-memory line, a pty and TCP."""

from collections.abc import Iterator

import pytest

from drivers.printer.condition import PrintFault
from drivers.printer.port import PaperChanged, PrintDone, PrintFailed
from drivers.simulation.acts import work
from drivers.status import Status
from drivers.vocabulary import DeviceState, Paper
from tests.drivers.printer.bench import PrinterBench, same_dots
from tests.drivers.printer.rigs import BANDS_BYTES, MODELS, RIGS, SLIP, mend, prints


@pytest.fixture(params=RIGS, ids=" over ".join)
def bench(request: pytest.FixtureRequest) -> Iterator[PrinterBench]:
    model, line = request.param
    bench = MODELS[model].bench(line)
    bench.run_s(2.0)
    yield bench
    bench.close()


def test_what_is_printed_is_the_picture_dot_for_dot_and_confirmed(bench: PrinterBench) -> None:
    assert prints(bench, "job 1") == PrintDone("job 1", confirmed=True)
    (slip,) = bench.device.printed()
    assert same_dots(slip, SLIP)


@pytest.mark.parametrize(
    ("trouble", "reason", "state", "status"),
    [
        ("paper out", PrintFault.PAPER_OUT, DeviceState.USER_ERROR, Status.PAPER_OUT),
        ("open_cover", PrintFault.COVER_OPEN, DeviceState.USER_ERROR, Status.COVER_OPEN),
        ("fatal", PrintFault.UNRECOVERABLE, DeviceState.HARDWARE_ERROR, Status.MODULE_FAULT),
        ("go_off_line", PrintFault.OFFLINE, DeviceState.OFFLINE, Status.NOT_INITIALISED),
        ("unplug", PrintFault.SILENT, DeviceState.NO_DEVICE, Status.NOT_AVAILABLE),
        ("fall_silent", PrintFault.SILENT, DeviceState.OFFLINE, Status.NOT_AVAILABLE),
        ("cut_power", PrintFault.SILENT, DeviceState.OFFLINE, Status.NOT_AVAILABLE),
    ],
)
def test_every_trouble_is_told_in_its_word_and_nothing_is_begun_until_it_is_over(
    bench: PrinterBench, trouble: str, reason: PrintFault, state: DeviceState, status: Status
) -> None:
    work(bench.device, trouble)
    bench.run_s(3)
    assert bench.state() == (state, (status,))
    assert prints(bench, "job 1") == PrintFailed("job 1", reason, nothing_printed=True)
    assert (bench.device.printed(), bench.device.uncut()) == ([], None)
    mend(bench)
    assert prints(bench, "job 2") == PrintDone("job 2", confirmed=True)


@pytest.mark.parametrize(
    "trouble", ["unplug", "cut_power", "fall_silent", "open_cover", "paper out", "fatal"]
)
def test_trouble_in_any_band_fails_the_slip_and_leaves_nothing_for_the_next_resident(
    bench: PrinterBench, trouble: str
) -> None:
    for number, moment in enumerate(BANDS_BYTES):
        job, slips = f"job {number}", len(bench.device.printed())
        _plan(bench, bench.sent_bytes + moment, trouble)
        end = prints(bench, job, within_s=7.0)
        assert isinstance(end, PrintFailed), (moment, end)
        assert not end.nothing_printed
        mend(bench)
        assert prints(bench, f"{job} again", within_s=4.0) == PrintDone(f"{job} again", confirmed=True)
        assert same_dots(bench.device.printed()[-1], SLIP), moment
        assert len(bench.device.printed()) - slips <= 2, "nothing is sent again by itself"


def _plan(bench: PrinterBench, at_bytes: int, trouble: str) -> None:
    def befall(sent_bytes: int) -> None:
        if sent_bytes >= at_bytes:
            bench.on_sent = lambda _: None
            work(bench.device, trouble)

    bench.on_sent = befall


@pytest.mark.parametrize("away_s", [0.05, 0.3, 1.5])
def test_a_power_cut_of_any_length_in_the_middle_is_never_confirmed(
    bench: PrinterBench, away_s: float
) -> None:
    bench.in_s(0.1, bench.device.cut_power)
    bench.in_s(0.1 + away_s, bench.device.restore_power)
    end = prints(bench, "job 1", within_s=20.0)
    whole = any(same_dots(slip, SLIP) for slip in bench.device.printed())
    assert whole or end != PrintDone("job 1", confirmed=True)


def test_paper_that_ends_in_the_middle_is_told_as_such(bench: PrinterBench) -> None:
    work(bench.device, "leave_mm 30")
    end = prints(bench, "job 1")
    assert end == PrintFailed("job 1", PrintFault.PAPER_OUT, nothing_printed=False)
    bench.run_s(2)
    assert bench.of_kind(PaperChanged)[-1] == PaperChanged(Paper.OUT)


def test_a_knife_that_sticks_fails_the_slip_until_it_is_freed(bench: PrinterBench) -> None:
    work(bench.device, "jam_cutter")
    assert prints(bench, "job 1") == PrintFailed("job 1", PrintFault.CUTTER, nothing_printed=False)
    bench.run_s(2)
    assert bench.state() == (DeviceState.HARDWARE_ERROR, (Status.CUTTER_FAULT,))
    mend(bench, within_s=40.0)
    assert prints(bench, "job 2") == PrintDone("job 2", confirmed=True)


def test_a_hot_head_delays_the_slip_and_does_not_fail_it(bench: PrinterBench) -> None:
    bench.in_s(0.2, lambda: work(bench.device, "hot"))
    bench.in_s(20.0, lambda: work(bench.device, "cool"))
    assert prints(bench, "job 1", within_s=40.0) == PrintDone("job 1", confirmed=True)
    assert same_dots(bench.device.printed()[-1], SLIP)


def test_a_head_that_stays_hot_fails_the_slip_and_is_told(bench: PrinterBench) -> None:
    work(bench.device, "hot")
    bench.run_s(2)
    assert bench.state() == (DeviceState.DEVICE_BUSY, (Status.TOO_HOT,))
    end = prints(bench, "job 1", within_s=70.0)
    assert end == PrintFailed("job 1", PrintFault.TOO_HOT, nothing_printed=True)


def test_silence_is_unknown_and_never_full(bench: PrinterBench) -> None:
    work(bench.device, "fall_silent")
    bench.run_s(3)
    assert bench.of_kind(PaperChanged) == [PaperChanged(Paper.FULL), PaperChanged(Paper.UNKNOWN)]


def test_the_third_silent_poll_is_announced_and_not_the_first(bench: PrinterBench) -> None:
    told = len(bench.events)
    work(bench.device, "cut_answers 2")  # half of one byte is none
    bench.run_s(3)
    assert bench.events[told:] == []
    work(bench.device, "cut_answers 3")
    bench.run_s(3)
    assert [type(event).__name__ for event in bench.events[told:]] == [
        "PaperChanged",
        "StatusChanged",
        "PaperChanged",
        "StatusChanged",
    ]


@pytest.mark.parametrize("noise", ["ff fe 90", "80", "55 aa ff"])
def test_noise_around_every_answer_spoils_no_slip(bench: PrinterBench, noise: str) -> None:
    work(bench.device, f"noise {noise}")
    assert prints(bench, "job 1", within_s=30.0) == PrintDone("job 1", confirmed=True)
    assert same_dots(bench.device.printed()[-1], SLIP)


def test_answers_that_come_late_are_waited_for(bench: PrinterBench) -> None:
    work(bench.device, "late 0.15")
    assert prints(bench, "job 1", within_s=30.0) == PrintDone("job 1", confirmed=True)


def test_a_slow_printer_is_waited_for(bench: PrinterBench) -> None:
    work(bench.device, "slow 50")
    assert prints(bench, "job 1", within_s=30.0) == PrintDone("job 1", confirmed=True)
    assert same_dots(bench.device.printed()[-1], SLIP)


def test_a_printer_far_too_slow_is_not_believed_to_have_printed(bench: PrinterBench) -> None:
    work(bench.device, "slow 2")
    assert prints(bench, "job 1", within_s=30.0) == PrintDone("job 1", confirmed=False)


def test_a_full_buffer_holds_the_slip_up_until_there_is_room(bench: PrinterBench) -> None:
    bench.in_s(0.1, lambda: work(bench.device, "buffer_full"))
    _plan(bench, bench.sent_bytes + BANDS_BYTES[1], "buffer_full")
    bench.in_s(5.0, lambda: work(bench.device, "buffer_free"))
    start_s = bench.clock.monotonic_s()
    assert prints(bench, "job 1", within_s=20.0) == PrintDone("job 1", confirmed=True)
    assert bench.clock.monotonic_s() - start_s >= 5.0
    assert same_dots(bench.device.printed()[-1], SLIP)


def test_a_buffer_that_stays_full_fails_the_slip(bench: PrinterBench) -> None:
    _plan(bench, bench.sent_bytes + BANDS_BYTES[1], "buffer_full")
    end = prints(bench, "job 1", within_s=20.0)
    assert end == PrintFailed("job 1", PrintFault.SILENT, nothing_printed=False)


def test_paper_nearly_used_up_is_a_warning_and_still_printed_on(bench: PrinterBench) -> None:
    work(bench.device, "paper low")
    bench.run_s(2)
    assert bench.state() == (DeviceState.ONLINE, (Status.PAPER_LOW,))
    assert prints(bench, "job 1") == PrintDone("job 1", confirmed=True)


def test_a_pressed_feed_button_is_busy_and_passes(bench: PrinterBench) -> None:
    work(bench.device, "feed")
    bench.run_s(0.6)
    assert bench.state() == (DeviceState.DEVICE_BUSY, (Status.BUSY,))
    bench.run_s(2)
    assert bench.state() == (DeviceState.ONLINE, ())


def test_the_trace_names_the_messages_and_shows_nothing_of_a_slip(bench: PrinterBench) -> None:
    prints(bench, "job 1")
    entries = bench.trace.entries()
    names = {entry.name for entry in entries if entry.valid}
    assert {
        "asb_off",
        "dle_eot_1",
        "dle_eot_4",
        "real_time_status",
        "initialise",
        "raster",
        "feed",
        "cut",
    } <= names
    assert all(entry.shown == "" for entry in entries if entry.name == "raster")


def test_only_edges_are_told(bench: PrinterBench) -> None:
    told = len(bench.events)
    bench.run_s(60)
    assert bench.events[told:] == []
