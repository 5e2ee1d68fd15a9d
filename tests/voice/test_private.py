"""AUD-6: the last guard before the loudspeaker, for whatever the session may have let through."""

import pytest

from kiosk.session.view import text
from kiosk.voice.private import speakable, tells_of_nobody

PHONE = "400-820 9627"


@pytest.mark.parametrize(
    "words",
    [
        "王*明",
        "张** 家",
        "138****5678",
        "138••••5678",
        "138*5678",
        "310108194002290011",
        "3101 0819 4002",
        "6222-0202-00",
        "户号 123456",
        f"{PHONE} 123456",
    ],
)
def test_masked_names_and_long_numbers_are_not_speakable(words: str) -> None:
    assert not speakable(words, PHONE)
    assert not speakable(words, "")


@pytest.mark.parametrize(
    "words",
    ["您好", "13 位数字", "尾号 0017", "15:05", f"请打 {PHONE}。", "2026 年 10 月", "一百一十二块三毛"],
)
def test_what_is_nobodys_is_speakable(words: str) -> None:
    assert speakable(words, PHONE)


def test_without_a_service_phone_its_number_is_as_any_other() -> None:
    assert not speakable(PHONE, "")


@pytest.mark.parametrize(
    ("place", "filling", "nobodys"),
    [
        ("holder", "张三", False),
        ("address", "临汾路 380 弄 5 号", False),
        ("anything", "Zhang San", False),
        ("face", "¥112.30", False),
        ("number", "0017", True),
        ("time", "15:05", True),
        ("phone", "400 820 9627", True),
        ("biller", "市自来水公司", True),
    ],
)
def test_bare_words_are_said_only_where_they_can_be_about_nobody(
    place: str, filling: str, nobodys: bool
) -> None:
    assert tells_of_nobody(text("any.key", **{place: filling})) is nobodys
    assert tells_of_nobody(text("any.key", said=text("any.other", **{place: filling}))) is nobodys
