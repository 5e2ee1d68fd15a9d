"""Two years of bills for every account of the demonstration, and what was paid for them elsewhere.

Always the same. What an account still owes is its own; the months before are drawn around it, more where the
season asks for more: cooling in summer and heating in winter are what makes one month differ from another.
"""

from collections.abc import Mapping, Sequence
from random import Random

from kiosk.gateway.demonstration.moods import Moods, spoilt
from kiosk.gateway.demonstration.residents import Account, Household, Owed, Unit, Words, month_before
from kiosk.gateway.parties.adapters import AccountPast, BilledMonths, Received
from kiosk.gateway.parties.biller_rules import BillerBook
from kiosk.wire.paid import PaidWhere

MONTHS = 24

SEASONS: dict[str, tuple[int, ...]] = {
    "electricity": (125, 110, 80, 65, 70, 95, 150, 160, 105, 65, 75, 115),
    "water": (90, 90, 95, 95, 100, 110, 120, 120, 105, 95, 90, 90),
    "gas": (150, 150, 120, 95, 80, 70, 60, 60, 70, 90, 115, 140),
}
"""Of a hundred on average, from January to December."""

EVEN = (100,) * 12


class SimulatedRecords:
    """`accounts` are those of one biller, by number; the number is the seed of its past."""

    def __init__(
        self, utility: str, unit: Unit | None, latest_month: str, accounts: Mapping[str, Account]
    ) -> None:
        self._utility = utility
        self._unit = unit
        self._latest_month = latest_month
        self._accounts = accounts

    def past(self, account_number: str) -> AccountPast:
        account = self._accounts.get(account_number)
        if account is None or self._unit is None:
            return AccountPast(self._unit.word if self._unit else "", ())
        owed = {bill.ends: bill for bill in account.bills}
        ends = [month_before(self._latest_month, ago) for ago in range(0, MONTHS, self._unit.months)]
        chance = Random(f"{self._utility} {account_number}")
        usual = _usual(account, self._unit, chance)
        season = SEASONS.get(self._utility, EVEN)
        drawn = [_drawn(self._unit, usual, season, end, chance) for end in ends]
        paid = [bill for bill in drawn if bill.period_to not in owed]
        return AccountPast(
            self._unit.word,
            tuple(_as_owed(owed[bill.period_to]) if bill.period_to in owed else bill for bill in drawn),
            tuple(_received(bill, chance) for bill in paid),
        )


class MoodyRecords:
    """Silent, slow or full of nonsense with the rest of its biller."""

    def __init__(self, party: str, records: SimulatedRecords, moods: Moods) -> None:
        self._party = party
        self._records = records
        self._moods = moods

    def past(self, account_number: str) -> AccountPast:
        past: AccountPast = spoilt(
            self._moods, self._party, lambda: self._records.past(account_number), "", ""
        )
        return past


def records_by_biller(
    book: BillerBook, words: Words, households: Sequence[Household]
) -> Mapping[str, SimulatedRecords]:
    accounts: dict[str, dict[str, Account]] = {rules.biller_id: {} for rules in book.rules}
    for household in households:
        for account in household.accounts:
            accounts[account.biller_id][account.number] = account
    return {
        rules.biller_id: SimulatedRecords(
            rules.utility, words.units.get(rules.utility), words.latest_month, accounts[rules.biller_id]
        )
        for rules in book.rules
    }


def _usual(account: Account, unit: Unit, chance: Random) -> int:
    """As much as the account uses now, where it owes something; a use of its own otherwise."""
    if account.bills:
        return max(1, round(float(account.bills[-1].usage)))
    return chance.randrange(unit.least, (unit.least + unit.most) // 2)


def _drawn(unit: Unit, usual: int, season: tuple[int, ...], ends: str, chance: Random) -> BilledMonths:
    month = int(ends.split("-")[1])
    usage = max(1, usual * season[month - 1] * chance.randrange(85, 116) // 10_000)
    begins = month_before(ends, unit.months - 1)
    return BilledMonths(begins, ends, str(usage), usage * unit.fen_per_thousand // 1000)


def _received(bill: BilledMonths, chance: Random) -> Received:
    """In the second or third week of the month after it."""
    month = month_before(bill.period_to, -1)
    where: PaidWhere = chance.choice(("phone", "phone", "bank", "counter", "debit"))
    return Received(f"{month}-{chance.randrange(8, 21):02d}", bill.amount_fen, where)


def _as_owed(bill: Owed) -> BilledMonths:
    return BilledMonths(bill.begins, bill.ends, bill.usage, bill.due_fen - bill.late_fee_fen)
