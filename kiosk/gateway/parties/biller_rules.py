"""What each biller's numbers, bill codes and hours look like: read from a data file, strictly.

A bill code is matched whole against patterns; a URL on a bill is text like any other and is never opened.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache, cached_property
from importlib import resources
from itertools import cycle
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from kiosk.wire.fields import MOST_FEN

DayTime = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
BillerState = Literal["open", "closed", "paused"]


class NumberRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    length: int
    prefix: str
    weights: tuple[int, ...]
    modulus: int

    def shaped(self, number: str) -> bool:
        digits = number.isascii() and number.isdigit()
        return digits and len(number) == self.length and number.startswith(self.prefix)

    def valid(self, number: str) -> bool:
        return self.shaped(number) and self.weighted_sum(number) == 0

    def weighted_sum(self, number: str) -> int:
        pairs = zip(number, cycle(self.weights), strict=False)
        return sum(int(digit) * weight for digit, weight in pairs) % self.modulus


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"begins": "from"}):
    """A stretch of every day; one that ends before it begins runs over midnight."""

    begins: DayTime
    until: DayTime

    def holds(self, at: datetime) -> bool:
        now = at.strftime("%H:%M")
        if self.begins <= self.until:
            return self.begins <= now < self.until
        return now >= self.begins or now < self.until


class OnAccount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The biller takes money on account, for bills to come, from `least_fen` on."""

    least_fen: Annotated[int, Meta(ge=1)]


class PlannedPause(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"begins": "from"}):
    """Once, local time, such as for a move to a new billing system."""

    begins: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        return self.begins <= at.replace(tzinfo=None) < self.until


class PaymentLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of what one payment brings this biller, and what an account may get in one day of China; None, any."""

    least_fen: Annotated[int, Meta(ge=1)] = 1
    most_fen: Annotated[int, Meta(ge=1)] = MOST_FEN
    most_fen_a_day: Annotated[int, Meta(ge=1)] | None = None


class LookUpRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`fresh_s`: bills are shown so long without asking again. `shown_old_s`: and so long, marked with their
    time, where the biller cannot be asked. `per_minute`: it is asked no more often by one process."""

    fresh_s: Annotated[int, Meta(ge=0, le=3600)] = 30
    shown_old_s: Annotated[int, Meta(ge=0, le=604_800)] = 86_400
    per_minute: Annotated[int, Meta(ge=1, le=100_000)] = 600


class Standing(msgspec.Struct, frozen=True):
    state: BillerState
    next_opening: datetime | None = None


class BillerRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    biller_id: str
    utility: str
    name: str
    number: NumberRule
    codes: tuple[str, ...]
    hours: tuple[Window, ...] = ()
    pauses: tuple[Window, ...] = ()
    on_account: OnAccount | None = None
    recharge_code: NumberRule | None = None
    """Of the codes of its own recharge cards; None, it sells none."""
    look_ups: LookUpRules = LookUpRules()
    limits: PaymentLimits = PaymentLimits()
    planned_pauses: tuple[PlannedPause, ...] = ()
    items: Mapping[str, str] = {}
    """Words for the parts of its bills."""

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(code, re.ASCII) for code in self.codes)

    def check(self) -> None:
        """Raises msgspec.ValidationError for what cannot be."""
        if self.limits.least_fen > self.limits.most_fen:
            raise msgspec.ValidationError(f"{self.biller_id}: limits.least_fen is above limits.most_fen")
        day_fen = self.limits.most_fen_a_day
        if day_fen is not None and day_fen < self.limits.least_fen:
            raise msgspec.ValidationError(
                f"{self.biller_id}: limits.least_fen is above limits.most_fen_a_day"
            )
        if any("account" not in pattern.groupindex for pattern in self._patterns):
            raise msgspec.ValidationError(f"{self.biller_id}: codes must have the group (?P<account>...)")
        least_fen = self.on_account.least_fen if self.on_account else None
        if self.recharge_code is not None and least_fen != 1:
            wrong = "with recharge_code, on_account.least_fen must be 1: the rest of a card goes on account"
            raise msgspec.ValidationError(f"{self.biller_id}: {wrong}")
        if any(pause.until <= pause.begins for pause in self.planned_pauses):
            raise msgspec.ValidationError(f"{self.biller_id}: a planned pause ends before it begins")

    def account_in(self, code: str) -> str | None:
        """The account number a bill code carries, or None when it is not this biller's."""
        found = (pattern.fullmatch(code) for pattern in self._patterns)
        return next((match["account"] for match in found if match), None)

    def standing(self, at: datetime) -> Standing:
        for planned in self.planned_pauses:
            if planned.holds(at):
                return Standing("paused", planned.until.replace(tzinfo=at.tzinfo))
        for pause in self.pauses:
            if pause.holds(at):
                return Standing("paused", _next(at, pause.until))
        if self.hours and not any(window.holds(at) for window in self.hours):
            return Standing("closed", min(_next(at, window.begins) for window in self.hours))
        return Standing("open")


