"""What is held before the window is a real picture of a real code, and is taken away again."""

import pytest

from drivers.scanner.decode import decode
from drivers.scanner.document_check import Verdict, judge
from drivers.scanner.simulated_camera import SimulatedCamera
from kiosk.bench.code_window import SHOWN_S
from kiosk.bench.codes import FATES
from kiosk.gateway.demonstration.composition import demonstration_providers
from kiosk.gateway.parties.biller_rules import shipped_biller_book
from tests.bench.conftest import Workbench

EVERY_KIND = frozenset({"qr", "code128"})


def camera_of(workbench: Workbench) -> SimulatedCamera:
    camera = workbench.hands.camera
    assert camera is not None
    return camera


def seen(workbench: Workbench) -> list[str]:
    picture = camera_of(workbench).frame(0)
    return [] if picture is None else [code.text for code in decode(picture, EVERY_KIND)]


@pytest.mark.parametrize(
    ("control", "biller", "account"),
    [
        ("show_electricity", "electric-city", "3102664100017"),
        ("show_water", "water-city", "0213805012"),
        ("show_gas", "gas-city", "90380501234"),
    ],
)
def test_the_first_households_bills_are_those_the_gateway_knows(
    workbench: Workbench, control: str, biller: str, account: str
) -> None:
    workbench.press(f"code_window.{control}")
    [code] = seen(workbench)
    assert shipped_biller_book()[biller].account_in(code) == account


def test_the_water_bill_carries_month_and_sum_as_printed(workbench: Workbench) -> None:
    workbench.press("code_window.show_water")
    assert seen(workbench) == ["W021380501220261000007245"]


def test_a_foreign_bill_looks_foreign_and_nonsense_like_nothing(workbench: Workbench) -> None:
    book = shipped_biller_book()
    workbench.press("code_window.show_foreign")
    assert book.looks_foreign(*seen(workbench))
    workbench.press("code_window.show_nonsense")
    assert not book.looks_foreign(*seen(workbench))


@pytest.mark.parametrize("wallet", ["wechat", "alipay", "unionpay", "ecny"])
@pytest.mark.parametrize("fate", list(FATES))
def test_a_phones_code_is_its_providers_and_ends_with_its_fate(
    workbench: Workbench, wallet: str, fate: str
) -> None:
    workbench.press(f"code_window.{wallet}")
    workbench.press(f"code_window.{fate}")
    [code] = seen(workbench)
    assert demonstration_providers().provider_of(code) == wallet
    assert code.endswith(FATES[fate])


def test_every_phone_code_is_fresh_but_the_one_shown_again(workbench: Workbench) -> None:
    codes = []
    for control in ("approves", "approves", "again"):
        workbench.press(f"code_window.{control}")
        codes += seen(workbench)
    first, second, again = codes
    assert first != second
    assert again == second


def test_a_hand_sinks_by_itself_unless_it_is_to_stay_up(workbench: Workbench) -> None:
    workbench.press("code_window.show_gas")
    workbench.clock.advance(SHOWN_S - 0.1)
    workbench.bench.pass_time()
    assert seen(workbench)
    workbench.clock.advance(0.2)
    workbench.bench.pass_time()
    assert seen(workbench) == []
    workbench.press("code_window.keep")
    workbench.press("code_window.show_gas")
    workbench.clock.advance(60)
    workbench.bench.pass_time()
    assert seen(workbench)
    workbench.press("code_window.take_away")
    assert seen(workbench) == []


def test_codes_apply_while_the_kiosk_looks(workbench: Workbench) -> None:
    assert not workbench.control("code_window.approves").applies
    camera_of(workbench).open()
    assert workbench.control("code_window.approves").applies


def test_the_hand_scanner_sees_what_the_camera_does_not(workbench: Workbench) -> None:
    scanner = workbench.hands.scanner
    assert scanner is not None
    workbench.press("code_window.scanner")
    workbench.press("code_window.show_electricity")
    assert seen(workbench) == []
    scanner.receive(b"\x7e\x010000@SCNTRG1;\x03", 0.0)
    assert scanner.lit
    scanner.due(0.0)
    assert b"3102664100017\r" in scanner.due(1.0)


@pytest.mark.parametrize(
    ("control", "verdict"), [("lay_paper", Verdict.GOOD), ("lay_cut_off", Verdict.CUT_OFF)]
)
def test_a_paper_is_laid_before_the_camera_and_taken_away_again(
    workbench: Workbench, control: str, verdict: Verdict
) -> None:
    workbench.press("code_window.keep")
    workbench.press(f"code_window.{control}")
    picture = camera_of(workbench).frame(0)
    assert picture is not None
    assert judge(picture).verdict is verdict
    workbench.press("code_window.take_away")
    assert camera_of(workbench).frame(0) is None
