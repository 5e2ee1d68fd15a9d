"""AUD-3: where the voice takes breath."""

import pytest

from kiosk.voice.phrases import phrases, takes_breath


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("您好。要交什么费,请点一下", ("您好", "要交什么费", "请点一下")),
        ("请取走您的卡\n卡在入口", ("请取走您的卡", "卡在入口")),
        ("Hello. Which bill, please?", ("Hello", "Which bill", "please")),
        ("请 15:05 以后再试", ("请 15:05 以后再试",)),
        ("余下 12.50 度。", ("余下 12.50 度",)),
        ("点“收付款”,再按", ("点 收付款", "再按")),
        ("水费、电费、燃气费", ("水费", "电费", "燃气费")),
        ("请打 962740,不要走开", ("请打 9 6 2 7 4 0", "不要走开")),
        ("你好!?。,", ("你好",)),
        ("。", ()),
        ("", ()),
    ],
)
def test_a_line_is_said_phrase_by_phrase(words: str, cut: tuple[str, ...]) -> None:
    assert phrases(words) == cut


def test_twenty_three_is_one_phrase_in_english() -> None:
    assert phrases("twenty-three yuan, please") == ("twenty-three yuan", "please")


@pytest.mark.parametrize(
    ("before", "after", "breath"),
    [
        ("一共", "二", False),
        ("块", "。看清楚了", True),
        ("收到,", "二", True),
        ("交好了。 ", "请", True),
        ("请取走", "\n卡在入口", True),
        ("two", "hundred", False),
        ("Pay", " now", False),
        ("", "", False),
    ],
)
def test_between_two_recordings_there_is_a_pause_where_a_phrase_ends(
    before: str, after: str, breath: bool
) -> None:
    assert takes_breath(before, after) is breath
