"""How a line of the ledger reads as a movement of money between us and somebody outside. Pure."""

from collections.abc import Mapping

from kiosk.reconcile.records import Key, Movement, MovementKind, Source

_PREFIXES = {"clearing:": "", "payable:": "biller:"}
"""How an account's name begins, and the name of whose book is compared with it."""

KINDS: Mapping[str, MovementKind] = {
    "charge": "charge",
    "reverse": "refund",
    "refund": "refund",
    "post": "posting",
    "load_refund": "refund",
    "take_back": "refund",
}
"""The ledger's transactions that others have in their books, and what those call them. A load that is taken
back is a refund under the posting's number in its biller's book, and under the leg's in the provider's."""
OF_A_LEG = frozenset({"refund", "post", "load_refund", "take_back"})


def source_of(account: str) -> Source:
    """Empty for an account that no one outside has a book of."""
    for prefix, name in _PREFIXES.items():
        if account.startswith(prefix):
            return name + account.removeprefix(prefix)
    return ""


def account_of(source: Source) -> str:
    biller_id = source.removeprefix("biller:")
    return f"clearing:{source}" if biller_id == source else f"payable:{biller_id}"


def booked(kind: str, payment_id: str, references: tuple[str, str], fen: int, at_ms: int) -> Movement:
    """`references` are the leg's for posting and for refund; used where the transaction is one of a leg."""
    posting_ref, refund_no = references
    match kind:
        case "refund" | "load_refund":
            number = refund_no
        case "post" | "take_back":
            number = posting_ref
        case _:
            number = payment_id.replace("-", "")
    return Movement(Key(KINDS[kind], number), abs(fen), at_ms)
