"""Rows of a list of tests in every colour, with words of the length the real ones have."""

from kiosk.session.view import Page
from kiosk.technician.view import Chip, Level, TestRow
from tests.screens.wording import button, w


def row(
    name: str, title: str, state: str, level: Level, when: str, reason: str = "", off: str = ""
) -> TestRow:
    start = button(f"start_{name}", "开始", off=off)
    return TestRow(name, w(title), Chip(w(state), level), w(when), w(reason) if reason else None, start)


ROWS = (
    row("status", "查询状态", "通过", "ok", "3 分钟前 · 0.2 秒"),
    row("print_and_read", "打印一个码,再读回来", "没通过", "error", "3 分钟前", "纸将尽:请换纸卷"),
    row("cut", "切纸", "没做", "unknown", "没有结果", off="纸用完了"),
    row("slip", "打印测试凭条", "过期", "warning", "34 天前", "超过 30 天,请重测"),
    row("take", "取走凭条", "测试中", "busy", "已进行 4 秒"),
    row("eject", "红键:按 2.9 秒不退,按 3.0 秒退", "通过", "ok", "今天 09:12 · 11.4 秒"),
    row("camera", "摄像头取一张图", "没有装", "unknown", "配置里没有这一项"),
    row("gateway", "网关与证书", "没通过", "error", "昨天 22:05", "证书 3 天后到期,请联系支付网关换证书"),
)


def page(number: int, of: int) -> Page:
    return Page(number, of, button("page_previous", "上一页"), button("page_next", "下一页"))
