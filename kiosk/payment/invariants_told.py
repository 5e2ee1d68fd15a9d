"""What must hold for words that are worth money (I22): digits for a meter and a voucher's number are told to
their payer, or can still be had by whoever proves to be that. Pure, as all invariants are.
"""

from collections.abc import Iterator

from kiosk.payment.invariants import Violation
from kiosk.payment.load_state import Load
from kiosk.payment.told_again import WORTH_MONEY


def wrong_word_of_worth(load: Load, said: str, voucher_no: str) -> Iterator[Violation]:
    """Whoever copies it from a screen, or has it on paper, can use it."""
    if load.state not in WORTH_MONEY or said != (load.token or voucher_no):
        yield Violation("I22", load.load_id, f"another number was told than it has ({load.state.value})")


def lost_for_its_payer(load: Load, *, told_again: bool, fetched: bool) -> Iterator[Violation]:
    """Of one that its payer was not told. `told_again`: to whoever comes now with proof. `fetched`: a voucher
    whose money was handed out."""
    if load.state in WORTH_MONEY and not (told_again or fetched):
        yield Violation(
            "I22", load.load_id, f"a {load.state.value} that nobody was told, nor can get any more"
        )
