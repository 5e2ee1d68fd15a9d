"""`kiosk.toml`: who this machine is, what is connected to it, how it pays and how long it waits."""

import re
from collections.abc import Iterator
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct, field

from kiosk.payment.methods import Method
from kiosk.session.rules import PHONE_CODES
from kiosk.session.view import Language
from kiosk.settings.comfort_settings import Comfort, comfort_contradictions
from kiosk.settings.devices import Devices, addresses, simulated
from kiosk.settings.gateway_settings import GatewayLink, gateway_contradictions
from kiosk.settings.problems import Problem, as_written
from kiosk.settings.utility_settings import PLAIN_WORDS
from kiosk.settings.voice_settings import Voice, voice_contradictions

Seconds: TypeAlias = Annotated[int, Meta(ge=1, le=600)]
HourOfDay: TypeAlias = Annotated[int, Meta(ge=0, le=24)]


class Identity(Struct, frozen=True, forbid_unknown_fields=True):
    """What residents and the service phone know the machine by; `name` is for people, never for programs."""

    number: Annotated[
        str,
        Meta(
            pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*\Z",
            max_length=20,
            description='capital letters, digits and hyphens, at most 20, such as "LFL-380-01"',
        ),
    ]
    name: Annotated[str, Meta(min_length=1, max_length=40, description="text of 1 to 40 characters")]
    service_phone: Annotated[
        str, Meta(pattern=r"^[0-9][0-9 -]{2,19}\Z", description='a telephone number, such as "962740"')
    ]
    language: Language = "zh"
    time_zone: str = "Asia/Shanghai"


class Mode(Struct, frozen=True, forbid_unknown_fields=True):
    """`demonstration` is the only mode in which simulated devices and the embedded gateway may run."""

    demonstration: bool


class PhoneCode(Struct, frozen=True, forbid_unknown_fields=True):
    """Codes on phones that the gateway takes. `provider` is its name for whoever gives them, and the stem of
    their word, `provider.<name>`; `name` is that word where the texts have none.
    """

    provider: Annotated[
        str,
        Meta(pattern=r"^[a-z][a-z0-9_]{1,20}\Z", description='small letters and _, such as "wechat"'),
    ]
    code: Annotated[str, Meta(min_length=1, description="a pattern of digits, such as '62[0-9]{17}'")]
    name: Annotated[str, Meta(pattern=r"^[^{}]{0,12}\Z", description=PLAIN_WORDS.format(12))] = ""


class Methods(Struct, frozen=True, forbid_unknown_fields=True):
    """Ways to pay in the order shown; one whose device is not fitted is shown with the reason.

    `notes_yuan` are the banknotes that are taken, of those the acceptor can tell apart.
    """

    order: Annotated[
        tuple[Method, ...],
        Meta(
            min_length=1,
            description='a list of "phone_code", "bank_card", "cash" and "recharge_card", each at most once',
        ),
    ]
    notes_yuan: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=100)], ...],
        Meta(min_length=1, description="a list of banknotes in yuan, such as [5, 10, 20, 50, 100]"),
    ] = (5, 10, 20, 50, 100)
    phone_codes: Annotated[
        tuple[PhoneCode, ...],
        Meta(min_length=1, description="a list of { provider = ..., code = ... }"),
    ] = tuple(PhoneCode(each.provider, each.shape) for each in PHONE_CODES)


class Timing(Struct, frozen=True, forbid_unknown_fields=True):
    """How long the machine waits for people: acceptance list for elder residents, TIM-1, -2, -6, -9."""

    idle_s: Annotated[int, Meta(ge=120, le=300)] = 180
    still_there_s: Annotated[int, Meta(ge=20, le=120)] = 45
    goodbye_s: Annotated[int, Meta(ge=15, le=60)] = 15
    look_up_s: Annotated[int, Meta(ge=5, le=60)] = 20
    explain_wait_s: Annotated[int, Meta(ge=2, le=8)] = 8
    card_wait_s: Annotated[int, Meta(ge=60, le=600)] = 180
    note_s: Annotated[int, Meta(ge=60, le=300)] = 120
    print_s: Annotated[int, Meta(ge=10, le=120)] = 40
    receipt_s: Annotated[int, Meta(ge=15, le=120)] = 30
    unattended_s: Annotated[int, Meta(ge=15, le=180)] = 45


