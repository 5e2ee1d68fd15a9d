"""What is to be done for whoever looks at what they paid, in the imperative."""

from kiosk.session.effects import Effect
from kiosk.session.household import Shown
from kiosk.session.secret import Secret


class LookUpPaid(Effect, frozen=True):
    """What was paid for accounts; else as LookUpBills. Answered by BillsReceived, whose findings have it, or
    LookUpFailed."""

    request: int
    by: Shown
    value: Secret
    utility: str
    whole_household: bool
