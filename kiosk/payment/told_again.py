"""Which ended loads of a supply are told again to whoever proves to be its payer: what is worth money and may
have been lost. Pure, for the gateway's desk and the simulation.
"""

from collections.abc import Iterable

from msgspec import Struct

from kiosk.payment.load_state import Load, LoadState

TOLD_AGAIN_DAYS = 90
"""As long as a receipt is printed once more."""

MOST_TOLD_AGAIN = 100
"""Of one supply: more than one a day for as long as digits are told. The gateway does not know which of them
was typed in, and which paper was lost, so none may stand in the way of another."""

WORTH_MONEY = frozenset({LoadState.TOKEN, LoadState.VOUCHER})

_DAY_MS = 86_400_000


class EndedLoad(Struct, frozen=True):
    """`ended_ms`: of the gateway's steady time. `fetched`: a voucher whose money waits no more."""

    load: Load
    ended_ms: int
    fetched: bool = False


def told_again(ended: Iterable[EndedLoad], now_ms: int) -> tuple[Load, ...]:
    """Digits that were given out within `TOLD_AGAIN_DAYS` and vouchers that nobody has fetched, the newest
    first. Should there be more than `MOST_TOLD_AGAIN`, the oldest digits are left out, and no voucher before
    any of them."""
    worth = sorted((each for each in ended if _is_worth(each, now_ms)), key=_newest_first)
    most = sorted(worth, key=lambda each: each.load.state is not LoadState.VOUCHER)[:MOST_TOLD_AGAIN]
    return tuple(each.load for each in sorted(most, key=_newest_first))


def _is_worth(each: EndedLoad, now_ms: int) -> bool:
    if each.load.state is LoadState.VOUCHER:
        return not each.fetched
    return each.load.state is LoadState.TOKEN and now_ms - each.ended_ms <= TOLD_AGAIN_DAYS * _DAY_MS


def _newest_first(each: EndedLoad) -> tuple[int, str]:
    return -each.ended_ms, each.load.load_id
