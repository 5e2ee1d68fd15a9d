"""What the journey must know of the machine it runs on. Values only; made from `config/` by app.py."""

from typing import Literal, TypeAlias

from msgspec import Struct, field

from kiosk.payment.methods import Method
from kiosk.session.forms import Form
from kiosk.session.view import Comfort, Language, Tone

HOUSEHOLD = "household"
"""The wish to pay everything at once, where a utility's name would stand otherwise."""

ANY = ""
"""No wish was spoken yet: a bill or a card came straight to the first screen."""


NEUTRAL_ICON = "bill"
"""The picture of a bill of which no other is known."""

MOST_BILLS = 24
"""The most bills one payment may carry; the gateway takes no more."""


ServiceKind: TypeAlias = Literal[
    "prepaid",
    "balance",
    "meter_card",
    "history",
    "payments",
    "account_numbers",
    "outages",
    "managers",
    "pay_points",
    "notices",
    "request",
    "requests",
]
"""What can be done here besides paying; what each begins with stands in `journey_services`."""


class CheckDigit(Struct, frozen=True):
    """The digits times `weights` (repeated from the left) must sum to a multiple of `modulus`."""

    weights: tuple[int, ...]
    modulus: int


class NumberRule(Struct, frozen=True):
    """How an account number of one utility is built; `group` digits are read together."""

    digits: int
    check: CheckDigit | None = None
    group: int = 4


class Utility(Struct, frozen=True):
    """One kind of bill this machine takes. `name` is also the stem of its text keys."""

    name: str
    icon: str
    tone: Tone
    number: NumberRule
    min_fen: int = 1
    max_fen: int = 10_000_000


class Service(Struct, frozen=True):
    """One of the services behind the first screen's tile. `name` is also the stem of its texts.

    `utilities` are those it is for; none named, all of the machine's. `group` is where a long menu has it.
    """

    name: str
    kind: ServiceKind
    icon: str
    utilities: tuple[str, ...] = ()
    group: str = ""


class ServiceGroup(Struct, frozen=True):
    """What a long menu shows first. `name` is also the stem of its texts."""

    name: str
    icon: str


class PhoneCode(Struct, frozen=True):
    """Codes on phones that are sent on: their shape, and whose they are, the stem of `provider.<name>`."""

    provider: str
    shape: str


PHONE_CODES = (
    PhoneCode("wechat", r"1[0-5][0-9]{16}"),  # WeChat Pay: 18 digits, 10 to 15 first
    PhoneCode("alipay", r"(?:2[5-9]|30)[0-9]{14,22}"),  # Alipay: 16 to 24 digits, 25 to 30 first
    PhoneCode("unionpay", r"62[0-9]{17}"),  # UnionPay QuickPass: 19 digits, 62 first
)
"""What is public; how codes of e-CNY look is not, so a machine is told (`methods.phone_codes`)."""


class Timing(Struct, frozen=True):
    """All in seconds. Defaults are TIM-1, TIM-2, TIM-6 and the 90 s of the payment rules.

    `note_s` begins anew with every banknote; then comes "are you still there?", as anywhere.
    `unattended_s` is how long the end of a payment stands whose payer has gone.
    """

    idle_s: float = 180.0
    still_there_s: float = 45.0
    goodbye_s: float = 15.0
    look_up_s: float = 20.0
    explain_wait_s: float = 8.0
    screen_wait_s: float = 90.0
    card_wait_s: float = 180.0
    note_s: float = 120.0
    print_s: float = 40.0
    receipt_s: float = 30.0
    unattended_s: float = 45.0


class Rules(Struct, frozen=True):
    """The machine's own facts. `not_fitted` are methods it has no device for, shown with the reason.

    `notes_fen` are the banknotes it takes, the smallest first; `phone_codes` the codes it sends on.
    `comfort` is how it looks and sounds to begin with; `languages` are those it speaks, and `reach_fitted`
    whether its display is tall, and hung at a height that is known.
    """

    machine_number: str
    service_phone: str
    utilities: tuple[Utility, ...]
    methods: tuple[Method, ...] = ("phone_code", "bank_card", "cash", "recharge_card")
    not_fitted: frozenset[Method] = frozenset({"cash"})
    notes_fen: tuple[int, ...] = (500, 1000, 2000, 5000, 10000)
    phone_codes: tuple[PhoneCode, ...] = PHONE_CODES
    timing: Timing = field(default_factory=Timing)
    utc_offset_s: int = 8 * 3600
    staff_from_hour: int = 9
    staff_to_hour: int = 17
    demonstration: bool = False
    comfort: Comfort = Comfort()
    languages: tuple[Language, ...] = ("zh", "en")
    reach_fitted: bool = False
    camera_fitted: bool = True
    services: tuple[Service, ...] = ()
    service_groups: tuple[ServiceGroup, ...] = ()
    forms: tuple[Form, ...] = ()

    def utility(self, name: str) -> Utility:
        """Raises KeyError for a name that is not configured."""
        for utility in self.utilities:
            if utility.name == name:
                return utility
        raise KeyError(name)

    def service(self, name: str) -> Service | None:
        return next((service for service in self.services if service.name == name), None)

    def form(self, service: str) -> Form:
        """Raises KeyError for a service that asks nothing."""
        for form in self.forms:
            if form.service == service:
                return form
        raise KeyError(service)

    def offers(self, name: str) -> bool:
        return any(utility.name == name for utility in self.utilities)
