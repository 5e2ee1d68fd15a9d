"""The last words; with the card's picture and the hold button while a card is still inside."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class GoodbyeScreen(ScreenBase):
    pass
