"""The columns of the providers' files, from `layouts.toml`: a changed file is changed data."""

from functools import cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).with_name("layouts.toml")


class WechatLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`header` is the whole of it; columns are found by name. Where several names are given, the first that
    the file has counts."""

    header: tuple[str, ...]
    summary_header: tuple[str, ...]
    marker: str
    time: str
    order_no: str
    refund_no: str
    state: str
    order_sum: tuple[str, ...]
    refund_sum: tuple[str, ...]
    paid: str
    refunded: str
    revoked: str


class AlipayLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`begin` and `end` enclose the lines; `paid_total` and `refunded_total` are patterns whose group is a
    count, `totals` the lines they are for."""

    head: tuple[str, ...]
    header: tuple[str, ...]
    begin: str
    end: str
    time: str
    order_no: str
    refund_no: str
    state: str
    sum: tuple[str, ...]
    paid: str
    refunded: str
    paid_total: str
    refunded_total: str
    totals: tuple[str, ...]


class Layouts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    wechat: WechatLayout
    alipay: AlipayLayout


@cache
def layouts() -> Layouts:
    return msgspec.toml.decode(_FILE.read_bytes(), type=Layouts)


class Columns:
    """Where a file has which column. Raises KeyError with the names that were looked for."""

    def __init__(self, header: list[str]) -> None:
        self._at = {name: number for number, name in enumerate(header)}

    def at(self, *names: str) -> int:
        for name in names:
            if name in self._at:
                return self._at[name]
        raise KeyError(" / ".join(names))
