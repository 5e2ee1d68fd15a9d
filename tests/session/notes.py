"""Journeys with banknotes, for what must hold of all sessions."""

from tests.session import facts
from tests.session.stories import Gateway, Machine, Resident


def notes_to_receipt(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    machine.takes_cash()
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, facts.WATER)
    resident.taps("pay", "cash")
    gateway.opens()
    gateway.expects_cash()
    resident.offers_note()
    machine.gives_note_back("not_taken")
    resident.puts_in(100)
    resident.waits(121)
    resident.puts_in(50)
    resident.taps("stop_notes", "stay")
    resident.puts_in(50)
    machine.shuts_the_slot()
    gateway.settles_notes()
    resident.taps("print")


def notes_left_behind(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    machine.takes_cash()
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, facts.WATER)
    resident.taps("pay", "cash")
    gateway.opens()
    gateway.expects_cash("refused")
    resident.puts_in(100)
    resident.offers_note()
    machine.gives_note_back("too_much")
    machine.loses("note_acceptor")
    machine.shuts_the_slot()
    gateway.settles_notes(voucher=True)
    resident.taps("exit")
