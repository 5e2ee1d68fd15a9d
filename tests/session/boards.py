"""What is published, made up: one board of each kind, and a resident who reads them."""

from kiosk.session.effects import AskBoard
from kiosk.session.events import BoardKnown, Event
from kiosk.session.household import LocalTime
from kiosk.session.published import (
    AreaManager,
    Board,
    BoardKind,
    Entry,
    Notice,
    NoticeWords,
    Outage,
    PayPoint,
    Span,
    Street,
)
from tests.session import facts
from tests.session.stories import Gateway, Machine, Resident

TODAY = LocalTime(11, 20, 9, 40)
SPAN = Span(LocalTime(11, 22, 8, 30), LocalTime(11, 22, 12, 30))

STREETS = (Street("临汾路", (380, 400)), Street("保德路"))
OUTAGES = tuple(
    Outage(utility, STREETS, SPAN, "planned_work", "线路检修。", "95598")
    for utility in ("electricity", "water", "gas", "electricity")
)
MANAGERS = (
    AreaManager("沈国华", "市电力公司", "临汾路街道", "021-5555 0101", SPAN, "数字小屋"),
    AreaManager("徐敏", "自来水公司", "临汾路街道", "021-5555 0102", photograph="/pictures/xu.jpg"),
)
PAY_POINTS = (
    PayPoint("社区中心", "临汾路1号", "9:00-16:30", ("electricity", "water"), ("cash",), "962740", 650),
    PayPoint("水务营业厅", "汾西路2号", "每天", ("television",), ("cash", "bank_card")),
)
NOTICES = (
    Notice(NoticeWords("冬季用气安全", "请开窗通风。\n闻到气味:先关阀门。" * 4), important=True),
    Notice(NoticeWords("老花镜", "请自取。"), NoticeWords("Glasses", "Please take one.")),
)
ENTRIES: dict[BoardKind, tuple[Entry, ...]] = {
    "outages": OUTAGES,
    "managers": MANAGERS,
    "pay_points": PAY_POINTS,
    "notices": NOTICES,
}


def board(kind: BoardKind, *, at_home: bool = False) -> Board:
    return Board(kind, "current", TODAY, at_home, ENTRIES[kind])


def knows(gateway: Gateway, found: Board | None = None) -> None:
    """The machine answers what was asked for last, from what it holds."""
    asked = gateway.story.last(AskBoard)
    found = found or board(asked.kind, at_home=bool(asked.addresses))
    gateway.story.feed(BoardKnown(asked.request, found))


def published(request: int) -> list[Event]:
    return [BoardKnown(request, board("outages")), BoardKnown(request, board("managers"))]


def reads_the_boards(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    for kind in ("managers", "pay_points", "notices"):
        resident.opens_service(kind)
        knows(gateway)
        resident.taps("entry_1", "back", "entry_2", "exit", "finish")
    resident.opens_service("outages")
    knows(gateway)
    resident.taps("page_next", "entry_4", "back", "my_home", "typed", "electricity")
    resident.types(facts.ELECTRICITY_NUMBER)
    resident.taps("next")
    gateway.answers(facts.ELECTRICITY)
    knows(gateway, Board("outages", "old", TODAY, at_home=True))
    resident.taps("exit")
