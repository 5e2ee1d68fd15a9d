"""Walks behind the tile of other services: what is published, read by somebody who has no bill in hand."""

from kiosk.audit import facts
from kiosk.audit.walker import Walker
from kiosk.session import events as e
from kiosk.session.effects import AskBoard
from kiosk.session.household import LocalTime
from kiosk.session.journey_services import offered
from kiosk.session.menus import groups
from kiosk.session.published import (
    AreaManager,
    Board,
    Entry,
    Freshness,
    Notice,
    NoticeWords,
    Outage,
    PayPoint,
    Span,
    Street,
)

TODAY = LocalTime(11, 20, 9, 40)
LONG_SPAN = Span(LocalTime(12, 22, 20, 30), LocalTime(12, 23, 12, 30))
ONE_DAY = Span(LocalTime(12, 22, 8, 30), LocalTime(12, 22, 12, 30))
PHONE = "021-5555 0101"


def knows(walker: Walker, *entries: Entry, freshness: Freshness = "current") -> None:
    asked = walker.asked(AskBoard)
    known_at = None if freshness == "none" else TODAY
    walker.feed(
        e.BoardKnown(asked.request, Board(asked.kind, freshness, known_at, bool(asked.addresses), entries))
    )


def reads_outages(walker: Walker) -> None:
    words = walker.words
    street = Street(words.street, (380, 400, 420))
    outages = tuple(
        Outage(utility, (street,) * streets, LONG_SPAN, reason, words.address, PHONE)
        for utility, reason, streets in (
            ("electricity", "planned_work", 2),
            ("water", "weather", 2),
            ("gas", "fault", 2),
            ("television", "other", 2),
            ("water", "planned_work", 7),
        )
    )
    walker.opens_service("outages")
    knows(walker, *outages)
    walker.taps("entry_1", "back", "entry_4", "back", "entry_5", "back")
    walker.taps("my_home", "id_card")
    walker.inserts("id_card")
    walker.id_card_is_read()
    walker.finds(*facts.bills(words))
    walker.feed(e.CardTaken("id_card"))
    knows(walker, outages[1])
    walker.goes_home()


def reads_who_looks_after_them(walker: Walker) -> None:
    words = walker.words
    company, area = words.biller, words.address
    walker.opens_service("managers")
    knows(
        walker,
        AreaManager(words.person, company, area, PHONE, ONE_DAY, words.address),
        AreaManager(words.person, company, area, PHONE),
    )
    walker.taps("entry_1", "back", "entry_2", "exit")


def reads_where_else_to_pay(walker: Walker) -> None:
    words = walker.words
    points = tuple(
        PayPoint(
            words.biller,
            words.address,
            words.hours,
            ("electricity", "water", "gas"),
            ("phone_code", "bank_card", "cash"),
            PHONE,
            metres,
        )
        for metres in (650, 1400, None, None)
    )
    walker.opens_service("pay_points")
    knows(walker, *points)
    walker.taps("entry_1", "back", "entry_4", "exit")


def finds_nothing_published(walker: Walker) -> None:
    """Nothing there, nothing come yet, and nothing new for long."""
    for service in ("outages", "managers", "pay_points", "notices"):
        walker.opens_service(service)
        knows(walker)
        walker.taps("back", f"service_{service}")
        knows(walker, freshness="old")
        walker.taps("back", f"service_{service}")
        knows(walker, freshness="none")
        walker.goes_home()


def reads_while_nothing_can_be_paid(walker: Walker) -> None:
    walker.feed(e.GatewayChanged(up=False))
    walker.opens_service("outages")
    knows(walker)


def wonders_whether_to_go(walker: Walker) -> None:
    """The question before leaving, in the words of each errand."""
    walker.opens_service("outages")
    knows(walker)
    walker.taps("my_home", "exit", "stay", "typed", "exit", "leave")
    walker.goes_home()
    walker.opens_service("history")
    walker.taps("exit", "leave")
    walker.goes_home()
    walker.opens_service("buy_electricity")
    walker.taps("exit", "leave")
    walker.goes_home()
    walker.opens_service("repair")
    walker.taps("exit", "leave")


def reads_notices(walker: Walker) -> None:
    said = NoticeWords(*walker.words.notice)
    walker.opens_service("notices")
    knows(walker, Notice(said, important=True), Notice(said))
    walker.taps("entry_1")


def goes_through_the_menu(walker: Walker) -> None:
    """Every group, there and back; and once while nothing can be asked for."""
    walker.taps("services")
    _looks_into_every_group(walker)
    walker.feed(e.GatewayChanged(up=False))
    _looks_into_every_group(walker)
    walker.taps("back")


def _looks_into_every_group(walker: Walker) -> None:
    for group in groups(walker.session.rules):
        if any(service.group == group.name for service in offered(walker.session)):
            walker.taps(f"group_{group.name}", "back")


TELLING = (reads_notices, reads_outages, reads_who_looks_after_them, reads_where_else_to_pay)
SERVICES = (
    goes_through_the_menu,
    *TELLING,
    wonders_whether_to_go,
    finds_nothing_published,
    reads_while_nothing_can_be_paid,
)
