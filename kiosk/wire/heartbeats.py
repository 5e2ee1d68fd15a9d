"""A kiosk's heartbeat: how the machine is, told every minute, and what the gateway wants of it.

Stems and figures alone; nothing of residents is ever in it.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.wire.commands import MOST_AT_ONCE, CommandReport, SignedCommand
from kiosk.wire.fields import END, KioskId

MOST_DEVICES = 32
MOST_S = 10 * 366 * 86_400
"""Ten years: longer than any machine runs without a stop."""

Stem = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}" + END, description="a small word of the kiosk's")]
RunId = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{16}" + END, description="made anew whenever the kiosk's program starts")
]
Count = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Seconds = Annotated[int, Meta(ge=0, le=MOST_S)]
Version = Annotated[str, Meta(pattern=r"^[0-9A-Za-z.+-]{1,40}" + END)]

OUT_OF_SERVICE = "out_of_service"
"""Why a machine is closed that an operator keeps so; no alarm."""

DeviceLevel = Literal["ok", "warning", "error", "busy", "unknown"]
PaperState = Literal["full", "low", "out", "jammed", "unknown"]
Standing = Literal["open", "closed", "technician"]


class DeviceTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`state` is XFS4IoT's word, `reason` the gravest of the device's own, None while all is well."""

    name: Stem
    state: Stem
    level: DeviceLevel
    reason: Stem | None = None


class PaperTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What has been printed since the roll was changed."""

    state: PaperState
    slips: Count = 0
    printed_mm: Count = 0


class CashBoxTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the machine has put into the box since it was changed."""

    notes: Count
    fen: Annotated[int, Meta(ge=0, le=2**53)]


class JournalTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Attempts that still wait for their end, and for how long the oldest has. `trouble`: why no payment may
    begin."""

    open_entries: Count
    oldest_s: Seconds | None = None
    trouble: Stem | None = None


class RemoteTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """With which version of the settings that the gateway gives the machine runs; 0, with its own alone.

    `refused`: a later version that it does not take, and why, in a word.
    """

    version: Annotated[int, Meta(ge=0, le=2**53)] = 0
    refused: Annotated[int, Meta(ge=0, le=2**53)] = 0
    reason: Stem | None = None


class MachineTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`standing`: closed by itself for `closed_reason`, or a technician's. `at_rest`: nobody stands there.

    `settings` tells machines with the same settings apart from others. `paper` and `cash_box` are None where
    there is no such device, or nobody knows.
    """

    version: Version
    settings: Annotated[str, Meta(pattern=r"^[0-9a-f]{16}" + END)]
    standing: Standing
    at_rest: bool
    devices: Annotated[tuple[DeviceTold, ...], Meta(max_length=MOST_DEVICES)]
    journal: JournalTold
    closed_reason: Stem | None = None
    paper: PaperTold | None = None
    cash_box: CashBoxTold | None = None
    remote: RemoteTold = RemoteTold()


class Heartbeat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`number` counts up from 1 within a run; one that comes after a higher one of its run is not kept.

    `wall_ms` is the kiosk's own clock, since 1970 UTC, however wrong. `reports`: what became of commands,
    told until a heartbeat was answered; they count however late it comes.
    """

    run: RunId
    number: Annotated[int, Meta(ge=1, le=2**53)]
    up_s: Seconds
    wall_ms: Annotated[int, Meta(ge=0, le=2**53)]
    machine: MachineTold
    reports: Annotated[tuple[CommandReport, ...], Meta(max_length=MOST_AT_ONCE)] = ()


class HeartbeatAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`run` and `number` are the heartbeat's own, `at_ms` is the gateway's clock. The next one is awaited
    after `next_s`; `edition` is the newest of the bulletin, `settings` the newest version of the settings
    that the gateway gives this kiosk. `commands` are told again until the kiosk says that it has them."""

    kiosk_id: KioskId
    run: RunId
    number: int
    at_ms: int
    next_s: Annotated[int, Meta(ge=5, le=3600)]
    edition: Annotated[int, Meta(ge=0)] = 0
    commands: Annotated[tuple[SignedCommand, ...], Meta(max_length=MOST_AT_ONCE)] = ()
    settings: Annotated[int, Meta(ge=0)] = 0