class Staff(Struct, frozen=True, forbid_unknown_fields=True):
    """When somebody is at the counter: help names them in these hours and the service phone outside."""

    from_hour: HourOfDay = 9
    to_hour: HourOfDay = 17


class JournalKept(Struct, frozen=True, forbid_unknown_fields=True):
    """How long closed payments stay in the journal (refunds run for 365 days), and the room it needs.

    With less than `least_free_mb` on its disk no payment begins; `reserve_mb` is kept for the last words of
    those under way.
    """

    keep_days: Annotated[int, Meta(ge=366, le=3660)] = 400
    least_free_mb: Annotated[int, Meta(ge=16, le=100_000)] = 200
    reserve_mb: Annotated[int, Meta(ge=1, le=1000)] = 8


class KioskSettings(Struct, frozen=True, forbid_unknown_fields=True):
    identity: Identity = field(name="kiosk")
    mode: Mode
    gateway: GatewayLink
    devices: Devices
    methods: Methods
    timing: Timing = Timing()
    staff: Staff = Staff()
    journal: JournalKept = JournalKept()
    comfort: Comfort = Comfort()
    voice: Voice = Voice()


def kiosk_contradictions(file: str, settings: KioskSettings) -> Iterator[Problem]:
    """What each key allows by itself but not together with another, or not on this system."""
    try:
        ZoneInfo(settings.identity.time_zone)
    except (OSError, ValueError, KeyError):
        found = as_written(settings.identity.time_zone)
        yield Problem(
            file, "kiosk.time_zone", found, 'a time zone this system knows, such as "Asia/Shanghai"'
        )
    yield from _no_patterns(file, settings.methods.phone_codes)
    if len(set(settings.methods.order)) != len(settings.methods.order):
        yield Problem(file, "methods.order", as_written(list(settings.methods.order)), "each method once")
    if settings.staff.from_hour >= settings.staff.to_hour:
        found = str(settings.staff.to_hour)
        yield Problem(
            file, "staff.to_hour", found, f"later than staff.from_hour ({settings.staff.from_hour})"
        )
    yield from _shared_ports(file, settings.devices)
    yield from comfort_contradictions(file, settings.comfort, settings.identity.language)
    yield from voice_contradictions(file, settings.voice)
    demonstration, number = settings.mode.demonstration, settings.identity.number
    if not demonstration:
        yield from _production_contradictions(file, settings)
    yield from gateway_contradictions(file, settings.gateway, number, demonstration=demonstration)


def _no_patterns(file: str, codes: tuple[PhoneCode, ...]) -> Iterator[Problem]:
    for place, each in enumerate(codes, 1):
        try:
            re.compile(each.code, re.ASCII)
        except re.error as wrong:
            key = f"methods.phone_codes.{place}.code"
            yield Problem(file, key, as_written(each.code), f"a pattern; this one: {wrong}")


def _production_contradictions(file: str, settings: KioskSettings) -> Iterator[Problem]:
    for name in simulated(settings.devices):
        key = f"devices.{name}.url"
        yield Problem(file, key, '"simulator"', 'with mode.demonstration = false a real port, or "none"')
    if set(addresses(settings.devices).values()) == {"none"}:
        yield Problem(file, "devices", "no device that is fitted", "at least what finds and pays a bill")


def _shared_ports(file: str, devices: Devices) -> Iterator[Problem]:
    """A port has one owner; two devices behind it would take each other's answers."""
    owners: dict[str, str] = {}
    for name, url in addresses(devices).items():
        if url in {"simulator", "none", "pcsc://"}:
            continue
        if url in owners:
            yield Problem(file, f"devices.{name}.url", as_written(url), f"not the port of {owners[url]}")
        owners.setdefault(url, name)
