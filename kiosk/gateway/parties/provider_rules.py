"""Which provider a phone code belongs to, and each provider's times and limits: read from a data file.

A code that fits none, or more than one, is refused and never sent to some default provider.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from kiosk.payment.timers import ChargeTimers, SagaTimers
from kiosk.wire.fields import MOST_FEN

Named: TypeAlias = Literal["wechat", "alipay", "unionpay", "ecny", "card", "recharge_card"]
"""Whom an adapter can be written for; residents' words and receipts know the same."""


class ProviderLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    most_fen: Annotated[int, Meta(ge=1, le=MOST_FEN)] = MOST_FEN


class ProviderRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    timers: ChargeTimers
    codes: tuple[str, ...] = ()
    limits: ProviderLimits = ProviderLimits()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    providers: dict[Named, ProviderRules]


class ProvidersFileWrong(ValueError):
    """Names the file, the key and what is wrong with it."""


class ProviderBook:
    """All providers' rules."""

    def __init__(self, rules: Mapping[Named, ProviderRules]) -> None:
        """Raises re.error for a pattern that is none."""
        self.rules = rules
        self._most_fen = {str(name): each.limits.most_fen for name, each in rules.items()}
        self._patterns = [
            (name, re.compile(code, re.ASCII)) for name, each in rules.items() for code in each.codes
        ]

    def provider_of(self, phone_code: str) -> Named | None:
        found = {name for name, pattern in self._patterns if pattern.fullmatch(phone_code)}
        return found.pop() if len(found) == 1 else None

    def takes(self, provider: str | None, amount_fen: int) -> bool:
        """Whether the sum is within what the provider takes in one payment; one without rules has none."""
        return provider not in self._most_fen or amount_fen <= self._most_fen[provider]

    def timers(self) -> SagaTimers:
        return SagaTimers({name: each.timers for name, each in self.rules.items()})

    def changed_by(self, content: bytes, file: str) -> "ProviderBook":
        """With the rules of a file in the place of ours. Raises ProvidersFileWrong."""
        return _book(self.rules, content, file)


@cache
def shipped_providers() -> ProviderBook:
    content = resources.files("kiosk.gateway.parties").joinpath("providers.toml").read_bytes()
    return _book({}, content, "providers.toml")


def providers_with(own_file: Path | None) -> ProviderBook:
    """The shipped rules, changed by a gateway's own file. Raises OSError, ProvidersFileWrong."""
    shipped = shipped_providers()
    return shipped if own_file is None else shipped.changed_by(own_file.read_bytes(), str(own_file))


def _book(known: Mapping[Named, ProviderRules], content: bytes, file: str) -> ProviderBook:
    try:
        return ProviderBook({**known, **msgspec.toml.decode(content, type=_File).providers})
    except msgspec.DecodeError as wrong:
        raise ProvidersFileWrong(f"{file}: {wrong}") from wrong
    except re.error as wrong:
        raise ProvidersFileWrong(f"{file}: codes: {wrong.pattern!r} is no pattern: {wrong}") from wrong
