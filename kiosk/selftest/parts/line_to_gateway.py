"""Network, certificate, gateway and clock: each only what the one before it has not said already."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from kiosk.backend.errors import (
    GatewayError,
    GatewayGarbage,
    GatewayRefused,
    GatewaySlow,
    GatewayUnreachable,
)
from kiosk.selftest.attempt import Attempt, Failed, NotDone, NotFitted
from kiosk.selftest.model import TestSpec
from kiosk.selftest.procedure import Procedure
from kiosk.wire.service import API_VERSION

MOST_CONNECT_S: Final = 2.0
"""A call may take eight; a resident who waits longer for the first byte walks off."""

LEAST_CERTIFICATE_DAYS: Final = 14
"""The gateway's people need two weeks to renew one without haste."""

MOST_CLOCK_DIFFERENCE_S: Final = 30.0
"""A machine that asks a time server is off by milliseconds. Half a minute says that none is asked, and is
not enough yet to put a wrong time on a receipt."""

_DATE_IS_CUT_TO_S: Final = 1.0
_CALL_LIMIT_S: Final = 30.0


def _connection(attempt: Attempt) -> None:
    host = attempt.equipment.host
    began_s = attempt.clock.monotonic_s()
    try:
        with socket.create_connection(_address(host.gateway_url), timeout=host.connect_s):
            took_s = attempt.clock.monotonic_s() - began_s
    except OSError as error:
        raise Failed("gateway_unreachable", f"{_named(host.gateway_url)}: {error}") from error
    attempt.measure_ms("round_trip", began_s)
    if took_s > MOST_CONNECT_S:
        raise Failed("connection_slow", f"{took_s:.1f} s, of {MOST_CONNECT_S:.0f} allowed")


def _certificate(attempt: Attempt) -> None:
    host = attempt.equipment.host
    if urlsplit(host.gateway_url).scheme != "https":
        raise NotFitted("no_certificate")
    address = _address(host.gateway_url)
    try:
        with (
            socket.create_connection(address, timeout=host.connect_s) as line,
            host.tls.context().wrap_socket(line, server_hostname=address[0]) as safe,
        ):
            certificate = safe.getpeercert() or {}
    except ssl.SSLError as error:
        raise Failed("certificate_wrong", f"{_named(host.gateway_url)}: {error}") from error
    except OSError as error:
        raise NotDone("gateway_unreachable", f"{_named(host.gateway_url)}: {error}") from error
    ends_s = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
    days = int((ends_s - host.clock.wall_s()) // 86400)
    attempt.measure("certificate_left", f"{days} d")
    if days < LEAST_CERTIFICATE_DAYS:
        raise Failed("certificate_ending", f"{days} days left, {LEAST_CERTIFICATE_DAYS} wanted")


def _service(attempt: Attempt) -> None:
    host = attempt.equipment.host
    began_s = attempt.clock.monotonic_s()
    try:
        health = host.health()
    except GatewayError as error:
        raise Failed(_reason(error), str(error)) from error
    attempt.measure_ms("round_trip", began_s)
    attempt.measure("version", health.version)
    if health.version.partition(".")[0] != API_VERSION.partition(".")[0]:
        raise Failed("gateway_old", f"it speaks {health.version}, the kiosk {API_VERSION}")
    if health.demonstration is not host.demonstration:
        raise Failed(
            "wrong_mode", f"demonstration: gateway {health.demonstration}, kiosk {host.demonstration}"
        )


def _time(attempt: Attempt) -> None:
    """The gateway tells whole seconds, cut off: the middle of its second is set against that of the call."""
    host = attempt.equipment.host
    try:
        zone = ZoneInfo(host.time_zone)
    except (OSError, ValueError, KeyError) as error:
        raise Failed("zone_unknown", f"{host.time_zone}: {error}") from error
    before_s = host.clock.wall_s()
    offset = datetime.fromtimestamp(before_s, UTC).astimezone(zone).utcoffset() or timedelta()
    attempt.measure("time_zone", f"{host.time_zone} {offset.total_seconds() / 3600:+g} h")
    try:
        gateway_s = host.gateway_wall_s() + _DATE_IS_CUT_TO_S / 2
    except GatewayError as error:
        raise NotDone(_reason(error), str(error)) from error
    off_s = (before_s + host.clock.wall_s()) / 2 - gateway_s
    attempt.measure("clock_difference", f"{off_s:+.1f} s")
    if abs(off_s) > MOST_CLOCK_DIFFERENCE_S:
        raise Failed(
            "clock_off", f"{off_s:+.0f} s against the gateway, {MOST_CLOCK_DIFFERENCE_S:.0f} allowed"
        )


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _named(url: str) -> str:
    return "{}:{}".format(*_address(url))


def _reason(error: GatewayError) -> str:
    match error:
        case GatewayUnreachable():
            return "gateway_unreachable"
        case GatewaySlow():
            return "gateway_slow"
        case GatewayGarbage():
            return "gateway_garbage"
        case GatewayRefused():
            return "gateway_refused"
        case _:
            return "gateway_garbage"


PROCEDURES: Final = (
    Procedure(TestSpec("network.connection", "network", guided=False, limit_s=_CALL_LIMIT_S), _connection),
    Procedure(
        TestSpec("network.certificate", "network", guided=False, limit_s=_CALL_LIMIT_S),
        _certificate,
        needs=("network.connection",),
    ),
    Procedure(
        TestSpec("gateway.service", "gateway", guided=False, limit_s=_CALL_LIMIT_S),
        _service,
        needs=("network.connection", "network.certificate"),
    ),
    Procedure(
        TestSpec("clock.time", "clock", guided=False, limit_s=_CALL_LIMIT_S),
        _time,
        needs=("gateway.service",),
    ),
)
