"""Where a resident stands who looks at what they paid."""

from typing import TypeAlias

from msgspec import Struct

from kiosk.session.household import Paid, Payment


class ListPayments(Struct, frozen=True, tag=True):
    """`back` is the step that found the accounts, as it was left (FLW-11)."""

    paid: Paid
    back: "steps.Step"
    page: int = 0


class ReadPayment(Struct, frozen=True, tag=True):
    """One of them; `back` is the page it stands on, as it was left."""

    payment: Payment
    back: ListPayments


PaidStep: TypeAlias = ListPayments | ReadPayment

# Steps of all files lead back to one another, and are read back from paper by these names.
from kiosk.session import steps  # noqa: E402
