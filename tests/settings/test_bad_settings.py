"""Every way to get the settings wrong gives one line: file, key, what was found, what is allowed."""

from pathlib import Path

import pytest

from kiosk.settings import SettingsError, check_config, load_settings

from .conftest import Edit
from .slips import SLIPS
from .slips_of_services import SLIPS as SLIPS_OF_SERVICES


@pytest.mark.parametrize(("file", "old", "new", "key", "found", "allowed"), SLIPS + SLIPS_OF_SERVICES)
def test_each_fault_is_one_line(
    config_dir: Path, edit: Edit, file: str, old: str, new: str, key: str, found: str, allowed: str
) -> None:
    edit(file, old, new)
    lines = [
        line
        for line in check_config(config_dir)
        if line.startswith(f"{config_dir / file}: {key}: found {found}")
    ]
    assert len(lines) == 1
    assert allowed in lines[0].partition("; allowed: ")[2]
    assert "\n" not in lines[0]


def test_a_fault_gives_its_line_and_no_other(config_dir: Path, edit: Edit) -> None:
    edit("kiosk.toml", "idle_s = 180", "idle_s = 900")
    allowed = "a whole number of seconds from 120 to 300"
    assert check_config(config_dir) == (
        f"{config_dir}/kiosk.toml: timing.idle_s: found 900; allowed: {allowed}",
    )


def test_all_faults_of_all_files_at_once(config_dir: Path, edit: Edit) -> None:
    edit("kiosk.toml", "idle_s = 180", "idle_s = 900")
    edit("kiosk.toml", 'model = "ecr"', "model = 7")
    edit("displays.toml", "width_px = 1080", 'width_px = "1080"')
    edit("utilities.toml", "digits = 13", "digits = 3")
    with pytest.raises(SettingsError) as caught:
        load_settings(config_dir)
    lines = str(caught.value).splitlines()
    assert len(lines) == 4
    for key in (
        "timing.idle_s",
        "devices.terminal.model",
        "display.portrait.width_px",
        "electricity.account_number.digits",
    ):
        assert any(key in line for line in lines)


def test_a_real_machine_refuses_simulators_and_the_embedded_gateway(config_dir: Path, edit: Edit) -> None:
    edit("kiosk.toml", "demonstration = true", "demonstration = false")
    keys = [line.split(": ")[1] for line in check_config(config_dir)]
    devices = [
        "id_reader",
        "card_reader",
        "scanner",
        "camera",
        "printer",
        "note_acceptor",
        "terminal",
        "door",
    ]
    assert keys == [f"devices.{name}.url" for name in devices] + ["gateway.url"]


def test_two_devices_cannot_share_a_port(config_dir: Path, edit: Edit) -> None:
    port = 'url = "/dev/ttyS1"'
    edit("kiosk.toml", 'model = "ssp"                  # or "id003"\nurl = "simulator"', port)
    edit("kiosk.toml", 'url = "simulator"              # the port whose', f"{port} # the port whose")
    found = 'devices.door.url: found "/dev/ttyS1"; allowed: not the port of note_acceptor'
    assert check_config(config_dir) == (f"{config_dir}/kiosk.toml: {found}",)


def test_a_real_machine_has_devices(config_dir: Path, edit: Edit, gateway_elsewhere: str) -> None:
    edit("kiosk.toml", "demonstration = true", "demonstration = false")
    edit("kiosk.toml", '"embedded"', gateway_elsewhere)
    path = config_dir / "kiosk.toml"
    path.write_text(path.read_text().replace('"simulator"', '"none"'))
    assert check_config(config_dir) == (
        f"{path}: devices: found no device that is fitted; allowed: at least what finds and pays a bill",
    )


def test_a_real_machine_sends_nothing_in_the_clear(config_dir: Path, edit: Edit) -> None:
    edit("kiosk.toml", "demonstration = true", "demonstration = false")
    edit("kiosk.toml", '"embedded"', '"http://gateway.example"')
    assert any("gateway.url" in line and "https://" in line for line in check_config(config_dir))
    edit("kiosk.toml", "http://gateway.example", "http://127.0.0.1.evil.example")
    assert any("gateway.url" in line for line in check_config(config_dir))


def test_no_utility_left(config_dir: Path) -> None:
    path = config_dir / "utilities.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("enabled = true", "enabled = false"), encoding="utf-8"
    )
    assert "at least one utility with enabled = true" in check_config(config_dir)[0]


def test_a_missing_file(config_dir: Path) -> None:
    (config_dir / "displays.toml").unlink()
    assert check_config(config_dir) == (
        f"{config_dir}/displays.toml: found No such file or directory; allowed: a readable TOML file",
    )


def test_a_missing_folder_names_every_file(tmp_path: Path) -> None:
    assert len(check_config(tmp_path / "nowhere")) == 4


def test_a_file_under_a_wrong_name(config_dir: Path) -> None:
    (config_dir / "displays.toml").rename(config_dir / "display.toml")
    stray, missing = check_config(config_dir)
    assert "display.toml: found a file that nobody reads; allowed: did you mean displays.toml?" in stray
    assert "displays.toml: found No such file" in missing


def test_broken_toml_names_line_and_column(config_dir: Path, edit: Edit) -> None:
    edit("kiosk.toml", "[mode]", "[mode")
    (line,) = check_config(config_dir)
    assert line.startswith(f"{config_dir}/kiosk.toml: found ")
    assert "line 11" in line


def test_bytes_that_are_no_text(config_dir: Path) -> None:
    (config_dir / "kiosk.toml").write_bytes(b"\xff\xfe[kiosk]")
    assert check_config(config_dir) == (
        f"{config_dir}/kiosk.toml: found no UTF-8 at byte 0; allowed: a text file in UTF-8",
    )


def test_an_empty_file_names_every_table_it_must_have(config_dir: Path) -> None:
    (config_dir / "kiosk.toml").write_text("")
    keys = [line.split(": ")[1] for line in check_config(config_dir)]
    assert keys == ["kiosk", "mode", "gateway", "devices", "methods"]


def test_a_long_value_is_cut(config_dir: Path, edit: Edit) -> None:
    edit("kiosk.toml", '"LFL-380-01"', '"' + "A" * 500 + '"')
    (line,) = check_config(config_dir)
    assert len(line) < 300
