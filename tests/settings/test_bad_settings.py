"""Every way to get the settings wrong gives one line: file, key, what was found, what is allowed."""

from pathlib import Path

import pytest

from kiosk.settings import SettingsError, check_config, load_settings

from .conftest import Edit

# file, old text, new text, then the line: key, found, allowed
WRONG = [
    # keys
    (
        "kiosk.toml",
        "idle_s = 180",
        "idel_s = 180",
        "timing.idel_s",
        "an unknown key",
        "did you mean idle_s (seconds)?",
    ),
    ("kiosk.toml", "[staff]", "[stuff]", "stuff", "an unknown key", "did you mean staff?"),
    ("kiosk.toml", "[staff]", "[staff]\nlunch = 12", "staff.lunch", "an unknown key", "no further keys here"),
    (
        "kiosk.toml",
        'service_phone = "962740"',
        "",
        "kiosk.service_phone",
        "nothing, though it must be given",
        'a telephone number, such as "962740"',
    ),
    (
        "utilities.toml",
        "modulus = 11",
        "modulo = 11",
        "utility.electricity.account_number.check.modulo",
        "an unknown key",
        "did you mean modulus?",
    ),
    # units
    (
        "kiosk.toml",
        "idle_s = 180",
        "idle_ms = 180",
        "timing.idle_ms",
        "an unknown key",
        "did you mean idle_s (seconds)?",
    ),
    (
        "kiosk.toml",
        "idle_s = 180",
        "idle = 180",
        "timing.idle",
        "an unknown key",
        "did you mean idle_s (seconds)?",
    ),
    (
        "kiosk.toml",
        "idle_s = 180",
        'idle_s = "3 min"',
        "timing.idle_s",
        '"3 min"',
        "a whole number of seconds from 120 to 300",
    ),
    (
        "displays.toml",
        "width_mm = 267.8",
        "width_mm = 26.78",
        "display.portrait.width_mm",
        "26.78",
        "a number of millimetres from 100 to 2000",
    ),
    (
        "displays.toml",
        "width_mm = 267.8",
        "width_in = 10.5",
        "display.portrait.width_in",
        "an unknown key",
        "did you mean width_mm (millimetres)?",
    ),
    # values
    (
        "kiosk.toml",
        "idle_s = 180",
        "idle_s = 30",
        "timing.idle_s",
        "30",
        "a whole number of seconds from 120 to 300",
    ),
    (
        "kiosk.toml",
        "still_there_s = 45",
        "still_there_s = 19",
        "timing.still_there_s",
        "19",
        "from 20 to 120",
    ),
    ("kiosk.toml", "goodbye_s = 15", "goodbye_s = 14", "timing.goodbye_s", "14", "from 15 to 60"),
    (
        "kiosk.toml",
        "goodbye_s = 15",
        "goodbye_s = 15.5",
        "timing.goodbye_s",
        "15.5",
        "a whole number of seconds",
    ),
    ("kiosk.toml", "demonstration = true", "demonstration = 1", "mode.demonstration", "1", "true or false"),
    (
        "kiosk.toml",
        '"LFL-380-01"',
        '"lfl 1"',
        "kiosk.number",
        '"lfl 1"',
        "capital letters, digits and hyphens",
    ),
    ("kiosk.toml", '"LFL-380-01"', "38001", "kiosk.number", "38001", "capital letters, digits and hyphens"),
    ("kiosk.toml", 'language = "zh"', 'language = "en"', "kiosk.language", '"en"', '"zh"'),
    (
        "kiosk.toml",
        '"Asia/Shanghai"',
        '"Shanghai"',
        "kiosk.time_zone",
        '"Shanghai"',
        "a time zone this system knows",
    ),
    ("kiosk.toml", '"embedded"', '"ftp://x"', "gateway.url", '"ftp://x"', '"embedded", or an address'),
    (
        "kiosk.toml",
        'model = "escpos"',
        'model = "escpoz"',
        "devices.printer.model",
        '"escpoz"',
        'did you mean "escpos"?',
    ),
    (
        "kiosk.toml",
        "baud_rate = 115200",
        "baud_rate = 9601",
        "devices.id_reader.baud_rate",
        "9601",
        "1200 or 2400 or 4800 or 9600",
    ),
    (
        "kiosk.toml",
        'model = "ecr"\nurl = "simulator"',
        'model = "ecr"\nurl = "COM3"',
        "devices.terminal.url",
        '"COM3"',
        '"simulator", "none", "/dev/serial/by-id/..."',
    ),
    (
        "kiosk.toml",
        '"bank_card", "cash"]',
        '"card"]',
        "methods.order",
        '["phone_code","card"]',
        '"bank_card" and "cash"',
    ),
    (
        "kiosk.toml",
        '"bank_card", "cash"]',
        '"phone_code"]',
        "methods.order",
        '["phone_code","phone_code"]',
        "each method once",
    ),
    ("kiosk.toml", "to_hour = 17", "to_hour = 9", "staff.to_hour", "9", "later than staff.from_hour (9)"),
    (
        "displays.toml",
        'resident = "portrait"',
        'resident = "potrait"',
        "resident",
        '"potrait"',
        'did you mean "portrait"?',
    ),
    (
        "displays.toml",
        "width_mm = 267.8",
        "width_mm = 297",
        "display.portrait",
        "1080 px on 297 mm and 1920 px on 476.1 mm",
        "as many pixels to the millimetre across as upright",
    ),
    (
        "utilities.toml",
        'tone = "water"',
        'tone = "blue"',
        "utility.water.tone",
        '"blue"',
        '"electricity" or "gas" or "heat" or "plain" or "water"',
    ),
    (
        "utilities.toml",
        "weights = [9, 7, 3, 1]",
        'weights = [9, "x"]',
        "utility.water.account_number.check.weights",
        '[9,"x"]',
        "a list of whole numbers from 1 to 97",
    ),
    (
        "utilities.toml",
        "min_fen = 1, max_fen = 5_000_00",
        "min_fen = 600, max_fen = 500",
        "utility.electricity.payment.max_fen",
        "500",
        "at least min_fen (600)",
    ),
    (
        "utilities.toml",
        'cards = ["gas_card", "citizen_card"]',
        'cards = ["library_card"]',
        "utility.gas.cards",
        '["library_card"]',
        'a list of: "citizen_card" or "electricity_card"',
    ),
    (
        "utilities.toml",
        'name = "gas"',
        'name = "water"',
        "utility.water",
        "2 tables of this name",
        "one [[utility]]",
    ),
    # tables where values are meant, and the other way round
    (
        "kiosk.toml",
        "[mode]\ndemonstration = true",
        "mode = true",
        "kiosk.mode",
        "an unknown key",
        "no further keys here",
    ),
    (
        "kiosk.toml",
        "idle_s = 180",
        "idle_s = { value = 180 }",
        "timing.idle_s",
        "a table",
        "a whole number of seconds",
    ),
    (
        "utilities.toml",
        "payment = { min_fen = 1, max_fen = 5_000_00 }",
        "payment = 500",
        "utility.electricity.payment",
        "500",
        "a table with the keys min_fen, max_fen",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "found", "allowed"), WRONG)
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
    edit("kiosk.toml", 'model = "ecr"', 'model = "ercc"')
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
    devices = ["id_reader", "card_reader", "scanner", "camera", "printer", "terminal"]
    assert keys == [f"devices.{name}.url" for name in devices] + ["gateway.url"]


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
    assert len(check_config(tmp_path / "nowhere")) == 3


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
