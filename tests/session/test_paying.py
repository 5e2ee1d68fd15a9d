"""Money moves once or not at all, and the screen says which."""

import pytest

from kiosk.session.effects import CancelPayment, StartPayment
from kiosk.session.events import BackTapped, ExitTapped, FinishTapped, LeaveConfirmed
from kiosk.session.steps import Done, Goodbye, Idle, Paying
from tests.session.looking import button, offered, words
from tests.session.scenes import at_the_methods
from tests.session.stories import Gateway, Machine, Resident, Stage, Story


@pytest.fixture
def story() -> Story:
    return at_the_methods(Story())


def names(story: Story) -> set[str]:
    return offered(story.screen)


def test_the_code_can_be_shown_at_the_method_screen(story: Story, resident: Resident) -> None:
    resident.shows_pay_code()
    assert story.at(Paying).method == "phone_code"


def test_or_on_the_screen_for_the_code(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.taps("phone_code")
    assert story.screen.total
    assert story.screen.total.digits == "¥184.75"
    resident.shows_pay_code()
    gateway.opens()
    gateway.says("payer_confirming")
    assert story.title == "请在手机上按密码"
    gateway.settles()
    assert story.title == "交好了"
    assert story.prompt == "电、水 共 ¥184.75"


@pytest.mark.parametrize("at", [(), ("phone_code",)])
def test_another_code_than_a_payment_code_moves_nothing(
    story: Story, resident: Resident, at: tuple[str, ...]
) -> None:
    resident.taps(*at)
    story.passes(4)
    resident.scans_bill()
    assert story.prompt == "没有扣钱。请打开手机上的“收付款”再扫"
    assert not story.asked(StartPayment)
    resident.shows_pay_code()
    story.at(Paying)


def test_the_bill_still_at_the_window_is_no_wrong_payment_code(story: Story, resident: Resident) -> None:
    before = story.prompt
    resident.scans_bill()
    assert story.prompt == before


def test_another_method_after_all(story: Story, resident: Resident) -> None:
    resident.taps("phone_code", "back", "bank_card")
    assert story.at(Paying).method == "bank_card"
    assert story.last(StartPayment).phone_code is None


def test_a_bank_card_with_its_terminal(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.taps("bank_card")
    gateway.opens()
    titles: dict[Stage, str] = {
        "insert_card": "请插卡或贴卡",
        "enter_pin": "请在密码键盘上按密码",
        "processing": "正在刷卡付款",
        "remove_card": "请取走银行卡",
    }
    for stage, title in titles.items():
        Machine(story).terminal_asks(stage)
        picture = "card_off_terminal" if stage == "remove_card" else "card_on_terminal"
        assert (story.title, story.screen.picture) == (title, picture)
    gateway.settles()
    assert story.at(Done).outcome.method == "bank_card"


def test_nothing_can_be_cancelled_while_the_bank_is_asked(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.taps("bank_card")
    gateway.opens()
    assert "cancel_payment" in names(story)
    machine.terminal_asks("processing")
    assert "cancel_payment" not in names(story)


def test_the_terminals_words_do_not_reach_a_payment_by_phone(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.shows_pay_code()
    machine.terminal_asks("insert_card")
    assert story.title == "正在付款"


def test_cancelling_asks_once_and_waits_for_the_truth(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.taps("bank_card")
    assert "cancel_payment" not in names(story)
    gateway.opens()
    cancel = button(story.screen, "cancel_payment")
    resident.taps("cancel_payment")
    assert story.feed(cancel.event) == ()
    assert story.last(CancelPayment).payment_id == "pay-1"
    assert story.title == "正在取消付款"
    assert "cancel_payment" not in names(story)
    gateway.says("payer_confirming")
    machine.terminal_asks("insert_card")
    assert story.title == "正在取消付款"
    gateway.does_not_charge("cancelled")
    assert (story.title, story.prompt) == ("没有扣钱", "付款取消了,没有扣钱。")


def test_a_payment_that_won_over_its_cancelling_is_settled(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.shows_pay_code()
    gateway.opens()
    resident.taps("cancel_payment")
    gateway.settles()
    assert story.at(Done).outcome.kind == "settled"


def test_no_finger_leads_out_of_paying(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.shows_pay_code()
    gateway.opens()
    assert names(story) == {"cancel_payment", "help"}
    for late in (ExitTapped(), LeaveConfirmed(), BackTapped(), FinishTapped()):
        story.feed(late)
    resident.taps("help", "stay")
    story.at(Paying)


def test_long_waiting_is_explained(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.shows_pay_code()
    gateway.opens()
    resident.waits(8)
    assert story.prompt == "还在等付款结果,请再等等,不要重复付"


def test_an_unknown_outcome_is_called_neither_paid_nor_unpaid(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.shows_pay_code()
    gateway.opens("3f2a-77")
    resident.waits(90)
    assert (story.title, story.screen.mark) == ("正在核实", "checking")
    assert [fact.value for fact in story.screen.facts] == ["3F2A 77"]
    assert "retry" not in names(story)


def test_no_sale_waits_at_the_terminal_for_the_next_residents_card(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.taps("bank_card")
    payment_id = gateway.opens()
    Machine(story).terminal_asks("insert_card")
    resident.waits(180)
    assert story.title == "正在核实"
    assert story.asked(CancelPayment) == [CancelPayment(payment_id)]


def test_it_may_come_out_well_while_the_resident_looks_on(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.shows_pay_code()
    gateway.opens()
    resident.waits(90)
    gateway.settles()
    assert story.title == "交好了"


def test_what_is_settled_stays_settled(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.shows_pay_code()
    gateway.opens()
    gateway.settles()
    gateway.does_not_charge("declined")
    assert story.at(Done).outcome.kind == "settled"


def test_another_payments_outcome_is_not_this_ones(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.shows_pay_code()
    gateway.opens()
    gateway.settles("pay-0")
    story.at(Paying)


def test_an_intent_made_durable_late_still_gives_its_reference(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.shows_pay_code()
    resident.waits(90)
    assert story.title == "正在核实"
    assert not story.screen.facts
    gateway.opens("3f2a-77")
    assert [fact.value for fact in story.screen.facts] == ["3F2A 77"]
    gateway.settles("3f2a-77")
    assert story.title == "交好了"


def test_a_declined_payment_can_be_tried_again(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.shows_pay_code()
    gateway.opens()
    gateway.does_not_charge("declined_funds")
    assert story.screen.mark == "not_charged"
    assert story.prompt == "余额不够,没有扣钱。请换一张卡或别的方式。"
    resident.taps("retry", "bank_card")
    first, second = story.asked(StartPayment)
    assert first.request != second.request
    assert first.basket == second.basket
    gateway.settles("pay-1")
    story.at(Paying)


def test_or_given_up(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.shows_pay_code()
    gateway.opens()
    gateway.does_not_charge("declined")
    resident.taps("finish")
    story.at(Goodbye)


@pytest.mark.parametrize(
    "reason", ["bill_changed", "bill_busy", "bill_paid", "biller_closed", "biller_paused"]
)
def test_bills_that_have_changed_are_looked_up_again(
    story: Story, resident: Resident, gateway: Gateway, reason: str
) -> None:
    resident.shows_pay_code()
    gateway.opens()
    gateway.does_not_charge(reason)
    resident.taps("retry")
    story.at(Idle)


@pytest.mark.parametrize("reason", ["late_success_returned", "posting_failed"])
def test_money_that_was_taken_and_given_back_is_not_called_never_taken(
    story: Story, resident: Resident, gateway: Gateway, reason: str
) -> None:
    resident.shows_pay_code()
    gateway.opens()
    gateway.does_not_charge(reason)
    assert story.title != "没有扣钱"
    assert "钱已原路退回" in story.prompt


def test_a_part_settled_payment_names_both_parts(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.shows_pay_code()
    gateway.opens()
    gateway.settles_in_part()
    assert story.prompt == "交好 ¥112.30。水费没有交,¥72.45 原路退回。"
    assert story.screen.mark == "checking"


def test_an_intent_that_cannot_be_made_durable_moves_nothing(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.shows_pay_code()
    gateway.refuses_to_open("journal_damaged")
    assert (story.title, story.prompt) == ("没有扣钱", "没有扣钱。请打服务热线。")


@pytest.mark.parametrize("ending", ["settles", "does_not_charge", "stays_silent"])
def test_however_a_card_payment_ends_the_kiosk_itself_says_to_take_the_card(
    story: Story, resident: Resident, gateway: Gateway, ending: str
) -> None:
    resident.taps("bank_card")
    gateway.opens()
    match ending:
        case "settles":
            gateway.settles()
        case "does_not_charge":
            gateway.does_not_charge("card_declined")
        case _:
            resident.waits(181)
    assert words(story.screen.footnote) == "请取走银行卡,别忘在刷卡机上"
    assert words(story.screen.spoken).endswith("请取走银行卡。")


def test_a_card_that_was_never_asked_for_is_not_to_be_taken(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.taps("bank_card")
    gateway.refuses_to_open("terminal_off")
    assert story.screen.footnote is None
