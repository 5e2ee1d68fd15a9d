"""Writes the day-end files of simulated providers in the form of the real ones: all columns, all marks.

For demonstrations and tests; a real provider's file comes from that provider.
"""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kiosk.reconcile.day import told_moment
from kiosk.reconcile.layouts import AlipayLayout, WechatLayout, layouts
from kiosk.reconcile.own_file import write_own
from kiosk.reconcile.records import ORDER_NO_CHARACTERS, Movement, Source
from kiosk.reconcile.sums import yuan_of

Write = Callable[[Path, Iterable[Movement]], None]


def write_wechat(path: Path, movements: Iterable[Movement]) -> None:
    layout = layouts().wechat
    rows = [_marked(_wechat_values(movement, layout), layout) for movement in movements]
    totals = [str(len(rows)), *("0.00" for _ in layout.summary_header[1:])]
    lines = [",".join(layout.header), *rows, ",".join(layout.summary_header), _marked(totals, layout), ""]
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")


def _wechat_values(movement: Movement, layout: WechatLayout) -> list[str]:
    kind, number = movement.key
    values = dict.fromkeys(layout.header, "")
    values[layout.time] = told_moment(movement.at_ms)
    sums = layout.order_sum if kind == "charge" else (*layout.order_sum, *layout.refund_sum)
    values |= dict.fromkeys((*layout.order_sum, *layout.refund_sum), "0.00")
    values |= {name: yuan_of(movement.fen) for name in sums}
    if kind == "charge":
        values |= {layout.order_no: number, layout.refund_no: "0", layout.state: layout.paid}
    elif len(number) == ORDER_NO_CHARACTERS:
        values |= {layout.order_no: number, layout.refund_no: "0", layout.state: layout.revoked}
    else:
        values |= {layout.refund_no: number, layout.state: layout.refunded}
    return [values[name] for name in layout.header]


def _marked(values: Iterable[str], layout: WechatLayout) -> str:
    return ",".join(f"{layout.marker}{value}" for value in values)


def write_alipay(path: Path, movements: Iterable[Movement]) -> None:
    write_zip(path, alipay_details(movements).encode("gbk"))


def write_zip(path: Path, details: bytes) -> None:
    """The summary that comes beside the details has none of their marks."""
    head = layouts().alipay.head[1]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("summary.csv", f"{head}\r\n".encode("gbk"))
        archive.writestr("details.csv", details)


def alipay_details(movements: Iterable[Movement]) -> str:
    layout = layouts().alipay
    listed = list(movements)
    paid = sum(movement.key.kind == "charge" for movement in listed)
    counts = {"paid": paid, "refunded": len(listed) - paid}
    lines = [
        *layout.head,
        f"#{layout.begin:-^60}",
        ",".join(layout.header),
        *(_alipay_line(movement, layout) for movement in listed),
        f"#{layout.end:-^60}",
        *(total.format_map(counts) for total in layout.totals),
        "",
    ]
    return "\r\n".join(lines)


def _alipay_line(movement: Movement, layout: AlipayLayout) -> str:
    """Numbers and words end with a tab, so that a spreadsheet takes them for text."""
    kind, number = movement.key
    is_charge = kind == "charge"
    values = dict.fromkeys(layout.header, "")
    by_order = is_charge or len(number) == ORDER_NO_CHARACTERS
    values[layout.order_no if by_order else layout.refund_no] = f"{number}\t"
    values[layout.state] = f"{layout.paid if is_charge else layout.refunded}\t"
    values[layout.time] = told_moment(movement.at_ms)
    values[layout.sum[0]] = yuan_of(movement.fen if is_charge else -movement.fen)
    return ",".join(values[name] for name in layout.header)


WRITERS: Mapping[Source, Write] = {"wechat": write_wechat, "alipay": write_alipay}


def file_name(source: Source) -> str:
    ending = {"wechat": "csv", "alipay": "zip"}.get(source, "csv")
    return f"{source.replace(':', '_')}.{ending}"


def write_file(folder: Path, source: Source, movements: Iterable[Movement]) -> Path:
    """In the form this source sends. Raises OSError."""
    path = folder / file_name(source)
    WRITERS.get(source, write_own)(path, movements)
    return path
