"""Remote commands: what operators may ask of a machine, each signed by the gateway, and what became of it.

A closed list. None of them moves money, and while money moves a kiosk refuses them, but for a restart, which
waits. They come with the answer to a heartbeat; what became of them goes with the next one.
"""

from typing import Annotated, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

from kiosk.wire.fields import END, KioskId, OpaqueId

MOST_AT_ONCE = 4
"""Commands in one answer, and reports in one heartbeat."""
MOST_LOG_LINES = 200
MOST_LINE = 240
LONGEST_S = 86_400
"""No command counts longer than a day."""


class OutOfService(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="out_of_service"):
    """Take no payment until it is told otherwise, also after a restart."""


class BackInService(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="in_service"):
    """Ends `OutOfService`, and nothing else that keeps the machine closed."""


class RestartWhenIdle(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="restart"):
    """Start the kiosk's program anew once nobody is being served."""


class TestYourself(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="self_test"):
    """Run every test that needs nobody, closed to residents meanwhile."""


class SendLogs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="send_logs"):
    """The last lines of the log; numbers that might be anybody's are left out."""

    lines: Annotated[int, Meta(ge=1, le=MOST_LOG_LINES)] = MOST_LOG_LINES


class SetVolume(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="volume"):
    """How loud the machine speaks to everybody until it is started anew; 0 is silent. What is to last belongs
    into the settings."""

    volume: Annotated[int, Meta(ge=0, le=5)]


Order: TypeAlias = OutOfService | BackInService | RestartWhenIdle | TestYourself | SendLogs | SetVolume
OrderKind = Literal["out_of_service", "in_service", "restart", "self_test", "send_logs", "volume"]
KINDS: tuple[OrderKind, ...] = get_args(OrderKind)

Moment = Annotated[int, Meta(ge=0, le=2**53, description="milliseconds since 1970 UTC, by the gateway")]
Reason = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}" + END)]


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is signed. It counts at the kiosk it names and before `expires_ms`, once."""

    command_id: OpaqueId
    kiosk_id: KioskId
    order: Order
    issued_ms: Moment
    expires_ms: Moment


class SignedCommand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`told` is the JSON of a `Command`, byte by byte as it was signed. Both in base 64.

    `signature` is over `SIGNED_AS` and those bytes, by the key that proves the gateway's answers; empty
    where kiosks have no keys, which is in a demonstration alone.
    """

    told: Annotated[bytes, Meta(max_length=2_000)]
    key_id: Annotated[str, Meta(max_length=64)] = ""
    signature: Annotated[bytes, Meta(max_length=64)] = b""


SIGNED_AS = b"digital-hut-kiosk command 1\n"
"""Before what is signed: no signature base of a request or an answer (RFC 9421) begins so."""

CourseState = Literal["taken", "done", "refused", "failed"]
"""taken: it waits until nobody is being served, or is under way."""


class CommandReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reason`: why not, or what came of it, in a word. `figures` are of a self-test: how many tests passed,
    failed, and were not done."""

    command_id: OpaqueId
    state: CourseState
    reason: Reason | None = None
    figures: Annotated[tuple[Annotated[int, Meta(ge=0, le=10_000)], ...], Meta(max_length=3)] = ()


Line = Annotated[str, Meta(max_length=MOST_LINE, pattern=r"^[^\x00-\x1f\x7f]*" + END)]


class LogLines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answer to `SendLogs`, the oldest line first."""

    command_id: OpaqueId
    lines: Annotated[tuple[Line, ...], Meta(max_length=MOST_LOG_LINES)]


class LogLinesAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    command_id: OpaqueId
    lines: int
