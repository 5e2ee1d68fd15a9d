"""Billers: their bills, postings under a reference, voids they keep their word on, and their moods."""

from typing import TYPE_CHECKING, Literal

from kiosk.gateway.parties.adapters import AdapterSilent, BillerBill, PostAnswer
from kiosk.simulate.day_files import DayFile

if TYPE_CHECKING:
    from kiosk.simulate.world import World


class Owed:
    """One bill as its biller has it now."""

    __slots__ = ("bill_id", "bill_no", "biller_id", "due_fen", "version")

    def __init__(self, bill_id: str, biller_id: str, bill_no: str, due_fen: int) -> None:
        self.bill_id = bill_id
        self.biller_id = biller_id
        self.bill_no = bill_no
        self.due_fen = due_fen
        self.version = 1


class Posting:
    __slots__ = ("amount_fen", "bill_no", "on_account", "posting_ref", "state")

    def __init__(self, posting_ref: str, bill_no: str, amount_fen: int, on_account: bool = False) -> None:
        self.on_account = on_account
        self.posting_ref = posting_ref
        self.bill_no = bill_no
        self.amount_fen = amount_fen
        self.state: Literal["working", "posted", "rejected"] = "working"


class SimulatedBiller:
    """`voids`: it can promise never to post a reference; one that cannot is known by its day-end file alone.
    `guards`: it refuses a second posting of a paid bill itself, which not all do."""

    def __init__(self, world: "World", name: str, *, voids: bool, guards: bool) -> None:
        self.name = name
        self.postings: dict[str, Posting] = {}
        self.owed: dict[str, Owed] = {}
        self._world = world
        self._voids = voids
        self._guards = guards
        self._elsewhere: set[str] = set()
        self._files = 0
        self._in_files: set[str] = set()

    def bills(self, account_number: str) -> tuple[BillerBill, ...]:
        return ()

    def bill(self, bill_no: str) -> BillerBill | None:
        self._may_fall_silent()
        owed = self.owed[bill_no]
        if self.is_paid(bill_no):
            return None
        return BillerBill(bill_no, owed.version, "2026-10", "2026-10", "1", "t", owed.due_fen, 0)

    @property
    def paused(self) -> bool:
        return self.name in self._world.town.paused

    def is_paid(self, bill_no: str) -> bool:
        return bill_no in self._elsewhere or self._posted(bill_no)

    def pay_elsewhere(self, bill_no: str) -> None:
        """Somebody pays at the biller's own counter, unless it has been paid."""
        if not self.is_paid(bill_no):
            self._elsewhere.add(bill_no)
            self._world.note(self.name, "is paid {} at its own counter", bill_no)

    def post(self, bill_no: str, amount_fen: int, posting_ref: str) -> PostAnswer:
        return self._take(bill_no, amount_fen, posting_ref, on_account=False)

    def _take(self, bill_no: str, amount_fen: int, posting_ref: str, *, on_account: bool) -> PostAnswer:
        self._may_fall_silent()
        if posting_ref not in self.postings:
            posting = self.postings[posting_ref] = Posting(posting_ref, bill_no, amount_fen, on_account)
            if self._world.lies(self._world.faults.biller_late):
                self._world.engine.after(int(self._world.chance.random() * 900_000), self._decide, posting)
            else:
                self._decide(posting)
        self._may_fall_silent()
        return self._told(posting_ref)

    def credit(self, bill_no: str, amount_fen: int, posting_ref: str) -> PostAnswer:
        """Money on the account of the bill: whether that is paid is no matter."""
        return self._take(bill_no, amount_fen, posting_ref, on_account=True)

    def query(self, posting_ref: str) -> PostAnswer:
        self._may_fall_silent()
        return self._told(posting_ref)

    def void(self, posting_ref: str) -> Literal["voided", "posted", "unsupported"]:
        self._may_fall_silent()
        if not self._voids:
            return "unsupported"
        posting = self.postings.setdefault(posting_ref, Posting(posting_ref, "", 0))
        if posting.state == "working":
            posting.state = "rejected"
            self._world.note(self.name, "voids {}", posting_ref)
        self._may_fall_silent()
        return "posted" if posting.state == "posted" else "voided"

    def day_file(self) -> DayFile:
        """Its day is over: what it has not decided by now it drops. What comes later is of the next day."""
        for posting in self.postings.values():
            if posting.state == "working":
                posting.state = "rejected"
        posted = frozenset(ref for ref in self.postings if self.holds(ref)) - self._in_files
        self._in_files |= posted
        self._files += 1
        return DayFile(self.name, self._files - 1, self._world.engine.now_ms, posted)

    def holds(self, posting_ref: str) -> bool:
        return posting_ref in self.postings and self.postings[posting_ref].state == "posted"

    def _decide(self, posting: Posting) -> None:
        if posting.state != "working":
            return
        world, owed = self._world, self.owed[posting.bill_no]
        paid = posting.bill_no in self._elsewhere or (self._guards and self._posted(posting.bill_no))
        wrong = not posting.on_account and (paid or owed.due_fen != posting.amount_fen)
        refuses = wrong or world.lies(world.faults.biller_rejects)
        posting.state = "rejected" if refuses else "posted"
        world.note(self.name, "{} {}", posting.state, posting.posting_ref)
        if not (refuses or posting.on_account):
            world.judge.posted(owed, posting)

    def _told(self, posting_ref: str) -> PostAnswer:
        posting = self.postings.get(posting_ref)
        if posting is None:
            return PostAnswer("not_found")
        if posting.state == "working":
            if self._world.lies(self._world.faults.biller_lies):
                return PostAnswer("not_found")
            raise AdapterSilent(self.name)
        return PostAnswer(posting.state, "B1" if posting.state == "posted" else None)

    def _posted(self, bill_no: str) -> bool:
        postings = self.postings.values()
        return any(p.bill_no == bill_no and p.state == "posted" and not p.on_account for p in postings)

    def _may_fall_silent(self) -> None:
        """Raises AdapterSilent."""
        if self._world.lies(self._world.faults.biller_silent):
            raise AdapterSilent(self.name)
