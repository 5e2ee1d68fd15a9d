"""Nothing can be paid here now, and why."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class OutOfServiceScreen(ScreenBase):
    pass
