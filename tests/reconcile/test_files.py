"""Day-end files: what is whole is read exactly, what is not is refused with its place."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.reconcile.alipay import read_alipay
from kiosk.reconcile.day import day_of
from kiosk.reconcile.files import FileRefused
from kiosk.reconcile.own_file import read_own, write_own
from kiosk.reconcile.records import Key, Movement
from kiosk.reconcile.simulated_files import alipay_details, write_alipay, write_wechat, write_zip
from kiosk.reconcile.wechat import read_wechat

DAY = day_of(date(2026, 11, 21))
ORDER, REFUND = "0123456789abcdef" * 2, "R" + "0123456789abcdef" * 2 + "00"
BOOK = (
    Movement(Key("charge", ORDER), 8640, DAY.from_ms),
    Movement(Key("refund", REFUND), 8640, DAY.to_ms - 1000),
    Movement(Key("refund", ORDER), 5, DAY.from_ms + 3_600_000),
)
Write = Callable[[Path, tuple[Movement, ...]], object]


def wechat_file(folder: Path) -> Path:
    write_wechat(folder / "day.csv", BOOK)
    return folder / "day.csv"


def zip_of(folder: Path, details: bytes) -> Path:
    write_zip(folder / "day.zip", details)
    return folder / "day.zip"


def bare(movements: object) -> list[Movement]:
    """Without the places in a file."""
    return [movement._replace(line=0) for movement in movements]  # type: ignore[attr-defined]  # any iterable


READERS = {"wechat": read_wechat, "alipay": read_alipay, "own": read_own}


@pytest.mark.parametrize(
    ("read", "write"),
    [(read_wechat, write_wechat), (read_alipay, write_alipay), (read_own, write_own)],
    ids=["wechat", "alipay", "own"],
)
def test_a_whole_file_is_read_to_the_fen_and_second(
    tmp_path: Path, read: Callable[[Path], object], write: Write
) -> None:
    path = tmp_path / "day"
    write(path, BOOK)
    assert bare(read(path)) == list(BOOK)
    write(path, ())
    assert bare(read(path)) == []


def spoilt(path: Path, old: str, new: str, encoding: str = "utf-8") -> Path:
    text = path.read_bytes().decode(encoding)
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode(encoding))
    return path


WECHAT_FAULTS = [
    ("`3,", "`2,", "does not count 3 entries"),
    ("总交易单数", "总", "line 5: the line is neither"),
    ("交易状态,", "状态,", "line 1: there is no column 交易状态"),
    ("`SUCCESS", "`WAIT", "line 2: its state"),
    ("`86.40,`0.00,`\r", "`86.401,`0.00,`\r", "line 2: a sum reads like"),
    ("`2026-11-21 00:00:00", "`2026-11-21 24:00:00", "line 2: no such time"),
    ("`2026-11-21 23:59:59", "`2026/11/21 23:59:59", "line 3: "),
]


@pytest.mark.parametrize(("old", "new", "told"), WECHAT_FAULTS, ids=[told for *_, told in WECHAT_FAULTS])
def test_a_wechat_file_that_is_not_whole_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = spoilt(wechat_file(tmp_path), old, new)
    with pytest.raises(FileRefused, match=told):
        list(read_wechat(path))


def test_a_wechat_file_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = wechat_file(tmp_path).read_bytes()
    last = whole.rindex(b"`3,") + len(b"`3")
    for length in range(0, last, 7):
        cut = tmp_path / "cut.csv"
        cut.write_bytes(whole[:length])
        with pytest.raises(FileRefused):
            list(read_wechat(cut))


ALIPAY_FAULTS = [
    ("#交易合计：1笔", "#交易合计：2笔", "do not count 1 of kind charge"),
    ("#退款合计：2笔", "#退款合计：12笔", "do not count 2 of kind refund"),
    ("业务明细列表结束", "业务明细列表", "do not end with"),
    ("订单金额（元）", "金额", "there is no column 订单金额"),
    ("交易\t,", "转账\t,", "line 1: its kind and the sign"),
    ("-86.40,", "86.40,", "line 2: its kind and the sign"),
]


@pytest.mark.parametrize(("old", "new", "told"), ALIPAY_FAULTS, ids=[told for *_, told in ALIPAY_FAULTS])
def test_an_alipay_file_that_is_not_whole_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = alipay_details(BOOK)
    assert old in text
    path = zip_of(tmp_path, text.replace(old, new, 1).encode("gbk"))
    with pytest.raises(FileRefused, match=told):
        list(read_alipay(path))


def test_an_alipay_file_that_is_no_zip_or_not_gbk_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "day.zip"
    for content in (b"", b"PK\x03\x04 and no more", "#业务明细列表".encode()):
        path.write_bytes(content)
        with pytest.raises(FileRefused, match="no sound zip"):
            list(read_alipay(path))
    with pytest.raises(FileRefused, match=r"not GBK|no file in it"):
        list(read_alipay(zip_of(tmp_path, alipay_details(BOOK).encode("utf-8"))))


OWN_FAULTS = [
    ("kind,", "sort,", "line 1: its columns"),
    ("#rows,3", "#rows,4", "does not tell 3 rows"),
    ("fen,17285", "fen,17286", "does not tell 3 rows"),
    ("charge,", "loan,", "line 2: an entry has 4 values"),
    (",8640,", ",-8640,", "line 2: fen is a whole number"),
    (",8640,", ",８６４０,", "line 2: fen is a whole number"),
    (f",{REFUND},", ",,", "line 3: a number has"),
    ("#rows", "", "its columns|an entry"),
]


@pytest.mark.parametrize(("old", "new", "told"), OWN_FAULTS, ids=range(len(OWN_FAULTS)))
def test_an_own_file_that_is_not_whole_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "day.csv"
    write_own(path, BOOK)
    (tmp_path / "day.csv.sha256").unlink()
    with pytest.raises(FileRefused, match=told):
        list(read_own(spoilt(path, old, new)))


def test_a_digest_that_does_not_fit_refuses_the_file_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    write_own(path, BOOK)
    spoilt(path, ",8640,", ",8641,")
    with pytest.raises(FileRefused, match=r"does not fit day\.csv\.sha256"):
        next(read_own(path))


def test_no_refusal_repeats_what_stood_in_the_file(tmp_path: Path) -> None:
    path = spoilt(wechat_file(tmp_path), "`SUCCESS", "`6222020000000000")
    with pytest.raises(FileRefused) as refused:
        list(read_wechat(path))
    assert "6222" not in str(refused.value)
    assert refused.value.__cause__ is None


@given(data=st.data(), name=st.sampled_from(sorted(READERS)))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path: Path, data: st.DataObject, name: str) -> None:
    """Bytes changed, dropped and put in at random places never bring out anything but a refusal."""
    path = tmp_path / "fuzzed"
    {"wechat": write_wechat, "alipay": write_alipay, "own": write_own}[name](path, BOOK)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path.write_bytes(content)
    (tmp_path / "fuzzed.sha256").unlink(missing_ok=True)
    try:
        found = bare(READERS[name](path))
    except FileRefused:
        return
    assert all(movement.fen >= 0 for movement in found)
