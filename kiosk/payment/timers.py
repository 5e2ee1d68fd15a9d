"""How long the gateway's saga waits for whom: data, so a provider's changed rule is a changed number.

All durations are seconds. The numbers themselves are the gateway's providers file.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

Seconds: TypeAlias = Annotated[int, Meta(ge=1)]


class ChargeTimers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One provider's rules for taking money.

    `deadline_s`: unpaid after that, the charge is reversed. `reverse_earliest_s`: the provider refuses a
    reversal sooner. `order_lifetime_s`: after that a request under way can no longer land, so that
    "no such order" becomes a proof. `reverse_window_s`: after that the provider reverses no more, and money
    goes back as a refund of the charge; None, it always does.
    """

    deadline_s: Seconds
    reverse_earliest_s: Annotated[int, Meta(ge=0)]
    first_query_s: Seconds = 5
    poll_s: Seconds = 5
    order_lifetime_s: Seconds = 360
    reverse_window_s: Seconds | None = None


class ProviderUnknown(ValueError):
    """Charges of these would be begun, and nobody knows how long to wait for them."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(f"no timers for {', '.join(sorted(names))}; add a [providers.NAME.timers]")


class SagaTimers(msgspec.Struct, frozen=True):
    providers: Mapping[str, ChargeTimers]
    """By provider's name; "card" is the acquirer."""
    begin_s: int = 10
    """A payment charged but not posted after that was cut off in between: its posting begins now."""
    cash_empty_s: int = 1200
    """Nothing known to be inside after that and no word of the kiosk: the bills must be payable elsewhere."""
    cash_unclosed_s: int = 1800
    """So long after its newest note, a payment that the kiosk has not closed is a case for staff."""
    post_retry_s: int = 10
    post_fence_s: int = 300
    """A posting unknown for that long is voided at the biller before any refund."""
    load_query_s: int = 3
    load_offline_s: int = 90
    """A meter that has not confirmed its load by then is taken to be out of reach: digits take its place."""
    card_session_s: int = 600
    """A kiosk that writes a card and is not heard of for so long was cut off."""
    retry_least_s: int = 2
    retry_most_s: int = 60

    def charge(self, provider: str) -> ChargeTimers:
        return self.providers[provider]

    def need(self, names: Iterable[str]) -> None:
        """Raises ProviderUnknown; to be asked at the start, not at the first payment."""
        missing = set(names) - set(self.providers)
        if missing:
            raise ProviderUnknown(missing)

    def retry_ms(self, tries: int) -> int:
        """Doubling from the least to the most wait."""
        return min(self.retry_least_s << min(tries, 16), self.retry_most_s) * 1000

    def tried_for_s(self, tries: int) -> int:
        """What the waits before so many tries add up to, whatever any clock says."""
        return sum(self.retry_ms(each) for each in range(tries)) // 1000
