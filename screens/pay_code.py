"""Hold the phone's code to the window."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class PayCodeScreen(ScreenBase):
    pass
