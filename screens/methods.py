"""How to pay the sum."""

from screens.base import ScreenBase, load_twin

load_twin(__file__)


class MethodsScreen(ScreenBase):
    pass
