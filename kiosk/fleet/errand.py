"""One errand of one resident: what is told of it, and whether what went wrong was made to."""

from collections.abc import Callable
from random import Random

from kiosk.fleet.kiosk import Kiosk
from kiosk.fleet.tally import Tally


class Errand:
    """`think` lets the resident read, look for a phone, put a note straight. `touched` says whether a fault
    was injected since the errand began: then what came of it is not what the gateway alone has done."""

    def __init__(self, kiosk: Kiosk, chance: Random) -> None:
        self.kiosk = kiosk
        self.chance = chance
        self.tally: Tally = kiosk.site.tally
        self._spoilt_before = kiosk.line.spoilt
        kiosk.forget()

    @property
    def touched(self) -> bool:
        return self.kiosk.line.spoilt > self._spoilt_before

    def think(self, least_s: float, most_s: float) -> None:
        self.kiosk.stand(self.chance.uniform(least_s, most_s))

    def now_s(self) -> float:
        return self.kiosk.site.clock.monotonic_s()

    def took(self, what: str, seconds: float) -> None:
        """As somebody waits for it. With a fault on the way it is counted by itself."""
        self.tally.took(f"{what}, a fault on the way" if self.touched else what, seconds)

    def wrong(self, what: str) -> None:
        """Somebody would have been told so."""
        self.tally.count("spoilt" if self.touched else "seen", what)

    def ended(self, what: str) -> None:
        self.tally.count("ends", what)


Visit = Callable[[Errand], None]
