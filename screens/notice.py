"""What happened, whether money moved, and what to do now."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class NoticeScreen(ScreenBase):
    pass
