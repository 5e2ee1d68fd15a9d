"""What somebody has shown who comes back to a load that was paid before.

An account's number can be read off any letter box: it finds the meter and carries a load on, and gets neither
the receipt, nor what is money to whoever holds it, nor the money back.
"""

from msgspec.structs import replace

from kiosk.session.household import Shown
from kiosk.session.steps import Done
from kiosk.session.steps_prepaid import ConfirmLoad, Loading


def proof_of(step: Done | Loading) -> Shown | None:
    """None where it was paid just now, by whoever stands there, and of what is no load."""
    back = step.back
    return back.back.meter.shown if step.again and isinstance(back, ConfirmLoad) else None


def unproven(step: Done | Loading) -> bool:
    return proof_of(step) == "account"


def proven_by_card(paid: Loading) -> Loading:
    """By the very card that the load was bought for, whatever its meter was found by."""
    found = paid.back.back
    shown = replace(found, meter=replace(found.meter, shown="card"))
    return replace(paid, back=replace(paid.back, back=shown))
