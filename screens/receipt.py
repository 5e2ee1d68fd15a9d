"""The receipt: printing, to be taken, or as a code to photograph."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class ReceiptScreen(ScreenBase):
    pass
