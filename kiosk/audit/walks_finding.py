"""Walks from the first screen to the bills, by every way there is, and the troubles on the way."""

from msgspec.structs import replace

from kiosk.audit import facts
from kiosk.audit.walker import Walker
from kiosk.session import events as e
from kiosk.session.problems import CARDS, LOOK_UP


def scans(walker: Walker) -> None:
    """A bill for everything at once; each bill opened, one taken off and put back."""
    walker.taps("household", "scan")
    walker.shows_bill()
    walker.finds(*facts.bills(walker.words))
    walker.opens("bill_2")
    walker.taps("toggle")
    walker.opens("bill_2")
    walker.taps("toggle")
    walker.opens("bill_3")
    walker.taps("back")
    walker.takes_off("bill_1")
    walker.takes_off("bill_2")
    walker.takes_off("bill_3")


def shows_an_id_card(walker: Walker) -> None:
    walker.taps("electricity", "id_card")
    walker.inserts("id_card")
    walker.feed(e.EjectHeld(1.0))
    walker.feed(e.EjectHeld(None))
    walker.id_card_is_read()
    walker.feed(e.CardTaken("id_card"))
    walker.waits(9)
    walker.finds(facts.bills(walker.words)[0])


def inserts_a_gas_card(walker: Walker) -> None:
    walker.taps("gas", "ic_card")
    walker.inserts("ic_card")
    walker.ic_card_is_read()
    walker.finds(facts.bills(walker.words)[2])
    walker.feed(e.CardKept("ic_card"))
    walker.taps("stay")
    walker.goes_home()


def loses_sight_of_a_card(walker: Walker) -> None:
    walker.taps("gas", "ic_card")
    walker.inserts("ic_card")
    walker.ic_card_is_read()
    walker.finds(facts.bills(walker.words)[2])
    walker.feed(e.CardOutOfSight("ic_card"))
    walker.taps("stay")


def changes_displays(walker: Walker) -> None:
    """A helper would like to go on at the other display, and the resident agrees."""
    walker.taps("electricity")
    walker.feed(e.HelperDisplayChanged(there=True))
    walker.feed(e.HelperCardShown("07"))
    walker.feed(e.SidesSwapped())
    walker.taps("swap_agreed")


def types_a_number(walker: Walker) -> None:
    walker.taps("household", "typed", "electricity")
    walker.types(facts.MISTYPED)
    walker.taps("next", "delete", "clear")
    walker.types(facts.NUMBER)
    walker.taps("next")
    walker.waits(5)
    walker.waits(5)
    walker.cannot_find("account_unknown")
    walker.taps("retry", "next")
    walker.cannot_find("account_unknown")
    walker.taps("retry", "next")
    walker.finds_all(facts.findings(walker.words, accounts=facts.accounts(walker.words, 1, "electricity")))


def chooses_an_account(walker: Walker) -> None:
    walker.taps("electricity", "scan")
    walker.shows_bill()
    electricity = facts.bills(walker.words)[0]
    accounts = facts.accounts(walker.words, 5, "electricity")
    owed = replace(electricity, account_id=accounts[4].account_id)
    walker.finds_all(facts.findings(walker.words, owed, accounts=accounts))
    walker.taps("account_5")


def sees_bills_that_cannot_be_paid(walker: Walker) -> None:
    walker.taps("water", "scan")
    walker.shows_bill()
    walker.finds(*facts.unpayable(walker.words))
    for number in range(1, 8):
        walker.opens(f"bill_{number}")
        walker.taps("back")


def sees_bills_of_before(walker: Walker) -> None:
    """Of a biller that cannot be asked now, and two accounts of a kind."""
    walker.taps("household", "scan")
    walker.shows_bill()
    electricity, water, _ = facts.bills(walker.words)
    again = replace(electricity, bill_id="bill-again", account_id="account-again", late_fee_fen=120)
    walker.finds(electricity, again, replace(water, known_at=walker.words.opening))
    walker.opens("bill_3")


def owes_nothing(walker: Walker) -> None:
    walker.taps("household", "scan")
    walker.shows_bill()
    walker.finds_all(facts.findings(walker.words, accounts=facts.accounts(walker.words, 2, "electricity")))


def cannot_be_found(walker: Walker) -> None:
    """Every reason a look-up can have."""
    for problem in sorted(LOOK_UP):
        walker.goes_home()
        walker.taps("water", "scan")
        walker.shows_bill()
        walker.cannot_find(problem)


def shows_cards_that_cannot_be_read(walker: Walker) -> None:
    for problem in sorted(CARDS):
        walker.goes_home()
        walker.taps("water", "ic_card")
        walker.inserts("ic_card")
        walker.feed(e.CardUnreadable("ic_card", problem))
        walker.feed(e.CardEjected("ic_card"))
        walker.feed(e.CardTaken("ic_card"))


def asks_for_help(walker: Walker) -> None:
    """Help by day and at night, leaving, and an idle screen that tells of a lost card."""
    walker.taps("help", "stay")
    walker.feed(e.Ticked(walker.session.now_s + 1, walker.session.wall_s + 12 * 3600))
    walker.taps("help", "stay")


def sets_the_voice(walker: Walker) -> None:
    """From silent to the loudest, over a screen and over another question."""
    walker.taps("comfort_sound", *["quieter"] * 3, *["louder"] * 5, "slower", "stay")
    walker.taps("water", "exit", "comfort_sound", "stay", "stay")


def walks_away(walker: Walker) -> None:
    walker.taps("water")
    walker.waits(600, step_s=10)


def holds_a_forgotten_card(walker: Walker) -> None:
    """The machine keeps asking for the card; the other sides of goodbye."""
    walker.taps("water", "id_card")
    walker.inserts("id_card")
    walker.id_card_is_read()
    walker.taps("exit", "leave")
    walker.waits(30)


def sees_a_card_come_out(walker: Walker) -> None:
    walker.taps("water", "scan")
    walker.feed(e.CardInserted("id_card"))
    walker.feed(e.CardEjected("id_card"))


FINDING = (
    scans,
    shows_an_id_card,
    inserts_a_gas_card,
    loses_sight_of_a_card,
    changes_displays,
    types_a_number,
    chooses_an_account,
    sees_bills_that_cannot_be_paid,
    sees_bills_of_before,
    owes_nothing,
    cannot_be_found,
    shows_cards_that_cannot_be_read,
    asks_for_help,
    sets_the_voice,
    walks_away,
    holds_a_forgotten_card,
    sees_a_card_come_out,
)
