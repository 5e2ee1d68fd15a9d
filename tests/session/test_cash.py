"""Banknotes: told the rules before the first, counted aloud, never lost, and what is inside is settled."""

import pytest

from kiosk.payment.methods import CashRest
from kiosk.session.effects import CancelPayment, FinishNotes, StartPayment
from kiosk.session.events import CashChanged, ExitTapped, NoteCounted
from kiosk.session.steps import ChooseMethod, Done, InsertNotes, Paying
from kiosk.session.view_parts import buttons
from tests.session import facts
from tests.session.looking import button, words
from tests.session.scenes import at_the_methods, at_the_note_slot
from tests.session.stories import Gateway, Machine, Resident, Story


@pytest.fixture
def story() -> Story:
    return Story(facts.CASH_RULES)


@pytest.fixture
def slot(story: Story) -> Story:
    return at_the_note_slot(story)


def sums(story: Story) -> dict[str, str]:
    return {words(total.label): total.digits for total in story.screen.sums}


def rules(story: Story) -> list[str]:
    return [words(rule) for rule in story.screen.rules]


def finishes(story: Story) -> int:
    return len(story.asked(FinishNotes))


def test_cash_is_off_until_the_machine_says_that_it_takes_notes(story: Story, machine: Machine) -> None:
    at_the_methods(story)
    cash = button(story.screen, "cash")
    assert (cash.enabled, words(cash.reason)) == (False, "收钞口正在检修,暂时不收现金")
    story.feed(cash.event)
    story.at(ChooseMethod)
    machine.takes_cash()
    assert words(button(story.screen, "cash").note) == "收纸币,不找零"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("box_full", "钱箱满了,暂时不收现金"), ("offline", "收钞口正在检修,暂时不收现金")],
)
def test_the_reason_why_no_notes_are_taken_is_told(
    story: Story, machine: Machine, fault: str, reason: str
) -> None:
    machine.takes_cash()
    machine.loses("note_acceptor", fault)
    at_the_methods(story)
    assert words(button(story.screen, "cash").reason) == reason


def test_the_first_screen_tells_how_cash_can_be_paid(story: Story, machine: Machine) -> None:
    assert "付现金请找人帮忙" in words(story.screen.footnote)
    machine.takes_cash()
    assert words(story.screen.footnote) == "可用手机付款码、银行卡、现金、电费充值卡。不收手续费。"


