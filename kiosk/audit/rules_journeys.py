"""FLW-4 to FLW-10, FLW-15, FLW-16: what journeys cost at the usual size, in screens, taps and seconds."""

from collections.abc import Iterator

from kiosk.audit import facts
from kiosk.audit.measured import Measured, Rule, rule
from kiosk.audit.walker import Spent, Walker
from kiosk.audit.walks_meter_cards import card, comes_out, is_read, puts_in
from kiosk.audit.walks_prepaid import pays as pays_by_phone
from kiosk.session import events as e
from kiosk.session import steps
from kiosk.session.rules import Rules
from kiosk.session.steps_meter_cards import InsertPaidCard
from kiosk.session.steps_prepaid import Loading

SCAN_S, TYPED_S = 30.0, 60.0


def _scan(rules: Rules, bills: int = 1) -> Spent:
    """From the bill held to the window to the outcome, by a phone's code."""
    walker = Walker(rules, facts.plain())
    walker.spent = Spent()
    walker.shows_bill()
    walker.finds(*facts.bills(facts.plain())[:bills])
    for left_out in [row.name for row in walker.screen.bills if not row.chosen]:
        walker.takes_off(left_out)
    return _pays(walker)


def _pays(walker: Walker) -> Spent:
    walker.taps("pay", "phone_code")
    walker.shows(facts.PAY_CODE)
    walker.payment_opens()
    walker.settles()
    return walker.spent


def _typed(rules: Rules) -> Spent:
    walker = Walker(rules, facts.plain())
    walker.spent = Spent(screens=1)
    walker.taps("electricity", "typed")
    walker.types(facts.NUMBER)
    walker.taps("next")
    walker.finds(facts.bills(facts.plain())[0])
    return _pays(walker)


def screens(rules: Rules) -> Iterator[Measured]:
    spent = _scan(rules)
    yield Measured(spent.screens, f"{spent}")


def taps_by_scan(rules: Rules) -> Iterator[Measured]:
    yield Measured(_scan(rules).taps, "")


def taps_by_number(rules: Rules) -> Iterator[Measured]:
    yield Measured(_typed(rules).taps, "")


def taps_by_id_card(rules: Rules) -> Iterator[Measured]:
    """From the first screen to the list of what is owed."""
    walker = Walker(rules, facts.plain())
    walker.spent = Spent()
    walker.taps("household", "id_card")
    walker.inserts("id_card")
    walker.id_card_is_read()
    walker.feed(e.CardTaken("id_card"))
    walker.finds(*facts.bills(facts.plain()))
    arrived = isinstance(walker.session.step, steps.ConfirmBills)
    yield Measured(walker.spent.taps if arrived else 99, "")


def taps_by_ic_card(rules: Rules) -> Iterator[Measured]:
    """From the first screen, where the card goes in, to its payment by phone."""
    walker = Walker(rules, facts.plain())
    puts_in(walker)
    is_read(walker, card(walker))
    comes_out(walker)
    walker.taps("agree", "yuan_50")
    pays_by_phone(walker)
    arrived = isinstance(walker.session.step, InsertPaidCard | Loading)
    yield Measured(walker.spent.taps if arrived else 99, "")


def taps_for_three(rules: Rules) -> Iterator[Measured]:
    yield Measured(_scan(rules, bills=3).taps - _scan(rules).taps, "")


def modelled_time(rules: Rules) -> Iterator[Measured]:
    """As a share of the time there is."""
    scan, typed = _scan(rules), _typed(rules)
    yield Measured(scan.modelled_s / SCAN_S, f"scan {scan.modelled_s:.1f} s of {SCAN_S:.0f}")
    yield Measured(typed.modelled_s / TYPED_S, f"typed {typed.modelled_s:.1f} s of {TYPED_S:.0f}")


def starts(rules: Rules) -> Iterator[Measured]:
    """Of a bill, an identity card and an IC card: how many begin a session without a tap."""
    begun = 0
    for event in (
        e.CodeScanned(facts.BILL_CODE, "code128"),
        e.CardInserted("id_card"),
        e.CardInserted("ic_card"),
    ):
        walker = Walker(rules, facts.plain())
        walker.feed(event)
        begun += not isinstance(walker.session.step, steps.Idle)
    yield Measured(begun, "of bill, identity card, IC card")


def sign_ins(rules: Rules) -> Iterator[Measured]:
    """Cards that had to be shown on the way from a known number to its payment."""
    walker = Walker(rules, facts.plain())
    walker.taps("electricity", "typed")
    walker.types(facts.NUMBER)
    walker.taps("next")
    walker.finds(facts.bills(facts.plain())[0])
    _pays(walker)
    cards = sum(isinstance(session.step, steps.InsertCard | steps.ReadingCard) for session in walker.seen)
    yield Measured(cards, "")


JOURNEYS: tuple[Rule[Rules], ...] = (
    rule("FLW-4", "screens from scan to paid", "at most", 4, screens),
    rule("FLW-5", "taps, scan and phone code", "at most", 3, taps_by_scan),
    rule("FLW-6", "taps, IC card with preset amount", "at most", 4, taps_by_ic_card),
    rule("FLW-7", "taps beside digits, typed number", "at most", 5, taps_by_number),
    rule("FLW-8", "taps, identity card to the list", "at most", 4, taps_by_id_card),
    rule("FLW-9", "more taps for three utilities", "at most", 1, taps_for_three),
    rule("FLW-10", "modelled time, share of what there is", "at most", 1.0, modelled_time),
    rule("FLW-15", "starts without a tap", "at least", 3, starts),
    rule("FLW-16", "cards to be shown for a known number", "at most", 0, sign_ins),
)
