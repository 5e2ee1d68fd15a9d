"""What is to be done for whoever looks at what they paid, or for their accounts, in the imperative."""

from kiosk.session.effects import Effect, slip_id
from kiosk.session.household import Findings, Shown
from kiosk.session.secret import Secret


class LookUpPaid(Effect, frozen=True):
    """What was paid for accounts; else as LookUpBills. Answered by BillsReceived, whose findings have it, or
    LookUpFailed."""

    request: int
    by: Shown
    value: Secret
    utility: str
    whole_household: bool


class LookUpNumbers(Effect, frozen=True):
    """What accounts somebody has: by their identity card alone. Answered by BillsReceived, whose findings
    have numbers, or LookUpFailed."""

    request: int
    by: Shown
    value: Secret
    utility: str
    whole_household: bool


class PrintNumbers(Effect, frozen=True):
    """The numbers of these accounts in full, to take home. Answered as PrintReceipt is, with the id `job`."""

    request: int
    findings: Findings

    @property
    def job(self) -> str:
        return numbers_slip(self.request)


def numbers_slip(request: int) -> str:
    """How the paper is called at the printer."""
    return slip_id(f"accounts {request}")
