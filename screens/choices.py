"""One question and up to four full-width answers."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class ChoicesScreen(ScreenBase):
    pass
