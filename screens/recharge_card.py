"""What a recharge card is worth, what of it is paid, and where the rest goes: to be agreed to."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class RechargeCardScreen(ScreenBase):
    pass