Paused: TypeAlias = Mapping[str, datetime | None]
"""Billers that somebody has paused by hand, until when if that is known."""


class _Foreign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    codes: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    billers: tuple[BillerRules, ...]
    foreign: tuple[_Foreign, ...] = ()


class BillersFileWrong(ValueError):
    """Names the file, the key and what is wrong with it."""


class BillerBook:
    """All billers' rules. `paused` is asked for the billers that are paused by hand."""

    def __init__(
        self,
        rules: tuple[BillerRules, ...],
        foreign: tuple[str, ...] = (),
        paused: Callable[[], Paused] = dict,
    ) -> None:
        self.rules = rules
        self._by_id = {each.biller_id: each for each in rules}
        self._foreign_codes = foreign
        self._foreign = tuple(re.compile(code, re.ASCII) for code in foreign)
        self._paused = paused

    def __getitem__(self, biller_id: str) -> BillerRules:
        return self._by_id[biller_id]

    def looks_foreign(self, code: str) -> bool:
        return any(pattern.fullmatch(code) for pattern in self._foreign)

    def standing(self, biller_id: str, at: datetime) -> Standing:
        paused = self._paused()
        if biller_id in paused:
            return Standing("paused", paused[biller_id])
        return self[biller_id].standing(at)

    def asking(self, paused: Callable[[], Paused]) -> "BillerBook":
        return BillerBook(self.rules, self._foreign_codes, paused)

    def changed_by(self, content: bytes, file: str) -> "BillerBook":
        """With the billers of a file beside ours or in their place. Raises BillersFileWrong."""
        try:
            read = msgspec.toml.decode(content, type=_File)
            for rules in read.billers:
                rules.check()
        except (msgspec.DecodeError, re.error) as wrong:
            raise BillersFileWrong(f"{file}: {wrong}") from wrong
        named = {rules.biller_id: rules for rules in (*self.rules, *read.billers)}
        foreign = tuple(code for each in read.foreign for code in each.codes)
        return BillerBook(tuple(named.values()), (*self._foreign_codes, *foreign), self._paused)


@cache
def shipped_biller_book() -> BillerBook:
    content = resources.files("kiosk.gateway.parties").joinpath("billers.toml").read_bytes()
    return BillerBook(()).changed_by(content, "billers.toml")


def billers_with(own_file: Path | None) -> BillerBook:
    """The shipped billers, changed by a gateway's own file. Raises OSError, BillersFileWrong."""
    shipped = shipped_biller_book()
    return shipped if own_file is None else shipped.changed_by(own_file.read_bytes(), str(own_file))


def _next(at: datetime, day_time: str) -> datetime:
    hour, minute = (int(part) for part in day_time.split(":"))
    moment = at.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return moment if moment > at else moment + timedelta(days=1)
