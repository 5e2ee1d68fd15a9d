"""Tells the kiosk what happens at the second display, a line each. When nobody listens, it is silent."""

from contextlib import suppress
from typing import BinaryIO

from kiosk.mirror.line import encode
from kiosk.mirror.messages import Report


class ToKiosk:
    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe

    def tell(self, report: Report) -> None:
        with suppress(BrokenPipeError):  # the kiosk is gone, which its other pipe tells as well
            self._pipe.write(encode(report))
