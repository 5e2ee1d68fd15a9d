"""Phone codes as in payment sandboxes: the last four digits choose what happens. Each is made once."""

from itertools import count

_USED = count(100_000)


def wechat(ending: str) -> str:
    """18 digits."""
    return f"13{next(_USED):012d}{ending}"


def alipay(ending: str) -> str:
    """20 digits."""
    return f"28{next(_USED):014d}{ending}"


def quick_pass(ending: str) -> str:
    """UnionPay, 19 digits."""
    return f"62{next(_USED):013d}{ending}"


def digital_yuan(ending: str) -> str:
    """e-CNY in the demonstration's own form, 20 digits."""
    return f"01{next(_USED):014d}{ending}"
