"""Show or insert something: the picture of where, perhaps another way."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class PresentScreen(ScreenBase):
    pass
