"""The day sheet in a technician's hands: chosen by tapping, said in plain words, printed to be signed."""

import pytest

from kiosk.technician import events as t
from kiosk.technician.day_shown import DayShown
from kiosk.technician.effects import PrintSlip, ReadDay
from kiosk.technician.slip import SlipDocument
from kiosk.technician.view import Form, Sheet
from tests.technician import days
from tests.technician.bench import Bench, words


@pytest.fixture
def opened(inside: Bench) -> Bench:
    inside.taps("supplies", "day_sheet")
    return inside


def sheet(bench: Bench) -> Sheet:
    assert isinstance(bench.desk, Sheet)
    return bench.desk


def rows(bench: Bench, grid: int = 0) -> dict[str, list[str]]:
    return {
        row.name: [cell if isinstance(cell, str) else words(cell) for cell in row.cells]
        for row in sheet(bench).grids[grid].rows
    }


def slip(bench: Bench) -> SlipDocument:
    effect = bench.asked(PrintSlip)[-1]
    assert isinstance(effect, PrintSlip)
    return effect.document


def printed(bench: Bench) -> list[tuple[str, str]]:
    return [
        (words(line.label), line.value if isinstance(line.value, str) else words(line.value))
        for line in slip(bench).lines
    ]


def test_it_opens_on_today_and_is_read_anew(opened: Bench) -> None:
    assert opened.asked(ReadDay) == [ReadDay("2026-11-21")]
    assert words(sheet(opened).said) == "正在读取,请稍等"
    assert not opened.button("print").enabled
    opened.feed(t.DayRead(days.AGREES))
    assert words(sheet(opened).said) == "机器和网关一致"
    opened.taps("day_2026-11-21")
    assert sheet(opened).grids == (), "what was read before is not taken for what is read now"


def test_both_sides_and_the_difference_stand_side_by_side(opened: Bench) -> None:
    opened.feed(t.DayRead(days.DIFFERS))
    found = rows(opened)
    assert found["method_phone_code"] == ["手机码", "48", "¥5321.05", "47", "¥5234.65", "+¥86.40"]
    assert found["method_cash"][-1] == "¥0.00"
    assert found["all"] == ["合计", "69", "¥8437.05", "68", "¥8350.65", "+¥86.40"]
    assert [row.level for row in sheet(opened).grids[0].rows] == ["error", None, None, None, None]
    assert rows(opened, 1) == {
        "note_10000": ["¥100 纸币", "12", "0", "0", "12"],
        "note_1000": ["¥10 纸币", "4", "0", "0", "4"],
    }
    assert "两人签字" in words(sheet(opened).said)
    assert sheet(opened).level == "error"


@pytest.mark.parametrize(
    ("day", "said", "level"),
    [
        (days.WAITS, "还没定", "busy"),
        (days.MIDNIGHT, "不算差错", "ok"),
        (days.ALONE, "连不上网关", "warning"),
        (days.TORN, "流水不全", "warning"),
    ],
)
def test_what_it_comes_to_is_said_in_words(opened: Bench, day: DayShown, said: str, level: str) -> None:
    opened.feed(t.DayRead(day))
    desk = sheet(opened)
    assert said in words(desk.said).replace("还有没定", "还没定")
    assert desk.level == level
    assert opened.button("print").enabled


def test_payments_around_midnight_have_a_line_and_make_no_difference(opened: Bench) -> None:
    opened.feed(t.DayRead(days.MIDNIGHT))
    found = rows(opened)
    assert found["midnight"] == ["零点前后", "1", "¥86.40", "0", "¥0.00", ""]
    assert found["method_phone_code"][-1] == "¥0.00"


def test_without_the_gateway_the_machines_side_stands_alone(opened: Bench) -> None:
    opened.feed(t.DayRead(days.ALONE))
    assert rows(opened)["method_phone_code"] == ["手机码", "48", "¥5321.05", "-", "-", "-"]
    assert rows(opened, 1)["note_10000"][-1] == "-"


def test_a_day_is_chosen_by_tapping_as_far_back_as_a_month(opened: Bench) -> None:
    names = [words(button.label) for button in sheet(opened).days]
    assert names == ["今天", "昨天", "11-19", "11-18", "11-17", "11-16", "11-15"]
    opened.feed(t.DayRead(days.AGREES))
    opened.taps("day_2026-11-20")
    assert opened.asked(ReadDay)[-1] == ReadDay("2026-11-20")
    assert sheet(opened).grids == (), "nothing of another day stays"
    opened.feed(t.DayRead(days.AGREES))
    assert sheet(opened).grids == (), "an answer that came late is of another day"
    opened.taps("page_next", "page_next", "page_next", "page_next")
    assert [button.name for button in sheet(opened).days][-1] == "day_2026-10-21"
    assert not opened.button("page_next").enabled
    opened.taps("day_2026-10-21")
    assert opened.asked(ReadDay)[-1] == ReadDay("2026-10-21")
    opened.feed(t.DayChosen("2020-01-01"))
    assert opened.asked(ReadDay)[-1] == ReadDay("2026-10-21")


def test_the_slip_has_both_columns_and_two_lines_to_sign(opened: Bench) -> None:
    opened.feed(t.DayRead(days.DIFFERS))
    opened.taps("print")
    lines = printed(opened)
    assert slip(opened).name == "day-2026-11-21"
    assert ("日期", "2026-11-21") in lines
    assert ("手机码 笔数", "48 / 47") in lines
    assert ("手机码 金额", "¥5321.05 / ¥5234.65") in lines
    assert ("手机码 相差", "+1 / +¥86.40") in lines
    assert ("银行卡 笔数", "12 / 12") in lines
    assert ("合计 笔数", "69 / 68") in lines
    assert ("合计 金额", "¥8437.05 / ¥8350.65") in lines
    assert ("合计 相差", "+1 / +¥86.40") in lines
    assert ("¥100 纸币", "12 / 12") in lines
    assert [line.kind for line in slip(opened).lines][-2:] == ["sign", "sign"]
    assert [label for label, _value in lines][-2:] == ["技术员 07 签字", "复核人签字"]
    opened.feed(t.Printed())
    assert opened.notice == "已打印"


def test_a_slip_without_the_gateway_says_so(opened: Bench) -> None:
    opened.feed(t.DayRead(days.ALONE))
    opened.taps("print")
    assert ("手机码 笔数", "48 / -") in printed(opened)
    assert ("合计 金额", "¥8437.05 / -") in printed(opened)
    assert any("连不上网关" in label for label, _value in printed(opened))


def test_a_day_that_cannot_be_read_says_what_to_do(opened: Bench) -> None:
    opened.feed(t.Failed("day"))
    assert "读不出来" in opened.notice


def test_back_leads_to_the_supplies(opened: Bench) -> None:
    opened.taps("back")
    assert isinstance(opened.desk, Form)
    assert opened.button("day_sheet").enabled
