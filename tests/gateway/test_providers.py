"""Providers are data: codes, times and limits, shipped and changed by a gateway's own file."""

from pathlib import Path

import msgspec
import pytest

from kiosk.gateway.demonstration.composition import demonstration_providers
from kiosk.gateway.gateway import open_gateway
from kiosk.gateway.parties.provider_rules import (
    ProviderBook,
    ProvidersFileWrong,
    providers_with,
    shipped_providers,
)
from kiosk.payment.timers import ProviderUnknown
from kiosk.runtime.clock import FakeClock

from .place import Place
from .town import SETTINGS, Town

ECNY = "01" + "7" * 14 + "0000"


@pytest.mark.parametrize(
    ("code", "provider"),
    [
        ("10" + "1" * 16, "wechat"), ("15" + "1" * 16, "wechat"), ("16" + "1" * 16, None),
        ("25" + "1" * 14, "alipay"), ("30" + "1" * 22, "alipay"), ("30" + "1" * 23, None),
        ("24" + "1" * 14, None), ("62" + "1" * 17, "unionpay"), ("62" + "1" * 16, None),
        ("6" + "\uff12" * 18, None), ("62" + "1" * 17 + "\n", None), (ECNY, None), ("", None),
    ],
)  # fmt: skip
def test_whose_code_it_is(code: str, provider: str | None) -> None:
    assert shipped_providers().provider_of(code) == provider


def test_e_cny_is_switched_on_by_a_file_and_refused_without(tmp_path: Path, clock: FakeClock) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        "[providers.ecny]\ncodes = ['0100\\d{15}']\ntimers = { deadline_s = 50, reverse_earliest_s = 0 }\n"
    )
    for providers, code, detail in (
        (shipped_providers(), ECNY, "code_wrong_kind"),
        (providers_with(own), ECNY, "code_wrong_kind"),
        (providers_with(own), "0100" + "7" * 11 + "0000", None),
    ):
        settings = msgspec.structs.replace(SETTINGS, providers=providers)
        town = Town(Place.file(tmp_path), clock, settings)
        answer = town.pay(code)
        assert answer.detail == detail
        town.close()
    assert (answer.outcome, answer.provider) == ("settled", "ecny")
    assert town.gateway.parts.settings.timers.charge("ecny").deadline_s == 50


def test_a_code_that_fits_two_is_nobodys() -> None:
    content = b"[providers.ecny]\ncodes = ['1\\d{17}']\ntimers = { deadline_s = 9, reverse_earliest_s = 0 }\n"
    book = shipped_providers().changed_by(content, "own")
    assert book.provider_of("13" + "1" * 16) is None
    assert book.provider_of("19" + "1" * 16) == "ecny"


def test_a_provider_takes_so_much_in_one_payment(tmp_path: Path, clock: FakeClock) -> None:
    rules = demonstration_providers().rules
    content = b"""
    [providers.wechat]
    codes = ['1[0-5]\\d{16}']
    timers = { deadline_s = 45, reverse_earliest_s = 15 }
    limits = { most_fen = 11230 }
    """
    limited = ProviderBook(rules).changed_by(content, "own")
    town = Town(Place.file(tmp_path), clock, msgspec.structs.replace(SETTINGS, providers=limited))
    bills = town.household_bills()
    answer = town.pay("134567890123450000", bills)
    assert (answer.outcome, answer.detail) == ("not_charged", "method_over_limit")
    electricity = tuple(bill for bill in bills if bill.due_fen == 11230)
    assert town.pay("134567890123450000", electricity).outcome == "settled"
    town.close()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[providers.payme]\ntimers = { deadline_s = 1, reverse_earliest_s = 0 }", "payme"),
        ("[providers.ecny]\ncodes = []", "own.toml: .*timers"),
        ("[providers.ecny]\ntimers = { deadline_s = 0, reverse_earliest_s = 0 }", "deadline_s"),
        ("[providers.ecny]\ntimers = { deadline_s = 9, reverse_earliest_s = 0, pol_s = 3 }", "pol_s"),
        (
            "[providers.ecny]\ncodes = ['(']\ntimers = { deadline_s = 9, reverse_earliest_s = 0 }",
            "own.toml: codes: .* is no pattern",
        ),
        ("providers = 3", "own.toml"),
        ("[providers", "own.toml"),
    ],
)
def test_a_slip_in_a_providers_file_is_told_with_file_and_key(
    tmp_path: Path, content: str, told: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(content)
    with pytest.raises(ProvidersFileWrong, match=told):
        providers_with(own)


def test_a_provider_without_rules_is_an_error_at_the_start(tmp_path: Path, clock: FakeClock) -> None:
    known = {name: each for name, each in shipped_providers().rules.items() if name != "unionpay"}
    settings = msgspec.structs.replace(SETTINGS, providers=ProviderBook(known))
    with pytest.raises(ProviderUnknown, match="no timers for unionpay"):
        open_gateway(Place.file(tmp_path).url, settings, clock)
