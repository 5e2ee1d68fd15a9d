"""Type an account number: what is typed, and twelve keys."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class KeypadScreen(ScreenBase):
    pass
