"""A card is inside or on its way out: its picture, and the red hold button."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class TakeCardScreen(ScreenBase):
    pass
