"""What is owed: every bill with its sum, and what they come to."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class BillsScreen(ScreenBase):
    pass
