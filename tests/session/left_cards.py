"""How a card is forgotten: the machine keeps it, or loses sight of it."""

from kiosk.session.events import CardKept, CardOutOfSight
from tests.session import facts
from tests.session.stories import Gateway, Machine, Resident, Story


def is_forgotten(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    """A gas card is read and lies at the exit; its bills have been found; nobody is there."""
    resident.taps("gas", "ic_card")
    resident.inserts("ic_card")
    machine.reads_ic_card()
    gateway.answers(facts.GAS)


def keeps_card(story: Story) -> None:
    story.feed(CardKept("ic_card"))


def loses_sight_of_card(story: Story) -> None:
    story.feed(CardOutOfSight("ic_card"))


def forgotten_cards(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    """A play for the samples."""
    is_forgotten(resident, gateway, machine)
    keeps_card(machine.story)
    resident.taps("stay")
    resident.taps("water", "typed")
    loses_sight_of_card(machine.story)
