"""PINs: strong ones are kept as hashes of their own salt, weak ones are refused, and none is ever told."""

import stat
from pathlib import Path

import pytest

from kiosk.access.pins import PinHash, Pins, PinsDamaged, WeakPin, hashed, refuse_weak, verified
from kiosk.session.secret import Secret

STRONG = Secret("40917283")

WEAK = {
    "11111111": "repeated",
    "12121212": "repeated",
    "12341234": "repeated",
    "12344321": "repeated",
    "11122233": "repeated",
    "12345678": "sequence",
    "87654321": "sequence",
    "56789012": "sequence",
    "13579135": "sequence",
    "19840229": "date",
    "29021984": "date",
    "02291984": "date",
    "20261121": "date",
    "1234567": "form",
    "123456789": "form",
    "4091728x": "form",
    "４0917283": "form",
}


@pytest.mark.parametrize(("pin", "rule"), WEAK.items(), ids=WEAK)
def test_a_pin_that_is_easily_guessed_is_refused_and_not_repeated(pin: str, rule: str) -> None:
    with pytest.raises(WeakPin) as refused:
        refuse_weak(Secret(pin))
    assert refused.value.rule == rule
    assert pin not in f"{refused.value} {refused.value!r}"


@pytest.mark.parametrize("pin", ["40917283", "19841329", "20613597", "70315562"])
def test_others_are_taken(pin: str) -> None:
    refuse_weak(Secret(pin))
    assert len(pin) == 8


def test_only_the_right_pin_of_the_right_technician_fits(tmp_path: Path) -> None:
    pins = Pins(tmp_path / "pins.json")
    pins.set("07", STRONG)
    assert pins.is_right("07", STRONG)
    assert not pins.is_right("07", Secret("40917284"))
    assert not pins.is_right("08", STRONG)


def test_two_hashes_of_one_pin_have_nothing_in_common() -> None:
    first, second = hashed(STRONG), hashed(STRONG)
    assert (first.salt, first.hash) != (second.salt, second.hash)
    assert first.n * first.r * 128 >= 32 * 2**20, "32 MiB to guess one"
    assert verified(first, STRONG)
    assert verified(second, STRONG)


def test_the_file_is_its_owners_alone_and_holds_no_pin(tmp_path: Path) -> None:
    path = tmp_path / "pins.json"
    Pins(path).set("07", STRONG)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert STRONG.value.encode() not in path.read_bytes()
    assert path.read_text(encoding="utf-8").count('"n":32768') == 1


def test_nothing_printed_tells_of_a_pin() -> None:
    kept = hashed(STRONG)
    assert kept.hash not in repr({"07": kept})
    assert repr(kept) == "PinHash(*)"


def test_a_damaged_file_lets_nobody_in_and_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "pins.json"
    path.write_bytes(b'{"07": {"salt": "00"}}')
    with pytest.raises(PinsDamaged, match="set the PINs anew"):
        Pins(path).is_right("07", STRONG)


def test_a_decoy_written_into_the_file_opens_nothing(tmp_path: Path) -> None:
    path = tmp_path / "pins.json"
    Pins(path).set("07", STRONG)
    assert not verified(PinHash("00" * 16, 2**14, 8, 1, "00" * 32), STRONG)


def test_technicians_have_numbers_of_two_digits(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two digits"):
        Pins(tmp_path / "pins.json").set("Li", STRONG)
