"""What somebody has shown who comes back to a load that was paid before.

An account's number can be read off any letter box: it finds the meter and carries a load on, and gets neither
the receipt, nor what is money to whoever holds it, nor the money back.
"""

from kiosk.session.household import Shown
from kiosk.session.steps import Done
from kiosk.session.steps_prepaid import ConfirmLoad, Loading


def proof_of(step: Done | Loading) -> Shown | None:
    """None where it was paid just now, by whoever stands there, and of what is no load."""
    back = step.back
    return back.back.meter.shown if step.again and isinstance(back, ConfirmLoad) else None


def unproven(step: Done | Loading) -> bool:
    return proof_of(step) == "account"
