"""A day sheet of every colour and weight, with words of the length the real ones have."""

from kiosk.session.view import Page
from kiosk.technician.view import Grid, GridRow, Sheet
from tests.screens.wording import button, w


def sheet(page: Page) -> Sheet:
    figures = ("48", "¥5321.05", "47", "¥5234.65")
    heads = ("方式", "机器笔数", "机器金额", "网关笔数", "网关金额", "相差")
    rows = [GridRow(f"m{n}", (w(f"方式{n}"), *figures, "¥0.00")) for n in range(5)]
    rows[0] = GridRow("m0", (w("手机码"), *figures, "+¥86.40"), level="error")
    rows.append(GridRow("all", (w("合计"), *figures, "+¥86.40"), strong=True))
    notes = tuple(GridRow(f"n{n}", (w(f"¥{n} 纸币"), "12", "1", "0", "13")) for n in (100, 50, 20, 10))
    days = tuple(button(f"day_{n}", f"11-{n}", tone="primary" if n == 21 else "plain") for n in range(15, 22))
    return Sheet(
        w("日结单 2026-11-21"),
        w("机器和网关不符:打印日结单,两人签字,交给主管查"),
        "error",
        (
            Grid(tuple(map(w, heads)), tuple(rows)),
            Grid(tuple(map(w, ("纸币", "已付", "无主", "没定", "网关"))), notes),
        ),
        days,
        page,
    )
