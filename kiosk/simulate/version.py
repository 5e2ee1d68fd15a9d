"""What differs between two versions of the gateway: its timers, its limits, its rule for cash."""

from random import Random

import msgspec
from msgspec.structs import replace

from kiosk.gateway.parties.biller_rules import BillerBook
from kiosk.gateway.settings import GatewaySettings
from kiosk.payment.timers import ChargeTimers, SagaTimers
from kiosk.simulate.providers import PROVIDERS
from kiosk.simulate.town import BOOK, UTILITIES, limited, limited_a_day


class Version(msgspec.Struct, frozen=True):
    number: int
    settings: GatewaySettings
    book: BillerBook

    @property
    def timers(self) -> SagaTimers:
        return self.settings.timers


FIRST = Version(1, GatewaySettings(public_url="", timers=PROVIDERS.timers()), BOOK)


def first(chance: Random) -> Version:
    """In some worlds a biller has a limit of what comes to an account in a day."""
    if chance.random() < 0.6:
        return FIRST
    book = limited_a_day(BOOK, chance.choice(UTILITIES), chance.choice((20_000, 40_000, 80_000)))
    return replace(FIRST, book=book)


def after(version: Version, chance: Random) -> Version:
    """The next one: slower or quicker with each party, with a lower limit, with another rule for cash."""
    timers = replace(
        version.timers,
        begin_s=chance.choice((5, 10, 30)),
        post_retry_s=chance.choice((5, 10, 30)),
        post_fence_s=chance.choice((120, 300, 600)),
        retry_most_s=chance.choice((30, 60, 120)),
        providers={name: _slower(of, chance) for name, of in version.timers.providers.items()},
    )
    settings = replace(version.settings, timers=timers, cash_rest=chance.choice(("to_account", "refused")))
    book = limited(version.book, chance.choice(UTILITIES), chance.choice((5_000, 20_000, 100_000)))
    return Version(version.number + 1, settings, book)


def _slower(timers: ChargeTimers, chance: Random) -> ChargeTimers:
    """Nobody waits for less than the provider's own rules say."""
    more_s = chance.choice((0, 0, 30))
    return replace(timers, deadline_s=timers.deadline_s + more_s, poll_s=chance.choice((3, 5, 10)))
