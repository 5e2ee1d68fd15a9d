"""Numbers as a picture: bars beside those of a year before, and some of the numbers themselves."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class BarsScreen(ScreenBase):
    pass
