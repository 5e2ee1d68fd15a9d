"""What a gateway process is told at its start."""

from pathlib import Path
from typing import Literal

import msgspec

from kiosk.gateway.parties.biller_rules import BillerBook
from kiosk.gateway.parties.provider_rules import ProviderBook, shipped_providers
from kiosk.gateway.sql.database import Isolation
from kiosk.payment.timers import SagaTimers

LONGEST_TRIES_S = 86_400


class RechargeTries(msgspec.Struct, frozen=True):
    """So many wrong codes of recharge cards within `within_s`, and no code is taken until one of them is
    older. A slip of the finger fails its check digit and does not count.

    `within_s`: LONGEST_TRIES_S at most.
    """

    most_per_kiosk: int = 5
    most_over_all: int = 60
    within_s: int = 1800


class GatewaySettings(msgspec.Struct, frozen=True):
    """`public_url` is where a receipt's QR leads, without a trailing slash."""

    public_url: str
    demonstration: bool = False
    timers: SagaTimers = msgspec.field(default_factory=lambda: shipped_providers().timers())
    """Those of the providers are replaced by `providers`."""
    billers: BillerBook | None = None
    """None: the shipped ones."""
    own_households: bytes = b""
    """Of a demonstration: a file of households, and of meters, beside the invented ones."""
    providers: ProviderBook | None = None
    """None: the shipped ones, and in a demonstration the demonstration's."""
    cash_rest: Literal["to_account", "refused"] = "to_account"
    """What becomes of cash beyond the sum, where a biller takes it; where none does, it is refused."""
    cash_notes_fen: frozenset[int] = frozenset({100, 500, 1_000, 2_000, 5_000, 10_000})
    """The notes of which kiosks take some; a sum they cannot make up needs an account for the rest."""
    explain_most_fen: int = 10_000
    """What a clerk may close as explained, with a word of why; beyond it a supervisor does. The largest
    banknote: what one note, a miscounted one or a small bill can make two books differ by."""
    look_ups_per_minute: int = 120
    """Per kiosk; more than a resident and a helper together can type, less than a search through numbers."""
    own_alarm_rules: bytes = b""
    """A file of rules that take the place of the shipped ones of the same name."""
    calls_alarms: bool = False
    """Somebody takes alarms from here to people; see `serve`."""
    recharge_tries: RechargeTries = RechargeTries()
    request_most_bytes: int = 64 * 1024
    key_file: Path | None = None
    """Of the keys that seal other keys; None: beside a database that is a file."""
    isolation: Isolation = "SERIALIZABLE"
    """Of transactions on PostgreSQL; everything is correct at either."""
