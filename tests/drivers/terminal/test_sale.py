from collections.abc import Callable

import pytest

from drivers.terminal.frames import TerminalMessage
from drivers.terminal.port import (
    DeclineReason,
    SaleApproved,
    SaleDeclined,
    SaleReversed,
    SaleUnknown,
    TerminalStage,
)
from drivers.terminal.simulator import SimulatedTerminal
from drivers.vocabulary import DeviceState
from tests.drivers.terminal.bench import CARD, POOR_CARD, TerminalBench

_PAY = "0192f3a4-0000-7000-8000-000000000001"
_APPROVED = SaleApproved(_PAY, 23875, "**** 3446", "012345", "000000098765")


def test_a_sale_is_approved_with_the_last_four_digits_and_no_more() -> None:
    bench = TerminalBench()
    bench.card_pin_card()
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(20)
    assert bench.results() == [_APPROVED]
    assert bench.acquirer.charged == {_PAY: 23875}
    assert bench.stages() == [
        TerminalStage.INSERT_CARD,
        TerminalStage.ENTER_PIN,
        TerminalStage.PROCESSING,
        TerminalStage.REMOVE_CARD,
    ]
    assert CARD not in repr(bench.events)


def test_a_forgotten_card_holds_the_result_back_only_for_a_while() -> None:
    bench = TerminalBench()
    bench.in_s(1, lambda: bench.device.insert_card(CARD))
    bench.in_s(2, bench.device.enter_pin)
    bench.terminal.sale(_PAY, 23875)
    start_s = bench.clock.monotonic_s()
    while not bench.results():
        bench.terminal.owner.run_once()
    assert bench.results() == [_APPROVED]
    assert 30 <= bench.clock.monotonic_s() - start_s < 40


@pytest.mark.parametrize(
    ("acts", "reason"),
    [
        (lambda bench: bench.card_pin_card(POOR_CARD), DeclineReason.FUNDS),
        (lambda bench: bench.in_s(2, bench.device.press_cancel), DeclineReason.CANCELLED),
        (lambda bench: bench.in_s(2, lambda: bench.terminal.cancel(_PAY)), DeclineReason.CANCELLED),
        (lambda bench: None, DeclineReason.TIMEOUT),
    ],
    ids=["funds", "resident cancels", "kiosk cancels", "no card"],
)
def test_a_sale_that_moves_no_money_is_declined(
    acts: Callable[[TerminalBench], None], reason: DeclineReason
) -> None:
    bench = TerminalBench()
    acts(bench)
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(90)
    assert bench.results() == [SaleDeclined(_PAY, reason)]
    assert bench.acquirer.charged == {}


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda device: device.enter_pin(right=False), DeclineReason.PIN),
        (SimulatedTerminal.take_card, DeclineReason.CANCELLED),
    ],
    ids=["wrong PIN", "card pulled too early"],
)
def test_a_card_that_came_no_further_is_declined(
    spoil: Callable[[SimulatedTerminal], None], reason: DeclineReason
) -> None:
    bench = TerminalBench()
    bench.in_s(1, lambda: bench.device.insert_card(CARD))
    bench.in_s(3, lambda: spoil(bench.device))
    bench.in_s(5, bench.device.take_card)
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(20)
    assert bench.results() == [SaleDeclined(_PAY, reason)]


def test_cancelling_comes_too_late_when_the_acquirer_is_asked() -> None:
    bench = TerminalBench()
    bench.card_pin_card()
    bench.in_s(5, lambda: bench.terminal.cancel(_PAY))
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(20)
    assert bench.results() == [_APPROVED]


def test_a_cancel_before_the_sale_is_sent_keeps_it_from_being_sent() -> None:
    bench = TerminalBench()
    bench.run_s(1)
    bench.terminal.sale(_PAY, 23875)
    bench.terminal.cancel(_PAY)
    bench.run_s(5)
    assert bench.results() == [SaleDeclined(_PAY, DeclineReason.CANCELLED)]
    assert bench.stages() == []


def test_the_end_of_an_older_sale_does_not_cancel_the_next_residents() -> None:
    bench = TerminalBench()
    bench.card_pin_card()
    bench.in_s(2, lambda: bench.terminal.cancel("an-older-sale"))
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(20)
    assert bench.results() == [_APPROVED]


def test_a_lost_answer_is_asked_for_again_soon() -> None:
    bench = TerminalBench()
    bench.device.lose_results(1)
    bench.card_pin_card()
    bench.terminal.sale(_PAY, 23875)
    start_s = bench.clock.monotonic_s()
    while not bench.results():
        bench.terminal.owner.run_once()
    assert bench.results() == [_APPROVED]
    assert bench.acquirer.asked == 1
    assert bench.clock.monotonic_s() - start_s < 20


def test_a_terminal_that_cannot_say_what_it_did_leaves_the_sale_unknown() -> None:
    bench = TerminalBench()
    bench.device.lose_results(2)
    bench.card_pin_card()
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(60)
    assert bench.results() == [SaleUnknown(_PAY)]


