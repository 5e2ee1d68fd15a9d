"""What is owed at the counter, vouchers and found notes, and how it is paid out: one approves, another pays.

Means what the gateway's office keeps in SQL. Whose hands hold the money is written down here too, for the
books must meet that.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.gateway.problems import Refused
from kiosk.payment.invariants import Violation
from kiosk.payment.ledger import UNCLAIMED, VOUCHERS, LedgerTransaction, paid_out
from kiosk.payment.legs import LegState
from kiosk.payment.load_state import Load

if TYPE_CHECKING:
    from kiosk.simulate.world import World

PEOPLE = ("first", "second", "third")


class Office:
    def __init__(self, world: "World") -> None:
        self.closed_by: dict[str, str] = {}
        self.ledger: dict[str, list[LedgerTransaction]] = {}
        self.handed_out: dict[str, int] = {}
        """Fen that a resident was given, by case."""
        self._world = world
        self._approved_by: dict[str, set[str]] = {}

    def owed(self) -> dict[str, tuple[str, int]]:
        """Account and fen of every case in which something is owed, paid out or not."""
        found = {case: (UNCLAIMED, fen) for case, fen in self._world.cash.found()}
        for payment_id, stored in self._world.store.payments.items():
            for number, leg in enumerate(stored.payment.legs):
                if leg.state is LegState.VOUCHER:
                    found[f"{payment_id}/{number}"] = VOUCHERS, leg.amount_fen
        for load in self._world.store.loads.vouchers():
            found[_case_of(load)] = VOUCHERS, load.amount_fen
        return found

    def approve(self, case: str, by: str) -> None:
        if self.still_open(case):
            self._approved_by.setdefault(case, set()).add(by)

    def pay_out(self, case: str, by: str) -> str:
        """Who has paid it. Raises Refused."""
        if self.still_open(case):
            if not self.approved(case, by):
                raise Refused("second_person_needed")
            account, fen = self.owed()[case]
            self.ledger.setdefault(case, []).append(paid_out(account, fen))
            self.closed_by[case] = by
        return self.closed_by[case]

    def has_paid(self, load: Load) -> bool:
        """What its voucher was for."""
        return not self.still_open(_case_of(load))

    def still_open(self, case: str) -> bool:
        return case not in self.closed_by

    def approved(self, case: str, by: str) -> bool:
        """By somebody else."""
        return bool(self._approved_by.get(case, set()) - {by})

    def told(self, case: str, by: str, answer: object) -> None:
        """Whoever is told to have paid opens the till, once."""
        if answer == by and case not in self.handed_out:
            self.handed_out[case] = self.owed()[case][1]
            self._world.note("office", "{} hands out what {} is owed", by, case)

    def wrong(self) -> Iterator[Violation]:
        """I6: nobody gets more than is owed, nothing leaves the till that is not in the ledger, and no one
        person is enough."""
        for case, (_, owed_fen) in self.owed().items():
            booked_fen = sum(-entry.lines[1].fen for entry in self.ledger.get(case, []))
            handed_fen = self.handed_out.get(case, 0)
            if booked_fen > owed_fen or handed_fen > booked_fen:
                told = f"{owed_fen} fen owed, {booked_fen} paid out in the ledger, {handed_fen} handed out"
                yield Violation("I6", case, told)
            if case in self.closed_by and not self._approved_by.get(case, set()) - {self.closed_by[case]}:
                yield Violation("I6", case, f"paid out on the word of {self.closed_by[case]} alone")


def _case_of(load: Load) -> str:
    return f"{load.payment_id}/{load.leg}"
