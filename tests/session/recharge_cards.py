"""What the gateway says of a recharge card, and journeys with one; for many stories."""

from kiosk.session.effects import AskRechargeCard, StartPayment
from kiosk.session.events import Event, RechargeCardKnown, RechargeCardRefused
from kiosk.session.household import Outcome
from tests.session import facts
from tests.session.stories import Gateway, Machine, Resident, Story


def asks(story: Story, code: str = facts.RECHARGE_CODE.value) -> None:
    resident = Resident(story)
    resident.types(code)
    resident.taps("next")


def knows_card(gateway: Gateway, face_fen: int) -> None:
    story = gateway.story
    story.feed(RechargeCardKnown(story.last(AskRechargeCard).request, face_fen))


def refuses_card(gateway: Gateway, problem: str, face_fen: int = 0) -> None:
    story = gateway.story
    story.feed(RechargeCardRefused(story.last(AskRechargeCard).request, problem, face_fen))


def settles_card(gateway: Gateway, *, voucher: bool = False) -> Outcome:
    """All that the card is worth, as it was agreed to."""
    started = gateway.story.last(StartPayment)
    assert started.recharge_card
    face_fen = started.recharge_card.face_fen
    return gateway.ends(facts.settled_with_recharge_card("pay-1", started.basket, face_fen, voucher=voucher))


def answers_to_card(request: int) -> list[Event]:
    return [
        RechargeCardKnown(request, 20000),
        RechargeCardKnown(request, 100),
        RechargeCardRefused(request, "recharge_used"),
        RechargeCardRefused(request, "recharge_too_small", 5000),
        RechargeCardRefused(request, "recharge_locked", again_at="15:05"),
        RechargeCardRefused(request, "unheard_of"),
    ]


def spent_recharge_card(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    resident.taps("pay", "recharge_card")
    resident.types("12")
    resident.waits(4)
    resident.scans_bill()
    resident.taps("delete", "clear")
    resident.types(facts.RECHARGE_CODE.value)
    resident.taps("next")
    refuses_card(gateway, "recharge_unknown")
    resident.taps("delete")
    resident.types("5")
    resident.taps("next", "back", "next")
    refuses_card(gateway, "recharge_too_small", 5000)
    resident.taps("clear")
    resident.types(facts.RECHARGE_CODE.value)
    resident.taps("next")
    knows_card(gateway, 20000)
    resident.taps("back", "recharge_card")
    resident.types(facts.RECHARGE_CODE.value)
    resident.taps("next")
    knows_card(gateway, 20000)
    resident.taps("agree")
    gateway.opens()
    settles_card(gateway)
    resident.taps("print")


def recharge_card_lost_sight_of(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    machine.loses("scanner")
    resident.taps("electricity", "typed")
    resident.types(facts.ELECTRICITY_NUMBER)
    resident.taps("next")
    gateway.answers(facts.ELECTRICITY)
    resident.taps("pay", "recharge_card")
    resident.types(facts.RECHARGE_CODE.value)
    resident.taps("next")
    knows_card(gateway, 11230)
    resident.taps("agree")
    gateway.opens()
    resident.waits(90)
    settles_card(gateway, voucher=True)
