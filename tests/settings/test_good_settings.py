"""The configuration as shipped, and the changes an operator makes to it."""

import re
import shutil
import tomllib
from itertools import count
from pathlib import Path

import pytest

from kiosk.session.numbers import number_fits
from kiosk.session.rules import Timing
from kiosk.session.view import Comfort
from kiosk.settings import check_config, load_settings
from kiosk.settings.session_rules import session_rules
from kiosk.texts import ASSETS, LANGUAGES

from .conftest import CONFIG, Edit

NOVEMBER_2026_S = 1_795_254_060.0


def test_shipped_settings_are_valid() -> None:
    assert check_config(CONFIG) == ()


def test_shipped_settings_describe_the_demonstration_machine() -> None:
    settings = load_settings(CONFIG)
    assert settings.kiosk.identity.number == "LFL-380-01"
    assert settings.kiosk.mode.demonstration
    assert settings.kiosk.gateway.url == "embedded"
    assert [utility.name for utility in settings.utilities.enabled] == ["electricity", "water", "gas"]
    assert settings.kiosk.methods.order == ("phone_code", "bank_card", "cash", "recharge_card")


def test_resident_display_is_upright_and_measured_in_millimetres() -> None:
    display = load_settings(CONFIG).displays.resident_display
    assert display.orientation == "portrait"
    assert display.px_per_mm == pytest.approx(4.03, abs=0.005)


def test_heat_is_one_word_away(config_dir: Path, edit: Edit) -> None:
    edit("utilities.toml", "enabled = false", "enabled = true")
    assert [utility.name for utility in load_settings(config_dir).utilities.enabled][-1] == "heat"


def test_a_new_kind_of_bill_is_data(
    config_dir: Path, edit: Edit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assets = tmp_path_factory.mktemp("assets")
    shutil.copytree(ASSETS / "icons", assets / "icons")
    shutil.copytree(ASSETS / "texts", assets / "texts")
    for language in LANGUAGES:
        with (assets / "texts" / f"{language}.toml").open("a", encoding="utf-8") as words:
            words.write('\n[utility.broadband]\nbill = "b"\nshort = "b"\nnumber = "b"\nwhere = "b"\n')
    table = """
[[utility]]
name = "broadband"
enabled = true
icon = "house"
tone = "plain"
account_number = { digits = 8 }
payment = { min_fen = 100, max_fen = 50_000 }
"""
    edit("utilities.toml", "[[utility]]", table + "[[utility]]")
    first = load_settings(config_dir, assets).utilities.enabled[0]
    assert (first.name, first.account_number.check) == ("broadband", None)


def test_a_device_left_out_is_not_fitted(config_dir: Path, edit: Edit) -> None:
    edit("kiosk.toml", '[devices.camera]\nmodel = "camera"\nurl = "simulator"\n', "")
    assert load_settings(config_dir).kiosk.devices.camera.url == "none"


def test_real_machine_with_real_ports(config_dir: Path, edit: Edit, gateway_elsewhere: str) -> None:
    edit("kiosk.toml", "demonstration = true", "demonstration = false")
    edit("kiosk.toml", '"embedded"', gateway_elsewhere)
    path = config_dir / "kiosk.toml"
    ports = (f'"/dev/serial/by-id/usb-{number}"' for number in count())
    path.write_text(re.sub('"simulator"', lambda _: next(ports), path.read_text()))
    assert check_config(config_dir) == ()


@pytest.mark.parametrize(
    ("utility", "number"),
    [("electricity", "3102664100017"), ("water", "0213805012"), ("gas", "90380501234")],
)
def test_account_numbers_of_the_first_household_pass_and_a_slip_does_not(utility: str, number: str) -> None:
    rule = session_rules(load_settings(CONFIG), NOVEMBER_2026_S).utility(utility).number
    slipped = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert number_fits(rule, number)
    assert not number_fits(rule, slipped)


def test_kiosk_and_gateway_agree_how_account_numbers_are_built() -> None:
    billers = tomllib.loads(
        (CONFIG.parent / "kiosk" / "gateway" / "parties" / "billers.toml").read_text(encoding="utf-8")
    )
    kiosk = {utility.name: utility.account_number for utility in load_settings(CONFIG).utilities.all}
    for biller in billers["billers"]:
        ours, theirs = kiosk[biller["utility"]], biller["number"]
        assert ours.check is not None
        known = (ours.digits, list(ours.check.weights), ours.check.modulus)
        assert known == (theirs["length"], theirs["weights"], theirs["modulus"]), biller["biller_id"]


def test_the_session_learns_every_waiting_time(config_dir: Path, edit: Edit) -> None:
    defaults = Timing()
    for name in defaults.__struct_fields__:
        value = int(getattr(defaults, name))
        edit(
            "kiosk.toml",
            f"{name} = {value}",
            f"{name} = {value - 1 if name == 'explain_wait_s' else value + 1}",
        )
    timing = session_rules(load_settings(config_dir), NOVEMBER_2026_S).timing
    unchanged = [
        name for name in defaults.__struct_fields__ if getattr(timing, name) == getattr(defaults, name)
    ]
    assert unchanged == []


def test_the_session_learns_the_local_time_and_the_mode() -> None:
    rules = session_rules(load_settings(CONFIG), NOVEMBER_2026_S)
    assert rules.utc_offset_s == 8 * 3600
    assert rules.demonstration
    assert (rules.staff_from_hour, rules.staff_to_hour) == (9, 17)


def test_methods_without_a_device_are_told_as_not_fitted(config_dir: Path, edit: Edit) -> None:
    edit(
        "kiosk.toml",
        '[devices.terminal]\nmodel = "ecr"\nurl = "simulator"',
        '[devices.terminal]\nmodel = "ecr"',
    )
    edit("kiosk.toml", '[devices.camera]\nmodel = "camera"\nurl = "simulator"', "[devices.camera]")
    edit("kiosk.toml", 'url = "simulator"\n\n[devices.terminal]', "\n[devices.terminal]")
    assert session_rules(load_settings(config_dir), 0.0).not_fitted == {"cash", "bank_card"}
    path = config_dir / "kiosk.toml"
    path.write_text(re.sub(r'(?<=\[devices.scanner\]\n)(.*\n)url = "simulator"', r"\1", path.read_text()))
    assert session_rules(load_settings(config_dir), 0.0).not_fitted == {"cash", "bank_card", "phone_code"}


def test_everybody_finds_the_machine_as_it_was_set_up(config_dir: Path, edit: Edit) -> None:
    edit("kiosk.toml", "size = 100", "size = 150")
    edit("kiosk.toml", 'theme = "light"', 'theme = "black"')
    edit("kiosk.toml", 'language = "zh"', 'language = "en"')
    rules = session_rules(load_settings(config_dir), NOVEMBER_2026_S)
    assert rules.comfort == Comfort(size=150, theme="black", language="en")
    assert rules.languages == ("zh", "en")
