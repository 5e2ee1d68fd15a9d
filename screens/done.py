"""How a payment ended: paid, being checked, not charged."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class DoneScreen(ScreenBase):
    pass
