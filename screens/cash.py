"""Put in banknotes: the rules, then what is asked, what is inside and what is missing."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class CashScreen(ScreenBase):
    pass
