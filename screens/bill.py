"""One bill, what its sum is made up of, and the sum; or one entry of what is published, with a face."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class BillScreen(ScreenBase):
    pass
