"""What every code scanner on a line keeps to, whatever its make: the contract, by model and line."""

import itertools
import logging
from collections.abc import Callable

import pytest

from drivers.scanner.port import CodeSeen
from drivers.scanner.simulator import SimulatedScanner
from drivers.simulation.acts import work
from drivers.status import Status
from drivers.vocabulary import DeviceState

from .bench import BY_NAME, WANTED, ScannerBench

_BILL, _OTHER = "3102664100017", "0213805012"
_CANARY = "136800000000010000"
"""A payment code is money."""

Hand = Callable[[SimulatedScanner], None]


def test_an_armed_scanner_tells_what_is_shown(bench: ScannerBench) -> None:
    bench.arm()
    bench.device.show(_BILL)
    bench.run_s(1)
    assert bench.events[-1] == CodeSeen(_BILL, "unknown")


def test_a_code_shown_before_arming_is_read_when_armed_and_not_before(bench: ScannerBench) -> None:
    bench.device.show(_BILL)
    bench.run_s(10)
    assert bench.codes() == []
    bench.arm()
    assert bench.codes() == [_BILL]


def test_a_disarmed_scanner_tells_nothing(bench: ScannerBench) -> None:
    bench.arm()
    bench.scanner.disarm()
    bench.run_s(1)
    bench.device.show(_BILL)
    bench.run_s(60)
    assert bench.codes() == []


def test_a_code_read_just_before_disarming_is_not_told(bench: ScannerBench) -> None:
    bench.arm()
    bench.device.show(_BILL)
    bench.run_s(0.05)
    bench.scanner.disarm()
    bench.run_s(5)
    assert bench.codes() == []


def test_it_reads_for_as_long_as_it_is_armed(bench: ScannerBench) -> None:
    bench.arm(300)
    bench.device.show(_BILL)
    bench.run_s(0.5)
    assert bench.codes() == [_BILL]


def test_a_code_held_still_is_told_once_and_another_at_once(bench: ScannerBench) -> None:
    bench.arm()
    bench.device.show(_BILL)
    bench.run_s(20)
    bench.device.show(_OTHER)
    bench.run_s(1)
    assert bench.codes() == [_BILL, _OTHER]


def test_a_code_shown_again_later_is_told_again(bench: ScannerBench) -> None:
    bench.arm()
    for _ in range(2):
        bench.device.show(_BILL)
        bench.run_s(1)
        bench.device.take_away()
        bench.run_s(3)
    assert bench.codes() == [_BILL, _BILL]


@pytest.mark.parametrize("suffix", ["0D", "0A", "0D 0A", "09"])
def test_any_usual_suffix_ends_a_code(bench: ScannerBench, suffix: str) -> None:
    if suffix == "09":  # a tab is a key; on a serial line it is content and a silence ends the code
        suffix = "09" if bench.model.name == "hid" else ""
    bench.device.send_suffix(bytes.fromhex(suffix))
    bench.arm()
    bench.device.show(_BILL)
    bench.run_s(1)
    assert bench.codes() == [_BILL]


def test_a_scanner_without_suffix_is_understood_by_its_silence(bench: ScannerBench) -> None:
    bench.device.send_suffix(b"")
    bench.arm()
    bench.device.show(_BILL)
    bench.run_s(2)
    bench.device.show(_OTHER)
    bench.run_s(2)
    assert bench.codes() == [_BILL, _OTHER]


def test_a_suffix_switched_off_costs_one_reading(bench: ScannerBench) -> None:
    bench.arm()
    bench.device.show(_BILL)
    bench.run_s(1)
    bench.device.send_suffix(b"")
    bench.device.show(_OTHER)
    bench.run_s(2)
    assert bench.codes() == [_BILL, _OTHER]


@pytest.mark.parametrize("pause_s", [0.02, 0.3])
def test_a_pause_in_the_middle_of_a_code_makes_no_other_code_of_it(
    bench: ScannerBench, pause_s: float
) -> None:
    """A short pause costs nothing; a long one costs this reading."""
    bench.arm()
    bench.device.show(_OTHER)
    bench.run_s(1)
    bench.device.split(pause_s)
    bench.device.show(_BILL)
    bench.run_s(3)
    assert bench.codes() == [_OTHER, _BILL][: 2 if pause_s < 0.05 else 1]
    bench.device.split(0.0)
    bench.run_s(3)
    assert bench.codes() == [_OTHER, _BILL]


def test_two_codes_read_together_are_two(bench: ScannerBench) -> None:
    bench.arm()
    bench.device.show(_BILL, _OTHER)
    bench.run_s(2)
    assert bench.codes() == [_BILL, _OTHER]


def test_a_giant_code_is_dropped_and_the_next_one_read(bench: ScannerBench) -> None:
    """A keyboard takes twenty seconds to type it."""
    bench.arm()
    bench.device.show_giant()
    bench.run_s(19)
    assert bench.codes() == []
    bench.device.show(_BILL)
    bench.run_s(4)
    assert bench.codes() == [_BILL]


