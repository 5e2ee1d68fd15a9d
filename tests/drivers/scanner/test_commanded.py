"""Scanners that take commands: dark until armed, nothing written to their flash, a wrong one found out."""

import pytest

from drivers.scanner.endings import Endings
from drivers.scanner.newland import HOST_HEAD
from drivers.simulation.acts import work
from drivers.status import Status
from drivers.vocabulary import DeviceState

from .bench import WANTED, ScannerBench


@pytest.mark.parametrize("model", ["newland", "honeywell"])
def test_it_is_lit_only_while_armed(model: str) -> None:
    bench = ScannerBench(model)
    bench.run_s(1)
    assert not bench.device.lit
    bench.arm(60)
    assert bench.device.lit
    bench.scanner.disarm()
    bench.run_s(1)
    assert not bench.device.lit


@pytest.mark.parametrize("model", ["newland", "honeywell"])
def test_it_is_dark_when_the_kiosk_closes(model: str) -> None:
    bench = ScannerBench(model)
    bench.arm()
    bench.scanner.close()
    assert not bench.device.lit


@pytest.mark.parametrize("model", ["newland", "honeywell"])
def test_nothing_is_ever_written_to_its_flash(model: str) -> None:
    bench = ScannerBench(model)
    for _ in range(3):
        bench.arm(40)
        bench.scanner.disarm()
        bench.run_s(40)
    commands = {data for _, data in bench.sent}
    assert len(commands) > 2
    for command in commands:
        kept = command.startswith(HOST_HEAD + b"@") if model == "newland" else command.endswith(b".")
        assert not kept, command


@pytest.mark.parametrize("model", ["newland", "honeywell"])
def test_replies_right_behind_codes_cost_no_code(model: str) -> None:
    for suffix in ("suffix", "no_suffix"):
        bench = ScannerBench(model)
        work(bench.device, suffix)
        work(bench.device, "mix_reply")
        bench.arm()
        bench.device.show("3102664100017")
        bench.run_s(1)
        assert bench.codes() == ["3102664100017"]


def test_a_newland_tells_who_it_is_and_a_changed_one_is_noticed() -> None:
    bench = ScannerBench()
    bench.run_s(1)
    [told] = bench.identified()
    assert told.identity.model == "NLS-FM430 simulated"
    assert (told.identity.firmware, told.identity.serial) == ("1.0", "SIM0001")
    bench.device.unplug()
    bench.run_s(2)
    bench.device.plug_in()
    bench.run_s(5)
    assert len(bench.identified()) == 1
    assert bench.last_status().statuses == ()


def test_a_scanner_that_refuses_its_trigger_is_told_and_found_mended() -> None:
    bench = ScannerBench()
    bench.run_s(1)
    work(bench.device, "refuse_trigger")
    bench.arm()
    assert bench.last_status().state is DeviceState.HARDWARE_ERROR
    assert bench.last_status().statuses == (Status.NOT_INITIALISED,)
    assert "refuses its trigger (unknown); check its model" in bench.last_status().reason
    bench.scanner.disarm()
    work(bench.device, "obey_trigger")
    bench.run_s(40)
    assert bench.last_status().state is DeviceState.ONLINE


def test_a_scanner_of_another_make_or_speed_is_told_from_a_dead_one() -> None:
    dead = ScannerBench()
    dead.device.fall_silent()
    dead.run_s(20)
    assert "no answer; check its power, its cable" in dead.last_status().reason
    stranger = ScannerBench()
    stranger.device.faults.noise = b"\x80\xfe\x00\x80"
    stranger.device.faults.spoilt_answers = 100
    stranger.run_s(20)
    assert stranger.last_status().state is DeviceState.OFFLINE
    assert (
        "answers, but not in Newland's unified command set; check baud rate" in stranger.last_status().reason
    )


def test_only_the_last_wish_counts() -> None:
    bench = ScannerBench()
    bench.run_s(1)
    for _ in range(5):
        bench.scanner.arm(WANTED)
        bench.scanner.disarm()
    bench.run_s(2)
    assert not bench.device.lit


def test_halves_are_never_whole_once_a_suffix_is_known() -> None:
    endings = Endings()
    assert endings.is_whole(b"first", "silence")
    assert endings.is_whole(b"whole", "suffix")
    assert not endings.is_whole(b"31026", "silence")
    assert not endings.is_whole(b"64100017", "suffix")
    assert endings.is_whole(b"whole", "suffix")
    assert not endings.is_whole(b"whole", "silence")
    assert endings.is_whole(b"whole", "silence")
    assert endings.is_whole(b"another", "silence")
