"""Walks from the bills to the receipt, by every method, and the troubles with money on the way."""

from kiosk.audit import facts
from kiosk.audit.walker import Walker
from kiosk.session import events as e
from kiosk.session.household import Basket
from kiosk.session.problems import NOT_CHARGED, RECEIPT, RECHARGE

WORKING = ("sent", "payer_confirming", "checking", "returning")


def comes_to_the_methods(walker: Walker, count: int = 3) -> None:
    walker.shows_bill()
    walker.finds(*facts.bills(walker.words)[:count])
    walker.taps("pay")


def pays_by_phone(walker: Walker) -> None:
    comes_to_the_methods(walker)
    walker.taps("phone_code")
    walker.shows(facts.PAY_CODE)
    walker.payment_opens()
    for detail in WORKING:
        walker.says(detail)
    walker.waits(9)
    walker.settles()
    walker.taps("print")
    walker.prints()
    walker.waits(1)
    walker.feed(e.ReceiptTaken("pay-1"))
    walker.waits(16)


def pays_the_rest(walker: Walker) -> None:
    """One bill first, and the others when they are offered; the way out is looked at twice."""
    walker.shows_bill()
    walker.finds(*facts.bills(walker.words))
    walker.takes_off("bill_2")
    walker.takes_off("bill_3")
    for answer in ("rest", "finish"):
        walker.taps("pay", "phone_code")
        walker.shows(facts.PAY_CODE)
        walker.payment_opens()
        walker.settles()
        walker.taps("print")
        if answer == "rest":
            walker.taps("rest", "exit", "stay")
    walker.prints()


def comes_for_one(walker: Walker) -> None:
    """FLW-17: with one bill, and the household's others offered all the same."""
    first, *others = facts.bills(walker.words)
    walker.shows_bill()
    walker.finds(first)
    walker.taps("pay", "phone_code")
    walker.shows(facts.PAY_CODE)
    walker.payment_opens()
    walker.settles()
    walker.finds(*others)
    walker.taps("print", "finish")
    walker.prints()


def pays_by_bank_card(walker: Walker) -> None:
    comes_to_the_methods(walker)
    walker.taps("bank_card")
    walker.payment_opens()
    for stage in ("insert_card", "enter_pin", "processing", "remove_card"):
        walker.feed(e.TerminalPrompted(stage))
    walker.settles()
    walker.taps("print")
    walker.prints(confirmed=False)


def changes_their_mind(walker: Walker) -> None:
    comes_to_the_methods(walker)
    walker.taps("phone_code")
    walker.shows(facts.PAY_CODE)
    walker.payment_opens()
    walker.taps("cancel_payment")
    walker.is_not_charged("cancelled")


def is_not_charged(walker: Walker) -> None:
    """Every reason there is."""
    for problem in sorted(NOT_CHARGED):
        comes_to_the_methods(walker, 1)
        walker.taps("phone_code")
        walker.shows(facts.PAY_CODE)
        walker.payment_opens()
        walker.is_not_charged(problem)
        walker.goes_home()


def waits_for_the_outcome(walker: Walker) -> None:
    comes_to_the_methods(walker)
    walker.taps("phone_code")
    walker.shows(facts.PAY_CODE)
    walker.payment_opens()
    walker.waits(100)


def is_settled_in_part(walker: Walker) -> None:
    comes_to_the_methods(walker)
    walker.taps("phone_code")
    walker.shows(facts.PAY_CODE)
    walker.payment_opens()
    walker.ends(facts.in_part("pay-1", whole_basket(walker), "phone_code"))


def pays_one_of_several(walker: Walker) -> None:
    """FLW-17: what is still owed is offered afterwards."""
    walker.shows_bill()
    walker.finds(*facts.bills(walker.words))
    walker.takes_off("bill_2")
    walker.taps("pay", "phone_code")
    walker.shows(facts.PAY_CODE)
    walker.payment_opens()
    walker.settles()
    walker.taps("another", "print")
    walker.prints()


def pays_with_notes(walker: Walker) -> None:
    comes_to_the_methods(walker, 2)
    walker.taps("cash")
    walker.payment_opens()
    walker.expects_cash("to_account")
    walker.feed(e.NoteDrawnIn())
    walker.feed(e.NoteCameBack("not_taken"))
    for why in ("too_much", "other_value", "slot_off"):
        walker.feed(e.NoteCameBack(why))
    walker.puts_in(100)
    walker.taps("stop_notes", "stay")
    walker.waits(121, step_s=10)
    while walker.session.armed.notes:
        walker.puts_in(100)
    walker.settles_notes()
    walker.taps("print")


