"""The sum on the screen is the sum that is paid: on the bills, the methods, while paying, on the receipt."""

from hypothesis import given

from kiosk.payment import amount
from kiosk.session.effects import PrintReceipt, StartPayment
from kiosk.session.events import PayTapped
from kiosk.session.journey_bills import hindrance
from kiosk.session.model import Session
from kiosk.session.paid_before import paid_before
from kiosk.session.show import view
from kiosk.session.steps import ChooseMethod, ConfirmBills, Done, Paying, ShowPayCode
from kiosk.session.view import Spoken
from tests.session import facts
from tests.session.looking import whole, words
from tests.session.stories import Gateway, Resident, Story
from tests.session.wandering import looked_at, walk, walks


def shown(session: Session) -> str:
    """The sum a resident reads before and while paying."""
    screen = whole(session)
    if screen.total:
        return screen.total.digits
    if screen.screen == "recharge_card":
        return screen.sums[1].digits
    due = screen.title.args["due"]
    assert isinstance(due, str)
    return due


def spoken_fen(session: Session) -> int | None:
    said = view(session).spoken.args.get("sum")
    return said.amount_fen if isinstance(said, Spoken) else None


@looked_at
@given(walks)
def test_the_sum_agreed_to_is_the_sum_paid(number: int) -> None:
    for moment in walk(number):
        for effect in moment.effects:
            if isinstance(effect, StartPayment):
                sum_fen = sum(bill.due_fen for bill in effect.basket.bills)
                assert shown(moment.before) == shown(moment.after) == amount.digits(sum_fen)
            if isinstance(effect, PrintReceipt) and isinstance(moment.before.step, Done):
                assert effect.outcome == _charged_last(moment.before.step).outcome


def _charged_last(step: Done) -> Done:
    """Of bills that were tried and cost nothing, nothing is printed: the paper is of those paid before."""
    before = paid_before(step) if step.outcome.kind == "not_charged" else None
    return step if before is None else before.done


@looked_at
@given(walks)
def test_what_is_paid_is_what_was_left_on_the_confirm_screen(number: int) -> None:
    for moment in walk(number):
        match moment.before.step, moment.event, moment.after.step:
            case ConfirmBills(findings=found, off=off), PayTapped(), ChooseMethod(basket=basket):
                payable = {bill for bill in found.bills if not hindrance(bill, moment.before.rules)}
                assert set(basket.bills) == {bill for bill in payable if bill.bill_id not in off}
                assert shown(moment.before) == shown(moment.after) == amount.digits(basket.amount_fen)
                assert spoken_fen(moment.before) == spoken_fen(moment.after) == basket.amount_fen


@looked_at
@given(walks)
def test_a_basket_never_changes_on_its_way_through_paying(number: int) -> None:
    stages = ChooseMethod | ShowPayCode | Paying | Done
    for moment in walk(number):
        before, after = moment.before.step, moment.after.step
        if isinstance(before, stages) and isinstance(after, stages):
            assert after.basket == before.basket


def test_the_capitals_stand_beside_the_digits(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.scans_bill()
    gateway.answers(*facts.ALL_BILLS)
    assert story.screen.total
    assert words(story.screen.total.capitals) == "大写 贰佰叁拾捌元柒角伍分"
