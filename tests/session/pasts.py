"""What accounts were billed before, made up, and a resident who looks at it."""

from msgspec.structs import replace

from kiosk.session.effects import LookUpHistories
from kiosk.session.events import BillsReceived
from kiosk.session.household import Account, Findings, History, LocalTime, PastBill
from kiosk.session.rules import Service
from tests.session import facts
from tests.session.stories import Gateway, Machine, Resident

RULES = replace(facts.RULES, services=(Service("history", "history", "history"),))

ACCOUNTS = (
    Account("account-1", "electricity", "310******0017", "临汾路 380 弄"),
    Account("account-2", "water", "021***5012", "临汾路 380 弄"),
    Account("account-3", "television", "777***0001", "临汾路 380 弄"),
)


def bills(months: int, each: int = 1) -> tuple[PastBill, ...]:
    """The newest first, of October 2026 and before; the usage tells how many months ago it was."""
    ends = [12 * 2026 + 9 - ago for ago in range(0, months, each)]
    return tuple(
        PastBill(_month(end - each + 1), _month(end), str(100 + ago * each), 1000 + ago)
        for ago, end in enumerate(ends)
    )


def _month(index: int) -> str:
    return f"{index // 12}-{index % 12 + 1:02d}"


HISTORIES = (
    History("account-1", "electricity", "told", "度", bills(24)),
    History("account-2", "water", "told", "吨", bills(24, 2)),
    History("account-3", "television", "told", "", bills(3), LocalTime(11, 20, 9, 30)),
)


def found(*histories: History) -> Findings:
    of = [account for account in ACCOUNTS if account.account_id in {each.account_id for each in histories}]
    return Findings("张**", "临汾路 380 弄", tuple(of), (), histories)


def asks_for_a_year(resident: Resident) -> None:
    resident.opens_service("history")
    resident.taps("typed", "electricity")
    resident.types(facts.ELECTRICITY_NUMBER)
    resident.taps("next")


def is_told(gateway: Gateway, *histories: History) -> None:
    gateway.story.feed(BillsReceived(gateway.story.last(LookUpHistories).request, found(*histories)))


def reads_a_year(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    asks_for_a_year(resident)
    is_told(gateway, *HISTORIES)
    for account in ("account_1", "account_2", "account_3"):
        resident.taps(account, "back")
    resident.taps("account_1", "page_next", "back", "back", "next")
    is_told(gateway, HISTORIES[0])
    resident.taps("finish")