def test_the_mouth_stays_shut_until_the_gateway_expects_notes(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    machine.takes_cash()
    at_the_methods(story)
    resident.taps("cash")
    assert (story.last(StartPayment).method, story.session.armed.notes) == ("cash", False)
    gateway.opens()
    assert (story.title, story.session.armed.notes) == ("正在打开收钞口", False)
    gateway.expects_cash(payment_id="another")
    story.at(Paying)
    gateway.expects_cash()
    assert story.session.armed.notes


@pytest.mark.parametrize(
    ("rest", "rule"), [("to_account", "多放的钱存进水费户头"), ("refused", "放多了,那一张会退给您")]
)
def test_the_rules_are_told_before_the_first_note(story: Story, rest: CashRest, rule: str) -> None:
    at_the_note_slot(story, rest)
    assert rules(story) == ["收 5、10、20、50、100 元纸币", "不找零", rule]
    assert sums(story) == {"要交": "¥184.75"}
    Resident(story).puts_in(50)
    assert (rules(story), words(story.screen.footnote)[:4]) == ([], "不找零,")


def test_each_note_is_seen_and_heard(slot: Story, resident: Resident) -> None:
    resident.puts_in(100)
    assert story_says(slot) == ("收到 100 元", "请接着放下一张", "收到一百块,还差八十四块七毛五分。")
    assert sums(slot) == {"要交": "¥184.75", "已放进": "¥100.00", "还差": "¥84.75"}
    resident.offers_note()
    assert slot.title == "正在看这一张"


def story_says(story: Story) -> tuple[str, str, str]:
    return story.title, story.prompt, words(story.screen.spoken)


def test_with_the_sum_inside_the_mouth_shuts_and_the_rest_is_told(
    slot: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.puts_in(100)
    resident.puts_in(100)
    assert (slot.session.armed.notes, slot.title) == (False, "钱够了,不用再放")
    assert sums(slot) == {"要交": "¥184.75", "已放进": "¥200.00", "多放的": "¥15.25"}
    assert finishes(slot) == 0, "the machine shuts it by itself"
    machine.shuts_the_slot()
    assert (slot.title, slot.screen.frame.back) == ("正在交费", None)
    gateway.settles_notes()
    told = {words(fact.label): fact.value for fact in slot.screen.facts}
    assert (slot.title, slot.screen.mark) == ("交好了", "done")
    assert told["放进"] == "¥200.00"
    assert (told["交费"], told["存进户头"]) == ("¥184.75", "¥15.25")


@pytest.mark.parametrize(
    ("why", "title"),
    [
        ("too_much", "这一张放多了"),
        ("not_taken", "这一张没有收下"),
        ("other_value", "这种钞票不收"),
        ("unheard_of", "这一张没有收下"),
    ],
)
def test_a_note_that_comes_back_is_told_with_the_reason(
    slot: Story, resident: Resident, machine: Machine, why: str, title: str
) -> None:
    resident.offers_note()
    machine.gives_note_back(why)
    assert (slot.title, slot.screen.picture) == (title, "note_out")
    assert "没有算钱" in slot.prompt
    assert slot.session.armed.notes
    resident.puts_in(20)
    assert slot.title == "收到 20 元"


def test_stopping_with_nothing_inside_asks_nothing(slot: Story, resident: Resident, machine: Machine) -> None:
    resident.taps("stop_notes")
    assert (slot.question, finishes(slot), slot.session.armed.notes) == ("", 1, False)
    machine.shuts_the_slot()
    assert slot.title == "正在取消付款"
    Gateway(slot).does_not_charge("cancelled")
    assert slot.title == "没有扣钱"


def test_stopping_with_money_inside_says_what_happens_and_asks_once(
    slot: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.puts_in(50)
    resident.taps("stop_notes")
    assert slot.screen.overlay
    assert (
        words(slot.screen.overlay.prompt)
        == "放进的 ¥50.00 不能退出来。够交的先交,剩下的存进户头,存不进的到窗口领。"
    )
    resident.taps("stay", "stop_notes", "stop")
    assert (finishes(slot), slot.session.armed.notes, slot.question) == (1, False, "")
    assert slot.title == "不再收钞票了"
    machine.shuts_the_slot()
    gateway.settles_notes()
    assert (slot.title, slot.prompt) == ("钱存进水费户头了", "电费、水费还没有交")
    assert slot.screen.mark == "warning"
    assert slot.at(Done).outcome.kind == "part_settled"


def test_a_note_on_its_way_while_somebody_stops_is_counted(
    slot: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.offers_note()
    resident.taps("stop_notes", "stop")
    slot.inside_fen = 10000
    slot.feed(NoteCounted("pay-1", 10000, 10000))
    machine.shuts_the_slot()
    assert slot.at(Paying).inside_fen == 10000
    gateway.settles_notes()
    assert sum(leg.amount_fen for leg in slot.at(Done).outcome.legs) == 10000


def test_what_can_be_neither_paid_nor_put_on_account_has_a_voucher_to_take_along(
    slot: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.puts_in(50)
    resident.taps("stop_notes", "stop")
    machine.shuts_the_slot()
    gateway.settles_notes(voucher=True)
    told = {words(fact.label): fact.value for fact in slot.screen.facts}
    assert (slot.title, slot.screen.mark) == ("请到服务窗口领钱", "warning")
    assert slot.prompt == "电费、水费还没有交。请拿好凭条,到服务窗口领钱"
    assert (told["放进"], told["到窗口领"], told["领钱单号"]) == ("¥50.00", "¥50.00", "2026 0007")


def test_the_time_begins_anew_with_each_note(slot: Story, resident: Resident) -> None:
    resident.waits(119)
    resident.puts_in(5)
    resident.waits(119)
    assert slot.question == ""
    resident.waits(2)
    assert slot.question == "您还在吗?"
    assert slot.screen.overlay
    assert (
        words(slot.screen.overlay.prompt)
        == "已放进 ¥5.00。不再放,够交的先交,剩下的存进户头,存不进的到窗口领。"
    )
    resident.puts_in(10)
    assert (slot.question, finishes(slot)) == ("", 0)


def test_a_time_out_with_money_inside_settles_it(
    slot: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.puts_in(100)
    resident.waits(170)
    assert (finishes(slot), slot.session.armed.notes) == (1, False)
    assert slot.at(InsertNotes).finishing
    machine.shuts_the_slot()
    gateway.settles_notes()
    slot.at(Done)


def test_a_time_out_with_nothing_inside_cancels(slot: Story, resident: Resident, machine: Machine) -> None:
    resident.waits(170)
    assert finishes(slot) == 1
    machine.shuts_the_slot()
    assert slot.title == "正在取消付款"


def test_no_time_runs_while_a_note_is_on_its_way(slot: Story, resident: Resident) -> None:
    resident.offers_note()
    resident.waits(300)
    assert (slot.question, finishes(slot)) == ("", 0)


@pytest.mark.parametrize("trouble", ["offline", "box_full", "cash_off"])
def test_an_acceptor_in_trouble_shuts_the_slot_and_what_is_inside_counts(
    slot: Story, resident: Resident, machine: Machine, trouble: str
) -> None:
    resident.puts_in(20)
    if trouble == "cash_off":
        slot.feed(CashChanged(off=True))
    else:
        machine.loses("note_acceptor", trouble)
    assert (finishes(slot), slot.session.armed.notes) == (1, False)
    assert slot.title == "收钞口现在不能用了"
    machine.shuts_the_slot()
    assert slot.at(Paying).inside_fen == 2000


def test_money_inside_and_no_word_of_the_end_is_said_honestly(
    slot: Story, resident: Resident, machine: Machine
) -> None:
    resident.puts_in(100)
    resident.taps("stop_notes", "stop")
    machine.shuts_the_slot()
    resident.waits(91)
    assert (slot.title, slot.prompt) == (
        "正在核实",
        "放进的 ¥100.00 都记下了,请不要再付。可打 962740 问。",
    )


def test_a_machine_that_never_says_that_the_slot_is_shut_keeps_nobody_waiting(
    slot: Story, resident: Resident
) -> None:
    resident.puts_in(100)
    resident.taps("stop_notes", "stop")
    resident.waits(185)
    assert slot.title == "正在核实"
    assert slot.at(Done).outcome.inserted_fen == 10000


def test_nobody_leaves_by_the_door_while_the_mouth_is_open(slot: Story) -> None:
    assert slot.screen.frame.exit is None
    slot.feed(ExitTapped())
    assert (slot.question, slot.session.armed.notes) == ("", True)


def test_no_mouth_opens_for_somebody_who_has_given_up(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    machine.takes_cash()
    at_the_methods(story)
    resident.taps("cash")
    gateway.opens()
    resident.waits(91)
    assert story.asked(CancelPayment)
    gateway.expects_cash()
    assert not story.session.armed.notes
    assert not any(offered.name == "stop_notes" for offered in buttons(story.screen))
