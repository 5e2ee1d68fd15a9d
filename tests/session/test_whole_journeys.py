"""Stories from the first screen to goodbye, with the taps the acceptance rules allow."""

from kiosk.session.effects import LookUpBills, PrintReceipt, StartPayment, WipeSession
from kiosk.session.steps import (
    ChooseAccount,
    ChooseFinding,
    ChooseMethod,
    ConfirmBills,
    Done,
    Goodbye,
    Idle,
    LookUp,
    NothingOwed,
    Paying,
    TakeCard,
    TakeReceipt,
    TypeNumber,
)
from tests.session import facts
from tests.session.looking import words
from tests.session.stories import Gateway, Machine, Resident, Story


def pays_by_phone(resident: Resident, gateway: Gateway) -> None:
    resident.taps("pay")
    resident.shows_pay_code()
    gateway.opens()
    gateway.settles()


def test_a_scanned_bill_is_paid_with_three_taps(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.scans_bill()
    asked = story.last(LookUpBills)
    assert (asked.by, asked.value, asked.whole_household) == ("code", facts.BILL_BARCODE, False)
    gateway.answers(facts.ELECTRICITY)
    pays_by_phone(resident, gateway)
    assert story.at(Done).outcome.kind == "settled"
    assert story.last(StartPayment).phone_code == facts.WECHAT_CODE
    resident.taps("print")
    machine.prints()
    resident.taps("finish")
    story.at(Goodbye)
    assert story.taps == 3
    assert story.last(StartPayment).basket.amount_fen == story.last(PrintReceipt).outcome.amount_fen == 11230


def test_taking_the_receipt_needs_no_tap(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    pays_by_phone(resident, gateway)
    resident.taps("print")
    machine.prints()
    story.at(TakeReceipt)
    resident.takes_receipt()
    story.at(Goodbye)
    resident.waits(15)
    story.at(Idle)


def test_a_tap_on_a_utility_leads_to_four_ways_of_finding_the_bill(story: Story, resident: Resident) -> None:
    resident.taps("water")
    assert story.at(ChooseFinding).wish == "water"
    assert {choice.name for choice in story.screen.choices} == {"scan", "id_card", "typed", "ic_card"}
    assert all(choice.enabled for choice in story.screen.choices)


def test_a_typed_number_is_paid_with_five_taps_and_its_digits(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.taps("electricity", "typed")
    resident.types(facts.ELECTRICITY_NUMBER)
    resident.taps("next")
    asked = story.last(LookUpBills)
    assert (asked.by, asked.value.value, asked.utility) == ("account", "3102664100017", "electricity")
    gateway.answers(facts.ELECTRICITY)
    pays_by_phone(resident, gateway)
    resident.taps("no_receipt")
    story.at(Goodbye)
    assert story.taps - len(facts.ELECTRICITY_NUMBER) <= 5


def test_an_identity_card_starts_a_session_and_comes_back_first(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.inserts("id_card")
    machine.reads_id_card()
    gateway.answers(*facts.ALL_BILLS)
    story.at(TakeCard)
    assert words(story.screen.footnote) == "张** · 310***********0011"
    resident.takes_card()
    assert len(story.at(ConfirmBills).findings.bills) == 3
    asked = story.last(LookUpBills)
    assert (asked.by, asked.value, asked.whole_household) == ("id_card", facts.ID_NUMBER, True)
    pays_by_phone(resident, gateway)
    assert story.at(Done).outcome.amount_fen == facts.ALL_FEN


def test_a_card_taken_before_the_answer_is_waited_for(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.taps("household", "id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    resident.takes_card()
    story.at(LookUp)
    gateway.answers(*facts.ALL_BILLS)
    story.at(ConfirmBills)


def test_an_ic_card_starts_a_session(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.inserts("ic_card")
    machine.reads_ic_card()
    resident.takes_card("ic_card")
    gateway.answers(facts.GAS)
    assert story.at(ConfirmBills).findings.bills == (facts.GAS,)
    assert story.last(LookUpBills).by == "card"


def test_all_bills_together_with_one_taken_off(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.taps("household", "scan")
    resident.scans_bill()
    assert story.last(LookUpBills).whole_household
    gateway.answers(*facts.ALL_BILLS)
    assert story.screen.total
    assert story.screen.total.digits == "¥238.75"
    assert words(story.screen.total.capitals) == "大写 贰佰叁拾捌元柒角伍分"
    resident.takes_off("bill_2")
    assert story.screen.total.digits == "¥166.30"
    pays_by_phone(resident, gateway)
    assert story.last(StartPayment).basket.bills == (facts.ELECTRICITY, facts.GAS)
    assert story.at(Done).outcome.amount_fen == 16630


def test_a_number_of_any_utility_finds_the_household(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.taps("household", "typed", "gas")
    assert story.at(TypeNumber).utility == "gas"
    resident.types("90380501234")
    resident.taps("next")
    asked = story.last(LookUpBills)
    assert (asked.utility, asked.whole_household) == ("gas", True)
    gateway.answers(*facts.ALL_BILLS)
    assert len(story.at(ConfirmBills).findings.bills) == 3


def test_of_several_accounts_one_is_chosen(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    shop = facts.account("account-shop", "electricity", "****0024")
    home = facts.account("account-electricity", "electricity")
    resident.taps("electricity", "id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    resident.takes_card()
    gateway.finds(facts.findings(facts.ELECTRICITY, facts.WATER, accounts=(home, shop)))
    story.at(ChooseAccount)
    assert [words(choice.note) for choice in story.screen.choices] == [
        f"{facts.ADDRESS} · 要交 ¥112.30",
        f"{facts.ADDRESS} · 不欠费",
    ]
    resident.taps("account_1")
    assert story.at(ConfirmBills).findings.bills == (facts.ELECTRICITY,)


def test_an_account_that_owes_nothing_is_told_so(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.taps("water", "typed")
    resident.types("0213805012")
    resident.taps("next")
    gateway.finds(facts.findings(accounts=(facts.account("account-water", "water"),)))
    story.at(NothingOwed)
    assert (story.title, story.prompt) == ("这一笔不用交", "这一户的水费现在不欠费。别的费还没有查。")
    resident.taps("finish")
    story.at(Goodbye)


def test_a_household_that_owes_nothing_is_told_so_and_leaves_without_a_question(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.taps("household", "scan")
    resident.scans_bill()
    gateway.finds(facts.findings(accounts=(facts.account("account-water", "water"),)))
    assert (story.title, story.prompt) == ("没有要交的费", "张** 家现在不欠费,不用交钱。")
    resident.taps("exit")
    story.at(Goodbye)


def test_a_paid_bill_of_an_unknown_kind_says_nothing_of_the_household(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.scans_bill()
    gateway.finds(facts.findings(accounts=(facts.account("account-road", "road"),)))
    assert story.prompt == "这张账单现在不欠费。别的费还没有查。"


def test_after_a_payment_another_can_follow(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    pays_by_phone(resident, gateway)
    resident.taps("another", "no_receipt")
    story.at(Idle)
    assert len(story.asked(WipeSession)) == 1


def test_the_next_resident_need_not_wait_for_the_goodbye(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.taps("water", "exit", "leave")
    story.at(Goodbye)
    resident.scans_bill()
    story.at(LookUp)


def test_a_wrong_bill_under_the_window_is_shown_and_never_called_paid(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    """Somebody who asked for water and scans the electricity bill sees what they scanned."""
    resident.taps("water", "scan")
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    assert story.at(ConfirmBills).findings.bills == (facts.ELECTRICITY,)


def test_pressing_pay_twice_pays_once(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    pay = story.screen.frame.primary
    assert pay
    resident.taps("pay")
    story.feed(pay.event)
    story.at(ChooseMethod)
    bank_card = story.screen.choices[1]
    resident.taps("bank_card")
    story.feed(bank_card.event)
    story.at(Paying)
    assert len(story.asked(StartPayment)) == 1
