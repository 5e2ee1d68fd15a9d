"""Planted bugs around words that are worth money: whoever was not told them cannot get them any more."""

from collections.abc import Iterable

from kiosk.payment.load_state import Load, LoadState
from kiosk.payment.told_again import EndedLoad, told_again
from kiosk.simulate.build import Build


def vouchers_are_not_told_again() -> Build:
    def again(ended: Iterable[EndedLoad], now_ms: int) -> tuple[Load, ...]:
        return told_again((each for each in ended if each.load.state is LoadState.TOKEN), now_ms)

    return Build(told_again=again)


def only_the_newest_is_told_again() -> Build:
    def again(ended: Iterable[EndedLoad], now_ms: int) -> tuple[Load, ...]:
        return told_again(ended, now_ms)[:1]

    return Build(told_again=again)
