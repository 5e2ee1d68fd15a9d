"""Where somebody stands who has paid some of their bills: asked about the others, or about the paper."""

from typing import TypeAlias

from msgspec import Struct


class OfferRest(Struct, frozen=True, tag=True):
    """Bills of the same household are left. `done` is how the others were paid, `paper` whether a receipt is
    wanted for them: it is printed when all is paid, or when nothing more is to be."""

    done: "steps.Done"
    paper: bool


class OfferPaper(Struct, frozen=True, tag=True):
    """Somebody would go on to other bills, and has not said whether they want the receipt of `done`."""

    done: "steps.Done"


RestStep: TypeAlias = OfferRest | OfferPaper


# Steps of all files lead back to one another, and are read back from paper by these names.
from kiosk.session import steps  # noqa: E402
