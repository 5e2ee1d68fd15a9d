"""Adapters with something between the driver and every outward call it makes."""

from collections.abc import Callable
from typing import Any

from kiosk.gateway.payments.acts import Outside

CALLS = frozenset({"pay", "query", "reverse", "refund", "refund_done", "post", "credit", "void"})
LOADS = frozenset({"load", "token", "take_back", "written", "begin", "go_on"})
Call = Callable[..., Any]


class Interposed:
    def __init__(self, adapter: Any, around: Callable[[Call], Call]) -> None:
        self._adapter = adapter
        self._around = around

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._adapter, name)
        return self._around(call) if name in CALLS | LOADS else call


def interposed(outside: Outside, around: Callable[[Call], Call]) -> Outside:
    return Outside(
        providers={name: Interposed(each, around) for name, each in outside.providers.items()},
        acquirer=None if outside.acquirer is None else Interposed(outside.acquirer, around),
        billers={name: Interposed(each, around) for name, each in outside.billers.items()},
        meters={name: Interposed(each, around) for name, each in outside.meters.items()},
        cards={name: Interposed(each, around) for name, each in outside.cards.items()},
    )
