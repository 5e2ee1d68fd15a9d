"""When somebody must be told of a kiosk: rules as data, and what each of them sees in a heartbeat. Pure."""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.wire.fields import END
from kiosk.wire.heartbeats import OUT_OF_SERVICE, DeviceLevel, DeviceTold, Heartbeat, MachineTold, Stem

AlarmLevel = Literal["notice", "warning", "error"]
Figure = Literal["cash_notes", "cash_fen", "printed_mm", "journal_oldest_s", "clock_off_s"]
RuleName = Annotated[str, Meta(pattern=r"^[a-z][a-z_]{0,31}" + END)]
RuleSeconds = Annotated[int, Meta(ge=0, le=30 * 86_400)]


class SilenceWatch(msgspec.Struct, frozen=True, tag_field="kind", tag="silence", forbid_unknown_fields=True):
    pass


class BooksWatch(msgspec.Struct, frozen=True, tag_field="kind", tag="books", forbid_unknown_fields=True):
    """Of the gateway's own books, not of a kiosk."""


class DeviceWatch(msgspec.Struct, frozen=True, tag_field="kind", tag="device", forbid_unknown_fields=True):
    device: Stem | None = None
    reasons: frozenset[Stem] = frozenset()
    levels: frozenset[DeviceLevel] = frozenset()
    but_not: frozenset[Stem] = frozenset()

    def sees(self, device: DeviceTold) -> bool:
        if self.device not in {None, device.name}:
            return False
        by_level = device.level in self.levels and device.reason not in self.but_not
        return by_level or device.reason in self.reasons


class FigureWatch(msgspec.Struct, frozen=True, tag_field="kind", tag="figure", forbid_unknown_fields=True):
    figure: Figure
    least: Annotated[int, Meta(ge=1)]


class StandingWatch(
    msgspec.Struct, frozen=True, tag_field="kind", tag="standing", forbid_unknown_fields=True
):
    standing: Literal["closed", "technician"]


class AlarmRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields are told in alarm_rules.toml."""

    rule: RuleName
    level: AlarmLevel
    watch: SilenceWatch | BooksWatch | DeviceWatch | FigureWatch | StandingWatch
    after_s: RuleSeconds
    again_s: Annotated[int, Meta(ge=60, le=30 * 86_400)]
    most_told: Annotated[int, Meta(ge=1, le=100)]
    clear_s: RuleSeconds = 0


class AlarmBook(msgspec.Struct, frozen=True):
    """Rules by name."""

    rules: dict[str, AlarmRule]


class AlarmRulesWrong(ValueError):
    """Names the file, the key and what is wrong with it."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: tuple[AlarmRule, ...]


@cache
def shipped_alarm_book() -> AlarmBook:
    content = resources.files("kiosk.gateway.counter").joinpath("alarm_rules.toml").read_bytes()
    return _read(content, "alarm_rules.toml")


def alarm_book_with(own: bytes, file: str = "own rules of alarms") -> AlarmBook:
    """The shipped rules, changed by a gateway's own, empty for none. Raises AlarmRulesWrong."""
    shipped = shipped_alarm_book()
    return AlarmBook(shipped.rules | _read(own, file).rules) if own else shipped


def seen(rule: AlarmRule, beat: Heartbeat, ahead_ms: int) -> frozenset[str] | None:
    """What the rule finds: devices by name, or "" for the kiosk as such; empty where all is well.

    None: nobody can say. A technician has the kiosk open and its devices in hand, so that nothing of them is
    news; and whoever is heard says nothing of being silent, nor of the gateway's books.
    """
    machine = beat.machine
    match rule.watch:
        case SilenceWatch() | BooksWatch():
            return frozenset()
        case StandingWatch(standing):
            is_ordered = machine.closed_reason == OUT_OF_SERVICE
            return _one(machine.standing == standing and not is_ordered)
        case _ if machine.standing == "technician":
            return None
        case DeviceWatch() as watch:
            return frozenset(device.name for device in machine.devices if watch.sees(device))
        case FigureWatch(figure, least):
            value = _figures(machine, ahead_ms)[figure]
            return None if value is None else _one(value >= least)


def _one(is_so: bool) -> frozenset[str]:
    return frozenset({""}) if is_so else frozenset()


def _figures(machine: MachineTold, ahead_ms: int) -> dict[Figure, int | None]:
    box, paper = machine.cash_box, machine.paper
    return {
        "cash_notes": box.notes if box else None,
        "cash_fen": box.fen if box else None,
        "printed_mm": paper.printed_mm if paper else None,
        "journal_oldest_s": machine.journal.oldest_s or 0,
        "clock_off_s": abs(ahead_ms) // 1000,
    }


def _read(content: bytes, file: str) -> AlarmBook:
    try:
        rules = msgspec.toml.decode(content, type=_File).rules
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise AlarmRulesWrong(f"{file}: {wrong}") from wrong
    twice = next(_twice(rules), None)
    if twice is not None:
        raise AlarmRulesWrong(
            f"{file}: rules: {twice!r} stands there twice; give each rule a name of its own"
        )
    return AlarmBook({rule.rule: rule for rule in rules})


def _twice(rules: tuple[AlarmRule, ...]) -> Iterator[str]:
    names = [rule.rule for rule in rules]
    return (name for name in names if names.count(name) > 1)