def test_a_spoilt_answer_is_asked_for_again_at_once() -> None:
    bench = TerminalBench()
    bench.spoil_next = b"APPR"
    bench.card_pin_card()
    bench.terminal.sale(_PAY, 23875)
    start_s = bench.clock.monotonic_s()
    while not bench.results():
        bench.terminal.owner.run_once()
    assert bench.results() == [_APPROVED]
    assert bench.clock.monotonic_s() - start_s < 9


def test_silence_after_the_charge_is_unknown_and_never_success_or_failure() -> None:
    bench = TerminalBench()
    bench.device.fall_silent_after_approval()
    bench.card_pin_card()
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(60)
    assert bench.acquirer.charged == {_PAY: 23875}
    assert bench.results() == [SaleUnknown(_PAY)]
    assert bench.states()[-1] is DeviceState.OFFLINE

    bench.device.speak_again()
    bench.run_s(10)
    bench.terminal.last_result(_PAY)
    bench.run_s(5)
    assert bench.results() == [SaleUnknown(_PAY), _APPROVED]


@pytest.mark.parametrize("mischief", [SimulatedTerminal.cut_power, SimulatedTerminal.unplug])
@pytest.mark.parametrize("after_s", [1.0, 3.0, 5.0, 6.5, 7.9])
def test_power_and_cable_lost_at_any_moment_leave_the_sale_unknown(
    mischief: Callable[[SimulatedTerminal], None], after_s: float
) -> None:
    bench = TerminalBench()
    bench.run_s(0.5)
    bench.card_pin_card()
    bench.in_s(after_s, lambda: mischief(bench.device))
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(60)
    assert bench.results() == [SaleUnknown(_PAY)]


def test_a_sale_that_never_left_the_kiosk_has_moved_no_money() -> None:
    bench = TerminalBench()
    bench.device.unplug()
    bench.run_s(1)
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(5)
    assert bench.results() == [SaleDeclined(_PAY, DeclineReason.REFUSED)]


def test_an_acquirer_that_does_not_answer_leaves_the_sale_unknown() -> None:
    bench = TerminalBench()
    bench.acquirer.silent = True
    bench.card_pin_card()
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(30)
    assert bench.results() == [SaleUnknown(_PAY)]


def test_the_same_sale_asked_for_twice_is_charged_once() -> None:
    bench = TerminalBench()
    bench.card_pin_card()
    bench.terminal.sale(_PAY, 23875)
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(30)
    assert bench.results() == [_APPROVED, _APPROVED]
    assert bench.acquirer.asked == 1


def test_a_sale_nobody_knows_of_is_unknown() -> None:
    bench = TerminalBench()
    bench.terminal.last_result(_PAY)
    bench.run_s(10)
    assert bench.results() == [SaleUnknown(_PAY)]


def test_a_sale_is_reversed() -> None:
    bench = TerminalBench()
    bench.card_pin_card()
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(20)
    bench.terminal.reverse(_PAY)
    bench.run_s(5)
    assert bench.results() == [_APPROVED, SaleReversed(_PAY)]
    assert bench.acquirer.charged == {}


def test_a_reversal_nobody_confirms_is_unknown() -> None:
    bench = TerminalBench()
    bench.card_pin_card()
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(20)
    bench.acquirer.silent = True
    bench.terminal.reverse(_PAY)
    bench.run_s(90)
    assert bench.results() == [_APPROVED, SaleUnknown(_PAY)]


class _RepeatsItself(SimulatedTerminal):
    """Asked to undo a sale, it only says again that it was approved."""

    def _reversal(self, reference: str) -> TerminalMessage:
        return self._results[reference]


def test_that_a_sale_was_approved_is_no_answer_to_its_reversal() -> None:
    bench = TerminalBench()
    bench.device = _RepeatsItself(bench.acquirer)
    bench.card_pin_card()
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(20)
    bench.terminal.reverse(_PAY)
    bench.run_s(70)
    assert bench.results() == [_APPROVED, SaleUnknown(_PAY)]


def test_another_sum_than_asked_for_is_never_a_success() -> None:
    bench = TerminalBench()
    bench.card_pin_card()
    bench.terminal.sale(_PAY, 23875)
    bench.run_s(20)
    bench.terminal.sale(_PAY, 1)  # the terminal repeats what it remembers
    bench.run_s(5)
    assert bench.results() == [_APPROVED, SaleUnknown(_PAY)]


@pytest.mark.parametrize(
    ("reference", "amount_fen"), [("", 1), ("a b", 1), ("x" * 37, 1), (_PAY, 0), (_PAY, -5)]
)
def test_bad_values_never_reach_the_terminal(reference: str, amount_fen: int) -> None:
    bench = TerminalBench()
    with pytest.raises(ValueError, match="sale"):
        bench.terminal.sale(reference, amount_fen)


def test_an_idle_terminal_is_watched_and_found_again() -> None:
    bench = TerminalBench()
    bench.run_s(5)
    bench.device.fall_silent()
    bench.run_s(60)
    bench.device.speak_again()
    bench.run_s(10)
    assert bench.states() == [
        DeviceState.STARTING,
        DeviceState.ONLINE,
        DeviceState.OFFLINE,
        DeviceState.ONLINE,
    ]
