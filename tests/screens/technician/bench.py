"""A technician's display on the test bench."""

from collections.abc import Callable
from typing import Any

from kiosk.audit.geometry import Sizes
from kiosk.session.view import Text
from screens.theme import Look
from tests.screens.bench import Bench

TECHNICIANS = Sizes(target_mm=12.7, gap_mm=2.5, edge_mm=2.5, glyph_mm=6.5)
"""Targets and distances of VVSG 2.0; a capital of 4.8 mm as ADA 707.7.2 asks is an em of 6.5 mm."""


class TechnicianBench(Bench):
    def make_host(self, look: Look, resolve: Callable[[Text], str]) -> Any:
        from screens.technician.host import TechnicianHost  # noqa: PLC0415 - Kivy starts late

        return TechnicianHost(look, self.sent.append, resolve, lambda: self.now_s, self._touched)
