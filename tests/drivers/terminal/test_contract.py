"""What every payment terminal's driver keeps to, over the in-memory line and over a pty."""

from collections.abc import Callable, Iterator

import pytest

from drivers.events import Identity
from drivers.simulation.acts import work
from drivers.status import Status
from drivers.terminal.port import DeclineReason, SaleApproved, SaleDeclined, SaleReversed, SaleUnknown
from drivers.vocabulary import DeviceState
from tests.drivers.slot_bench import LINE_KINDS
from tests.drivers.terminal.bench import CARD, TerminalBench

_PAY = "0192f3a4-0000-7000-8000-000000000001"
_APPROVED = SaleApproved(_PAY, 23875, "**** 3446", "012345", "000000098765")
_MOMENTS_S = [0.02 + 0.5 * step for step in range(18)]
"""Before, between and after each act of a person who takes two seconds for everything."""


@pytest.fixture(params=LINE_KINDS)
def bench(request: pytest.FixtureRequest) -> Iterator[TerminalBench]:
    bench = TerminalBench(request.param)
    bench.run_s(2.0)
    yield bench
    bench.close()


def _sells(bench: TerminalBench) -> None:
    bench.card_pin_card()
    bench.terminal.sale(_PAY, 23875)


def test_an_approved_sale_tells_the_sum_and_four_digits(bench: TerminalBench) -> None:
    _sells(bench)
    bench.run_s(20)
    assert bench.results() == [_APPROVED]


@pytest.mark.parametrize("trouble", ["unplug", "cut_power", "fall_silent"])
def test_trouble_at_any_moment_charges_at_most_once_and_is_never_taken_for_either(
    bench: TerminalBench, trouble: str
) -> None:
    for number, moment_s in enumerate(_MOMENTS_S):
        reference = f"pay-{number}"
        before = len(bench.results())
        bench.card_pin_card()
        bench.in_s(moment_s, lambda: work(bench.device, trouble))
        bench.terminal.sale(reference, 100)
        bench.run_s(20)
        _mend(bench)
        bench.run_s(15)
        told = bench.results()[before:]
        assert len(told) == 1, moment_s
        _is_what_happened(bench, told[0], reference, moment_s)
        bench.device.take_card()
        bench.run_s(70)  # a sale the kiosk has lost goes on in the terminal until its patience ends


def _mend(bench: TerminalBench) -> None:
    for words in ("plug_in", "restore_power", "speak_again"):
        work(bench.device, words)


def _is_what_happened(bench: TerminalBench, told: object, reference: str, moment_s: float) -> None:
    charged = reference in bench.acquirer.charged
    match told:
        case SaleApproved(of, 100):
            assert (of, charged) == (reference, True), moment_s
        case SaleDeclined(of):
            assert (of, charged) == (reference, False), moment_s
        case _:
            assert told == SaleUnknown(reference), moment_s


@pytest.mark.parametrize("trouble", ["unplug", "cut_power", "fall_silent"])
def test_a_sale_lost_after_the_charge_is_known_again_when_asked_for(
    bench: TerminalBench, trouble: str
) -> None:
    _sells(bench)
    bench.in_s(6.5, lambda: work(bench.device, trouble))
    bench.run_s(20)
    assert bench.results() == [SaleUnknown(_PAY)]
    assert bench.acquirer.charged == {_PAY: 23875}
    _mend(bench)
    bench.run_s(40)
    bench.terminal.last_result(_PAY)
    bench.run_s(5)
    assert bench.results() == [SaleUnknown(_PAY), _APPROVED]
    assert bench.acquirer.asked == 1


def test_the_same_reference_is_charged_once_however_often_it_is_sold(bench: TerminalBench) -> None:
    _sells(bench)
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(30)
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(10)
    assert bench.results() == [_APPROVED] * 3
    assert bench.acquirer.asked == 1


@pytest.mark.parametrize("words", ["cut_answers 1", "spoil_answers 1", "noise 02 00 ff 55", "late 0.2"])
def test_a_bad_line_loses_no_sale(bench: TerminalBench, words: str) -> None:
    for moment_s in (0.0, 1.9, 3.9, 5.4, 7.9):
        bench.in_s(moment_s, lambda: work(bench.device, words))
    _sells(bench)
    bench.run_s(60)
    assert bench.results() == [_APPROVED]
    assert bench.acquirer.asked == 1


def test_a_result_that_went_astray_is_asked_for(bench: TerminalBench) -> None:
    work(bench.device, "lose_results 1")
    _sells(bench)
    bench.run_s(20)
    assert bench.results() == [_APPROVED]


def test_a_result_nobody_can_tell_stays_unknown(bench: TerminalBench) -> None:
    work(bench.device, "lose_results 9")
    _sells(bench)
    bench.run_s(60)
    assert bench.results() == [SaleUnknown(_PAY)]


