"""Phone-code providers by their published rules, and the phones that show the codes. A code is good once."""

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.provider_rules import shipped_providers
from kiosk.payment.saga_events import ChargeReported
from kiosk.simulate.orders import Order, Orders

if TYPE_CHECKING:
    from kiosk.simulate.world import World


PROVIDERS = shipped_providers().changed_by(
    rb"""
[providers.ecny]
codes = ['01\d{17}']
timers = { deadline_s = 60, reverse_earliest_s = 0, reverse_window_s = 86_400 }
""",
    "the simulation's providers",
)
"""The shipped rules; how an e-CNY code looks is not public, so it is invented here."""


class Rules(msgspec.Struct, frozen=True):
    """`code_prefix` and `code_digits`: how its codes look. Seconds otherwise; 0: never by itself."""

    name: str
    code_prefix: str
    code_digits: int
    reverse_earliest_s: int = 0
    closes_after_s: int = 0
    knows_all: bool = False
    reverses_for_s: int = 604_800


WECHAT = Rules("wechat", "13", 18, reverse_earliest_s=15, closes_after_s=45)
ALIPAY = Rules("alipay", "28", 18, closes_after_s=180, knows_all=True)
UNIONPAY = Rules("unionpay", "62", 19, reverses_for_s=3_600)
ECNY = Rules("ecny", "01", 19, closes_after_s=120)
RULES: tuple[Rules, ...] = (WECHAT, ALIPAY, UNIONPAY, ECNY)

Fate: TypeAlias = Literal["pays", "types", "refuses", "sleeps"]

CODE_LIVES_MS = (60_000, 120_000, 340_000, 10_800_000)
"""A phone's code lives a minute; how late a request is honoured differs from provider to provider."""
_REQUEST_LIVES_MS = 120_000
"""No provider looks at a request that left longer ago, where its codes live longer than that."""


class Phone(msgspec.Struct, frozen=True):
    """What will come of a code: money at once, after a password, refusal, or nobody at the phone."""

    code: str
    shown_ms: int
    fate: Fate
    types_ms: int = 0


class PhoneCodeOrders(Orders):
    def __init__(self, world: "World", rules: Rules) -> None:
        super().__init__(
            world,
            rules.name,
            reverse_earliest_ms=rules.reverse_earliest_s * 1000,
            closes_after_ms=rules.closes_after_s * 1000,
            knows_all=rules.knows_all,
            reverses_for_ms=rules.reverses_for_s * 1000,
        )
        self.rules = rules
        self.phones: dict[str, Phone] = {}
        self._used: set[str] = set()
        self._code_lives_ms = world.chance.choice(CODE_LIVES_MS)

    def pay(self, order_no: str, amount_fen: int, phone_code: str) -> ChargeReported:
        self.may_fall_silent()
        if order_no not in self.orders:
            if self._is_too_old(order_no):
                raise AdapterSilent(self.name)
            self._decide(self.open_order(order_no, amount_fen), self.phones[phone_code])
            self._may_recall(self.orders[order_no])
        self.may_fall_silent()
        return self.told(order_no)

    def _is_too_old(self, order_no: str) -> bool:
        now_ms = self._world.engine.now_ms
        left_ms = self._world.charge_left_ms.get(order_no, now_ms)
        return self._code_lives_ms == CODE_LIVES_MS[-1] and now_ms - left_ms > _REQUEST_LIVES_MS

    def _may_recall(self, order: Order) -> None:
        """An error of its own, told to nobody: it takes the money and gives it back at once."""
        if order.paid and self._world.lies(self._world.faults.provider_silent / 3):
            order.closed = True
            raise AdapterSilent(self.name)

    def _decide(self, order: Order, phone: Phone) -> None:
        if phone.code in self._used:
            order.declined = "code_used"
        elif order.made_ms > phone.shown_ms + self._code_lives_ms:
            order.declined = "code_expired"
        elif phone.fate == "refuses":
            order.declined = "declined_funds"
        elif phone.fate == "pays":
            self.take(order)
        elif phone.fate == "types":
            order.typing = True
            self.later(phone.types_ms, self.take, order)
        self._used.add(phone.code)
