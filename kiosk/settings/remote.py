"""Puts the settings that operators give in the place of what `kiosk.toml` says, before anything is checked.

What comes of it is checked as the file itself is: its shape, its limits, and what contradicts what. Pure.
"""

from typing import Any, Final

from kiosk.wire.remote_settings import RemoteSettings

_KEYS: Final = {
    "service_phone": ("kiosk", "service_phone"),
    "volume": ("comfort", "volume"),
    "staff_from_hour": ("staff", "from_hour"),
    "staff_to_hour": ("staff", "to_hour"),
    "idle_s": ("timing", "idle_s"),
}
"""Table and key of the file, by the name of the field."""


def in_place(raw: dict[str, Any], remote: RemoteSettings) -> dict[str, Any]:
    """Of the file as it was read; what is wrong in it stays wrong."""
    given = {name: getattr(remote, name) for name in _KEYS}
    for name, value in given.items():
        if value is not None:
            table, key = _KEYS[name]
            raw = _with(raw, table, key, value)
    order = _table(raw, "methods").get("order")
    if remote.methods_off and isinstance(order, list):
        raw = _with(raw, "methods", "order", [each for each in order if each not in remote.methods_off])
    return raw


def _with(raw: dict[str, Any], table: str, key: str, value: object) -> dict[str, Any]:
    return raw | {table: _table(raw, table) | {key: value}}


def _table(raw: dict[str, Any], table: str) -> dict[str, Any]:
    found = raw.get(table, {})
    return found if isinstance(found, dict) else {}
