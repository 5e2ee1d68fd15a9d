"""What stands on a receipt, as values: sums, masked names and numbers, already in the form people read.

Carries nothing that could identify a resident beyond what may lie on a table: masking is the maker's duty.
"""

from typing import Literal

from msgspec import Struct

ReceiptKind = Literal["settled", "part_settled", "pending", "not_charged"]

LineState = Literal["posted", "working", "returned", "not_charged", "voucher"]


LineLoad = Literal["", "loaded", "on_card", "loading", "card_waits", "token", "back"]
"""What became of a load; "back": it never gets to its meter, and the money does not stay."""


class ReceiptItem(Struct, frozen=True):
    """What a bill's sum is made up of; `beside` is False for what is inside the other items already."""

    name: str
    amount_fen: int
    beside: bool = True


class ReceiptLine(Struct, frozen=True):
    """One bill, or money put on its account. `period` is empty where the biller names none.

    `state` is what became of this part; a "voucher" is owed at the counter under `voucher_no`,
    or `fetched` already.
    Raises ValueError if `items`, where there are any, do not add up to the sum.
    """

    utility: str
    period: str
    account_masked: str
    amount_fen: int
    state: LineState = "posted"
    voucher_no: str = ""
    fetched: bool = False
    items: tuple[ReceiptItem, ...] = ()
    kind: Literal["bill", "account"] = "bill"
    load: LineLoad = ""
    """How what was bought for a meter gets there; `token` are the digits to be typed at it."""
    token: str = ""
    told_at: str = ""
    """The tile behind which what is money, and not on this paper, is told again; empty where it is to be
    asked by telephone."""

    @property
    def number_comes(self) -> bool:
        """Banknotes that bought nothing are fetched at the counter, by a voucher that has no number yet."""
        return self.load == "back" and self.state == "working"

    def __post_init__(self) -> None:
        if self.items and sum(item.amount_fen for item in self.items if item.beside) != self.amount_fen:
            raise ValueError(f"{len(self.items)} items of a bill do not add up to its sum")


class Receipt(Struct, frozen=True):
    """`total_capitals`, `paid_at` and `method` are ready to print; empty strings are left out of the drawing.

    `inserted` is the sum of the banknotes that were put in, and `face` what the recharge card was worth; of
    either nothing goes back the way it came.
    `mark` stands above everything, for paper that is not worth what it says (a demonstration); a `copy` is
    the same receipt printed again, and says so right below that.
    A payment still being checked has no serial number yet, but a `reference` to ask about at the counter.
    Raises ValueError if the bills do not add up to the total: such a paper must not exist.
    """

    kind: ReceiptKind
    lines: tuple[ReceiptLine, ...]
    total_fen: int
    total_capitals: str
    machine_no: str
    service_phone: str
    paid_at: str = ""
    method: str = ""
    payer_card_masked: str = ""
    serial_no: str = ""
    verification_url: str = ""
    verification_code: str = ""
    reference: str = ""
    mark: str = ""
    inserted: str = ""
    face: str = ""
    copy: bool = False

    @property
    def money_received(self) -> bool:
        return self.kind in {"settled", "part_settled"}

    @property
    def none_paid(self) -> bool:
        """All that was put in went to an account or under a voucher; no bill got any of it."""
        return not any(line.kind == "bill" and line.state == "posted" for line in self.lines)

    @property
    def not_loaded(self) -> bool:
        """What was bought for a meter will never be in it."""
        return any(line.load == "back" for line in self.lines)

    def __post_init__(self) -> None:
        received = {"posted", "voucher"}
        counted = [line for line in self.lines if self.kind != "part_settled" or line.state in received]
        if sum(line.amount_fen for line in counted) != self.total_fen:
            raise ValueError(f"a {self.kind} receipt of {len(self.lines)} bills does not add up to its total")


class ReceiptWords(Struct, frozen=True):
    """Every word of ours on the paper, from the texts file's table `receipt_paper`; fields are its keys."""

    title: str
    issuer: str
    reprint_mark: str
    state_settled: str
    state_part_settled: str
    state_none_paid: str
    state_not_loaded: str
    state_pending: str
    state_not_charged: str
    advice_part_settled: str
    advice_voucher: str
    advice_number_comes: str
    advice_fetched: str
    advice_by_notes: str
    advice_by_recharge_card: str
    advice_pending: str
    advice_not_charged: str
    seal: str
    seal_rim: str
    account: str
    line_working: str
    line_returned: str
    line_unpaid: str
    line_voucher: str
    line_no_number_yet: str
    line_fetched: str
    line_loaded: str
    line_on_card: str
    line_card_waits: str
    line_loading: str
    line_token: str
    line_first: str
    line_look_again: str
    """`{tile}` is where."""
    line_ask: str
    total: str
    total_unpaid: str
    total_capitals: str
    paid_at: str
    method: str
    inserted: str
    face: str
    payer_card: str
    recharge_code: str
    serial_no: str
    reference: str
    verify: str
    verification_code: str
    machine_no: str
    service_phone: str
    not_an_invoice: str
    keep_this: str