def stops_too_early(walker: Walker) -> None:
    comes_to_the_methods(walker)
    walker.taps("cash")
    walker.payment_opens()
    walker.expects_cash("refused")
    walker.puts_in(100)
    walker.puts_in(20)
    walker.taps("stop_notes", "stop")
    walker.settles_notes(voucher=True)
    walker.taps("another", "print")
    walker.prints(confirmed=False)
    walker.taps("incomplete")


def leaves_notes_behind(walker: Walker) -> None:
    comes_to_the_methods(walker, 2)
    walker.taps("cash")
    walker.payment_opens()
    walker.expects_cash("to_account")
    walker.puts_in(50)
    walker.feed(e.DeviceChanged("note_acceptor", "box_full"))
    walker.settles_notes(voucher=True)


def pays_with_a_recharge_card(walker: Walker) -> None:
    comes_to_the_methods(walker, 1)
    walker.taps("recharge_card")
    walker.types(facts.RECHARGE_CODE.value)
    walker.taps("next")
    for problem in sorted(RECHARGE):
        walker.refuses_card(problem, 5000 if problem == "recharge_too_small" else 0)
        walker.taps("next")
    walker.waits(9)
    walker.asks_card(first_bill_fen(walker))
    walker.taps("back", "recharge_card")
    walker.types(facts.RECHARGE_CODE.value)
    walker.taps("next")
    walker.asks_card(500_000)
    walker.taps("agree")
    walker.payment_opens()
    walker.waits(90, step_s=10)
    walker.settles_card(voucher=True)


def spends_a_recharge_card(walker: Walker) -> None:
    comes_to_the_methods(walker, 1)
    walker.taps("recharge_card")
    walker.types(facts.RECHARGE_CODE.value)
    walker.taps("next")
    walker.asks_card(500_000)
    walker.taps("agree")
    walker.payment_opens()
    walker.settles_card()


def gets_no_paper(walker: Walker) -> None:
    """Every reason a receipt can have for not coming."""
    walker.feed(e.PaperChanged("low"))
    for problem in sorted(RECEIPT):
        comes_to_the_methods(walker, 1)
        walker.taps("phone_code")
        walker.shows(facts.PAY_CODE)
        walker.payment_opens()
        walker.settles()
        walker.taps("print")
        walker.feed(e.ReceiptFailed("pay-1", problem))
        walker.goes_home()


def finds_all_methods_off(walker: Walker) -> None:
    walker.feed(e.DeviceChanged("terminal", "offline"))
    walker.feed(e.DeviceChanged("note_acceptor", "box_full"))
    walker.feed(e.PaperChanged("out"))
    comes_to_the_methods(walker)
    walker.feed(e.DeviceChanged("scanner", "offline"))


def finds_the_machine_broken(walker: Walker) -> None:
    walker.taps("household")
    walker.feed(e.DeviceChanged("id_reader", "offline"))
    walker.feed(e.DeviceChanged("card_reader", "offline"))
    walker.taps("back")
    walker.feed(e.GatewayChanged(up=False))
    walker.feed(e.GatewayChanged(up=True))
    walker.feed(e.ServiceChanged("journal_damaged"))
    walker.feed(e.ServiceChanged(""))
    walker.taps("household")
    walker.feed(e.TechnicianCame())
    walker.goes_home()


def whole_basket(walker: Walker) -> Basket:
    return Basket(walker.words.holder, walker.words.address, facts.bills(walker.words))


def first_bill_fen(walker: Walker) -> int:
    """What the one electricity bill comes to."""
    return facts.bills(walker.words)[0].due_fen


PAYING = (
    pays_by_phone,
    pays_the_rest,
    comes_for_one,
    pays_by_bank_card,
    changes_their_mind,
    is_not_charged,
    waits_for_the_outcome,
    is_settled_in_part,
    pays_one_of_several,
    pays_with_notes,
    stops_too_early,
    leaves_notes_behind,
    pays_with_a_recharge_card,
    spends_a_recharge_card,
    gets_no_paper,
    finds_all_methods_off,
    finds_the_machine_broken,
)
