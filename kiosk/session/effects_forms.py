"""What is to be found out before a form is filled in."""

from kiosk.session.effects import Effect
from kiosk.session.household import Shown
from kiosk.session.secret import Secret


class LookUpAccounts(Effect, frozen=True):
    """Which account a request is about; else as LookUpBills. Answered by BillsReceived, whose findings say
    what they were found by, or LookUpFailed."""

    request: int
    by: Shown
    value: Secret
    utility: str
    whole_household: bool
