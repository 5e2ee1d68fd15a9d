"""Where somebody stands who has paid some of their bills, and is asked about the others."""

from msgspec import Struct


class OfferRest(Struct, frozen=True, tag=True):
    """Bills of the same household are left. `done` is how the others were paid, `paper` whether a receipt is
    wanted for them: it is printed when all is paid, or when nothing more is to be."""

    done: "steps.Done"
    paper: bool


# Steps of all files lead back to one another, and are read back from paper by these names.
from kiosk.session import steps  # noqa: E402
