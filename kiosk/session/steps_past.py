"""Where a resident stands who looks back."""

from msgspec import Struct

from kiosk.session.household import History


class ReadHistory(Struct, frozen=True, tag=True):
    """A year of one account's bills; `page` is that of the numbers beside the picture.

    `back` is the step that found the account, as it was left (FLW-11).
    """

    history: History
    back: "steps.Step"
    page: int = 0


# Steps of all files lead back to one another, and are read back from paper by these names.
from kiosk.session import steps  # noqa: E402
