"""What every part of the gateway works with, put together once at the start."""

import msgspec

from kiosk.gateway.parties.adapters import CustomerRegister
from kiosk.gateway.parties.biller_rules import BillerBook
from kiosk.gateway.parties.provider_rules import ProviderBook, shipped_providers
from kiosk.gateway.payment_store import PaymentStore
from kiosk.gateway.payments.acts import Outside
from kiosk.gateway.settings import GatewaySettings
from kiosk.gateway.sql.database import Database
from kiosk.gateway.steady_time import SteadyTime
from kiosk.gateway.tokens import Tokens
from kiosk.gateway.trust.seals import Seals


class Parts(msgspec.Struct, frozen=True):
    process_name: str
    """Tells this process from others on the same database, and from itself before a restart."""
    settings: GatewaySettings
    database: Database
    store: PaymentStore
    codes: Tokens
    time: SteadyTime
    book: BillerBook
    register: CustomerRegister
    outside: Outside
    seals: Seals = msgspec.field(default_factory=lambda: Seals(None))
    providers: ProviderBook = msgspec.field(default_factory=shipped_providers)