def test_half_a_code_on_a_bad_line_is_told_as_none(bench: ScannerBench) -> None:
    bench.arm()
    bench.device.show(_OTHER)
    bench.run_s(1)
    bench.device.take_away()
    bench.run_s(1)
    bench.device.faults.cut_answers = 1
    bench.device.show(_BILL)
    bench.run_s(3)
    assert bench.codes() == [_OTHER, _BILL]


@pytest.mark.parametrize("noise", ["00", "FF", "00 FF 00"])
def test_noise_around_codes_costs_nothing(bench: ScannerBench, noise: str) -> None:
    bench.arm()
    bench.device.faults.noise = bytes.fromhex(noise)
    bench.device.show(_BILL)
    bench.run_s(1)
    assert bench.codes() == [_BILL]


def test_chinese_text_comes_out_right(bench: ScannerBench) -> None:
    bench.arm()
    bench.device.show("户号:0213805012")
    bench.run_s(1)
    assert bench.codes() == ["户号:0213805012"]


@pytest.mark.parametrize("at_ms", range(0, 700, 50))
def test_a_scanner_unplugged_at_any_moment_comes_back_armed(bench: ScannerBench, at_ms: int) -> None:
    bench.scanner.arm(WANTED)
    bench.device.show(_BILL)
    bench.clock.call_at(bench.clock.monotonic_s() + at_ms / 1000, bench.device.unplug)
    bench.run_s(10)
    assert bench.last_status().state is DeviceState.NO_DEVICE
    assert bench.last_status().statuses == (Status.NOT_AVAILABLE,)
    bench.device.plug_in()
    bench.device.show(_OTHER)
    bench.run_s(10)
    assert bench.last_status().state is DeviceState.ONLINE
    assert bench.codes()[-1:] == [_OTHER]


def test_a_missing_scanner_is_looked_for_with_growing_pauses_and_told_once(bench: ScannerBench) -> None:
    bench.device.unplug()
    bench.run_s(60)
    assert bench.states() == [DeviceState.STARTING, DeviceState.NO_DEVICE]


def test_a_silent_scanner_is_told_on_the_third_question_unanswered(bench: ScannerBench) -> None:
    bench.run_s(1)
    asked = len(bench.sent)
    bench.device.fall_silent()
    bench.run_s(29 + 3 * 5 + 3)
    if not bench.model.capabilities.noticed_when_silent:
        assert bench.states()[-1] is DeviceState.ONLINE
        assert bench.sent == []
        return
    assert bench.states()[-1] is DeviceState.OFFLINE
    assert len({data for _, data in bench.sent[asked : asked + 3]}) == 1
    bench.device.speak_again()
    bench.run_s(20)
    assert bench.states()[-1] is DeviceState.ONLINE


def test_two_lost_answers_are_no_news(bench: ScannerBench) -> None:
    bench.run_s(1)
    before = bench.states()
    bench.device.fall_silent()
    bench.clock.call_at(bench.clock.monotonic_s() + 29 + 2 * 5 - 0.5, bench.device.speak_again)
    bench.run_s(60)
    assert bench.states() == before


def test_a_power_cut_is_survived(bench: ScannerBench) -> None:
    bench.arm()
    bench.device.cut_power()
    bench.run_s(3)
    bench.device.restore_power()
    bench.device.show(_BILL)
    bench.run_s(60)
    assert bench.codes() == [_BILL]


def test_commands_keep_their_distance(bench: ScannerBench) -> None:
    for _ in range(5):
        bench.arm(0.01)
        bench.scanner.disarm()
        bench.run_s(0.01)
    bench.run_s(1)
    times = [at_s for at_s, _ in bench.sent]
    assert all(later - sooner >= 0.0499 for sooner, later in itertools.pairwise(times))


def test_nothing_of_a_code_stands_in_a_log_a_trace_or_a_repr(
    bench: ScannerBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bench.arm()
    for tricks in ("split 0.02", "split 0.3", "split 0", "no_suffix", "suffix", f"two_at_once {_CANARY} 12"):
        work(bench.device, tricks)
        work(bench.device, f"show {_CANARY}")
        bench.run_s(3)
        work(bench.device, "take_away")
        bench.run_s(2)
    bench.device.unplug()
    bench.run_s(3)
    assert _CANARY in bench.codes()
    left = caplog.text + repr(bench.events) + repr(bench.trace.entries()) + repr(vars(bench.scanner))
    for part in (_CANARY, _CANARY[:10], _CANARY[8:]):
        assert part not in left
        assert part.encode().hex(" ") not in left.lower()
    assert bench.trace.entries()


def test_every_hand_act_is_possible_by_words(bench: ScannerBench) -> None:
    words = {"TEXT": "abc123", "TEXT TEXT": "abc123 def456", "SECONDS": "0.1", "TIMES": "1", "[HEX]": "0D"}
    bench.run_s(1)
    for name, act in bench.device.acts().items():
        work(bench.device, f"{name} {words.get(act.takes, '')}")
        bench.run_s(0.3)
    assert bench.states()


def test_every_model_names_its_scanner_or_says_nothing() -> None:
    for model in BY_NAME:
        bench = ScannerBench(model)
        bench.run_s(1)
        [told] = bench.identified()
        assert (told.identity.model != "") == (model == "newland")
        assert not told.changed
