"""Where somebody stands who buys for a prepaid meter; `steps` has all the others."""

from typing import TypeAlias

from msgspec import Struct

from kiosk.session.household import Basket, Outcome
from kiosk.session.meters import Meter, basket_of
from kiosk.session.secret import Secret


class ChooseMeter(Struct, frozen=True, tag=True):
    """`typed` is the account number that found them, where one was typed."""

    wish: str
    meters: tuple[Meter, ...]
    typed: Secret = Secret("")
    page: int = 0


class ShowMeter(Struct, frozen=True, tag=True):
    """The meter: what may be loaded, or why nothing may. `among` are those it was chosen from, on `page`."""

    wish: str
    meter: Meter
    typed: Secret = Secret("")
    among: tuple[Meter, ...] = ()
    page: int = 0


class ChooseAmount(Struct, frozen=True, tag=True):
    back: ShowMeter


class TypeAmount(Struct, frozen=True, tag=True):
    """In whole yuan."""

    back: ShowMeter
    digits: str = ""

    @property
    def amount_fen(self) -> int:
        return int(self.digits or "0") * 100

    @property
    def most_digits(self) -> int:
        return len(str(self.back.meter.most_yuan))


class ConfirmLoad(Struct, frozen=True, tag=True):
    """For whom and how much, before it is paid."""

    back: ShowMeter
    amount_fen: int

    @property
    def wish(self) -> str:
        return self.back.wish

    @property
    def basket(self) -> Basket:
        return basket_of(self.back.meter, self.amount_fen)


class Loading(Struct, frozen=True, tag=True):
    """Paid, and on its way to the meter. It goes on without anybody looking.

    `again`: somebody came back to a load that was paid before, whose receipt was printed then.
    """

    outcome: Outcome
    basket: Basket
    back: ConfirmLoad
    unattended: bool = False
    again: bool = False


PrepaidStep: TypeAlias = ChooseMeter | ShowMeter | ChooseAmount | TypeAmount | ConfirmLoad | Loading