def test_a_sale_can_be_cancelled_until_the_acquirer_is_asked(bench: TerminalBench) -> None:
    bench.in_s(1.0, lambda: bench.terminal.cancel(_PAY))
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(10)
    assert bench.results() == [SaleDeclined(_PAY, DeclineReason.CANCELLED)]
    assert bench.acquirer.charged == {}


def test_a_reversal_undoes_the_charge(bench: TerminalBench) -> None:
    _sells(bench)
    bench.run_s(20)
    bench.terminal.reverse(_PAY)
    bench.run_s(5)
    assert bench.results() == [_APPROVED, SaleReversed(_PAY)]
    assert bench.acquirer.charged == {}


@pytest.mark.parametrize("trouble", ["unplug", "cut_power", "fall_silent"])
def test_a_reversal_into_trouble_is_unknown(bench: TerminalBench, trouble: str) -> None:
    _sells(bench)
    bench.run_s(20)
    work(bench.device, trouble)
    bench.terminal.reverse(_PAY)
    bench.run_s(70)
    assert bench.results() == [_APPROVED, SaleUnknown(_PAY)]


def test_it_says_who_it_is_and_is_asked_again_after_every_return(bench: TerminalBench) -> None:
    (first,) = bench.identities()
    assert (first.identity, first.changed) == (Identity("SIMULATED-T1", "1.0.0", "T0000001"), False)
    bench.device.unplug()
    bench.run_s(2)
    work(bench.device, "exchange")
    bench.device.plug_in()
    bench.run_s(8)
    assert bench.identities()[1:] == [
        type(first)("terminal", Identity("SIMULATED-T1", "1.0.0", "T0000002"), changed=True)
    ]
    assert bench.statuses() == (Status.IDENTITY_CHANGED,)


@pytest.mark.parametrize(
    ("act", "state", "status"),
    [
        ("tamper", DeviceState.FRAUD_ATTEMPT, Status.FRAUD_ATTEMPT),
        ("break_down", DeviceState.HARDWARE_ERROR, Status.MODULE_FAULT),
        ("unplug", DeviceState.NO_DEVICE, Status.NOT_AVAILABLE),
        ("fall_silent", DeviceState.OFFLINE, Status.NOT_AVAILABLE),
        ("cut_power", DeviceState.OFFLINE, Status.NOT_AVAILABLE),
    ],
)
def test_every_trouble_has_its_state_and_status_and_passes(
    bench: TerminalBench, act: str, state: DeviceState, status: Status
) -> None:
    work(bench.device, act)
    bench.run_s(40)
    assert (bench.states()[-1], bench.statuses()) == (state, (status,))
    _mend(bench)
    work(bench.device, "mend")
    bench.run_s(40)
    assert (bench.states()[-1], bench.statuses()) == (DeviceState.ONLINE, ())


def test_a_terminal_still_at_an_earlier_sale_is_busy_until_it_is_done(bench: TerminalBench) -> None:
    bench.in_s(2.0, bench.device.unplug)
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(4)
    bench.device.plug_in()
    bench.run_s(10)
    assert bench.states()[-1] is DeviceState.DEVICE_BUSY
    bench.run_s(70)
    assert (bench.states()[-1], bench.statuses()) == (DeviceState.ONLINE, ())


@pytest.mark.parametrize("act", ["tamper", "break_down"])
def test_a_terminal_in_trouble_sells_nothing(bench: TerminalBench, act: str) -> None:
    work(bench.device, act)
    _sells(bench)
    bench.run_s(20)
    assert bench.results() == [SaleDeclined(_PAY, DeclineReason.REFUSED)]


def test_the_trace_names_every_message_and_shows_nothing_of_a_card(bench: TerminalBench) -> None:
    _sells(bench)
    bench.run_s(20)
    entries = bench.trace.entries()
    names = [entry.name for entry in entries if entry.valid]
    assert {"enquiry", "state", "identify", "identified", "sale", "prompt", "approved", "ack"} <= set(names)
    (approved,) = (entry for entry in entries if entry.name == "approved")
    assert approved.shown == ""
    assert CARD[-4:] not in repr(entries)


@pytest.mark.parametrize("quiet", [CARD[-4:], "012345"])
def test_no_reading_shows_what_is_secret(bench: TerminalBench, quiet: str) -> None:
    _sells(bench)
    bench.run_s(20)
    assert quiet not in repr(bench.trace.entries())


def test_every_act_of_the_hand_is_asked_for_in_words(bench: TerminalBench) -> None:
    acts = bench.device.acts()
    assert {"insert_card", "enter_pin", "take_card", "cancel", "decline_next", "unplug", "late"} <= set(acts)
    assert work(bench.device, "take_card") == "there is none"
    _by_words: Callable[[str], str] = lambda line: work(bench.device, line)  # noqa: E731
    bench.in_s(1, lambda: _by_words("insert_card"))
    bench.in_s(2, lambda: _by_words("enter_pin wrong"))
    bench.in_s(3, lambda: _by_words("take_card"))
    bench.terminal.sale(_PAY, 100)
    bench.run_s(10)
    assert bench.results() == [SaleDeclined(_PAY, DeclineReason.PIN)]
