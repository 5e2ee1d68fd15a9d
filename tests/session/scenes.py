"""Where many stories begin: played to there as a resident would, never put together by hand."""

from kiosk.payment.methods import CashRest
from kiosk.session.household import Bill
from kiosk.session.steps import ChooseMethod, InsertNotes, ReadingCard, TypeRechargeCode
from tests.session import facts
from tests.session.stories import Gateway, Machine, Resident, Story

TWO_BILLS = (facts.ELECTRICITY, facts.WATER)
"""¥184.75 together."""


def at_the_methods(story: Story, bills: tuple[Bill, ...] = TWO_BILLS) -> Story:
    """A resident who has seen the bills and pressed "pay"."""
    resident = Resident(story)
    resident.scans_bill()
    Gateway(story).answers(*bills)
    resident.taps("pay")
    story.at(ChooseMethod)
    return story


def waiting_for_the_outcome(story: Story) -> Story:
    """A resident whose phone code has just been taken; the outcome is still open."""
    at_the_methods(story)
    Resident(story).shows_pay_code()
    Gateway(story).opens()
    return story


def at_the_note_slot(
    story: Story, rest: CashRest = "to_account", bills: tuple[Bill, ...] = TWO_BILLS
) -> Story:
    """A resident before the open mouth of the note acceptor."""
    Machine(story).takes_cash()
    at_the_methods(story, bills)
    Resident(story).taps("cash")
    Gateway(story).opens()
    Gateway(story).expects_cash(rest)
    story.at(InsertNotes)
    return story


def at_the_recharge_code(story: Story) -> Story:
    """A resident with one electricity bill of ¥112.30 and a recharge card in hand."""
    resident = Resident(story)
    resident.scans_bill()
    Gateway(story).answers(facts.ELECTRICITY)
    resident.taps("pay", "recharge_card")
    story.at(TypeRechargeCode)
    return story


def reading_an_identity_card(story: Story) -> Story:
    """An identity card, put in after pressing water, is being read."""
    resident = Resident(story)
    resident.taps("water", "id_card")
    resident.inserts("id_card")
    story.at(ReadingCard)
    return story
