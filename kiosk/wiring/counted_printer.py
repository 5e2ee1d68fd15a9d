"""The receipt printer with the paper it uses measured, for whoever keeps count of supplies."""

from collections.abc import Callable

from PIL.Image import Image

from kiosk.runtime.devices import Printer
from kiosk.supplies.slip import DOTS_A_MM


class CountedPrinter:
    """`will_print` hears of every job with the length of its paper in mm, before it is sent."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self.will_print: Callable[[str, int], None] = lambda job_id, height_mm: None

    def print_image(self, job_id: str, image: Image) -> None:
        self.will_print(job_id, image.height // DOTS_A_MM)
        self._printer.print_image(job_id, image)
