"""Who comes to one kiosk, when, and what for, until the visits are over; power cuts in between."""

from collections.abc import Sequence
from random import Random

from kiosk.fleet.asking import report
from kiosk.fleet.buying import buy
from kiosk.fleet.errand import Errand, Visit
from kiosk.fleet.faults import PowerCut
from kiosk.fleet.homes import Home
from kiosk.fleet.kiosk import Kiosk, Site
from kiosk.fleet.paying import look_up, pay_bills
from kiosk.fleet.plan import Plan
from kiosk.fleet.till import Till

_OFF_S = (2.0, 10.0)
_NEIGHBOUR = 0.05
"""So often somebody comes whose household lives elsewhere, and may be paying there."""


class Street:
    """`homes` are those that live nearby; `everybody` is the whole city."""

    def __init__(
        self, site: Site, plan: Plan, homes: Sequence[Home], everybody: Sequence[Home], chance: Random
    ) -> None:
        self.site = site
        self.till = Till(site.kiosk_id, site.chance)
        self._plan = plan
        self._homes = homes
        self._with_meter = [home for home in homes if home.meter]
        self._everybody = everybody
        self._chance = chance

    def live(self) -> bool:
        """Whether the kiosk owes nothing in the end."""
        while True:
            kiosk = Kiosk(self.site, self.till)
            try:
                self._open(kiosk)
                settled = kiosk.settle(self._plan.settle_within_s)
            except PowerCut:
                kiosk.lose_power()
                self.site.tally.count("spoilt", "the kiosk goes dark")
                self.site.pause(self._chance.uniform(*_OFF_S))
            else:
                kiosk.lose_power()
                return settled

    def _open(self, kiosk: Kiosk) -> None:
        """Until the visits are over."""
        while not self.site.over.is_set():
            kiosk.stand(self._chance.expovariate(1 / self._plan.gap_s))
            if not self.site.over.is_set():
                self._visit()(Errand(kiosk, self._chance))

    def _visit(self) -> Visit:
        home = self._chance.choice(self._everybody if self._chance.random() < _NEIGHBOUR else self._homes)
        draw = self._chance.random()
        if draw < 0.5:
            return lambda errand: pay_bills(errand, home, "phone_code")
        if draw < 0.68:
            return lambda errand: pay_bills(errand, home, "cash")
        if draw < 0.82 and self._with_meter:
            return lambda errand: buy(errand, self._chance.choice(self._with_meter))
        if draw < 0.9:
            return report
        return lambda errand: _look(errand, home)


def _look(errand: Errand, home: Home) -> None:
    """And no more."""
    look_up(errand, home, whole=True)
    errand.think(2, 6)
