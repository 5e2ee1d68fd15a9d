"""What to pay: the first screen, and the idle one."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class HomeScreen(ScreenBase):
    pass
