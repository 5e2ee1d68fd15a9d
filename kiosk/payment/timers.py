"""How long the gateway's saga waits for whom: data, so a provider's changed rule is a changed number.

All durations are seconds. The defaults are the published rules of WeChat Pay's micropay and Alipay's
face-to-face payment.
"""

import msgspec


class ChargeTimers(msgspec.Struct, frozen=True):
    """One provider's rules for taking money.

    `deadline_s`: unpaid after that, the charge is reversed. `reverse_earliest_s`: the provider refuses a
    reversal sooner. `order_lifetime_s`: after that a request under way can no longer land, so that
    "no such order" becomes a proof.
    """

    deadline_s: int
    reverse_earliest_s: int
    first_query_s: int = 5
    poll_s: int = 5
    order_lifetime_s: int = 360


class SagaTimers(msgspec.Struct, frozen=True):
    # WeChat revokes unpaid micropay orders 45 s after creation and refuses a reversal in the first 15 s;
    # Alipay asks for polling for about 60 s and then for a cancel without a gap.
    wechat: ChargeTimers = ChargeTimers(deadline_s=45, reverse_earliest_s=15)
    alipay: ChargeTimers = ChargeTimers(deadline_s=60, reverse_earliest_s=0)
    card: ChargeTimers = ChargeTimers(deadline_s=150, reverse_earliest_s=0, order_lifetime_s=450)
    begin_s: int = 10
    """A payment taken in but not begun after that was cut off before anything left: it is abandoned."""
    cash_empty_s: int = 1200
    """Nothing known to be inside after that and no word of the kiosk: the bills must be payable elsewhere."""
    cash_unclosed_s: int = 1800
    """So long after its newest note, a payment that the kiosk has not closed is a case for staff."""
    post_retry_s: int = 10
    post_fence_s: int = 300
    """A posting unknown for that long is voided at the biller before any refund."""
    retry_least_s: int = 2
    retry_most_s: int = 60

    def charge(self, provider: str) -> ChargeTimers:
        timers = {"wechat": self.wechat, "alipay": self.alipay, "card": self.card}
        return timers[provider]

    def retry_ms(self, tries: int) -> int:
        """Doubling from the least to the most wait."""
        return min(self.retry_least_s << min(tries, 16), self.retry_most_s) * 1000

    def tried_for_s(self, tries: int) -> int:
        """What the waits before so many tries add up to, whatever any clock says."""
        return sum(self.retry_ms(each) for each in range(tries)) // 1000
