"""The machine is busy, and says with what."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class WaitingScreen(ScreenBase):
    pass
