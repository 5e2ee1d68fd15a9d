"""The account number as far as it is typed: in groups, a stroke for every digit still to come."""

from collections.abc import Iterator
from typing import Any

from kivy.graphics import Color, SmoothRoundedRectangle

from kiosk.session.view import Keypad, ScreenView
from screens import typeface
from screens.palette import rgb
from screens.rectangle import Rectangle, Wish
from screens.theme import TextSize
from screens.widgets.part import Part
from screens.widgets.plate import plate
from screens.widgets.words import Words

GROUP = 4
MOST_LINES = 2
"""A code that would take more is written smaller, and leaves room to say what is wrong with it."""
CELL_EM, GROUP_GAP_EM = 0.6, 0.17


def groups_of(entered: str, missing: int) -> list[str]:
    """The groups as the session made them, completed with a space for every digit still to come."""
    groups = entered.split()
    for _ in range(missing):
        if not groups or len(groups[-1]) >= GROUP:
            groups.append("")
        groups[-1] += " "
    return groups


class DigitsField(Part):
    """An account number is read back at 28 mm (rule VIS-4), each digit in a cell of its own so that nothing
    moves."""

    where = "digits"

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.keypad: Keypad | None = None
        self.cells: list[Words] = []

    def show(self, view: ScreenView) -> bool:
        self.keypad = view.keypad
        if self.keypad is None:
            return False
        groups = groups_of(self.keypad.entered, self.keypad.missing)
        wanted = sum(map(len, groups))
        while len(self.cells) < wanted:
            cell = Words(self.surroundings, text_size="sum", bold=True, align="centre", single_line=True)
            self.cells.append(cell)
            self.add_widget(cell)
        for surplus in self.cells[wanted:]:
            self.remove_widget(surplus)
        del self.cells[wanted:]
        for cell, digit in zip(self.cells, "".join(groups), strict=True):
            cell.say(digit.strip())
        return True

    def wish(self, width_px: float) -> Wish:
        size, rows = self._laid_out(width_px - 2 * self.look.small_gap)
        height = len(rows) * self.look.line_px(size) + 2 * self.look.small_gap
        return Wish(height, height)

    def _laid_out(self, width_px: float) -> tuple[TextSize, list[list[str]]]:
        """Above 100 % a title's size is still above 28 mm, and taken where room is scarce."""
        large, smaller = self._rows(width_px, "sum"), self._rows(width_px, "title")
        scarce = self.look.condensed and self.sparing > 0 and len(smaller) < len(large)
        return ("title", smaller) if len(large) > MOST_LINES or scarce else ("sum", large)

    def _rows(self, width_px: float, size: TextSize) -> list[list[str]]:
        """The groups of each line: as many as fit."""
        keypad = self.keypad
        groups = groups_of(keypad.entered, keypad.missing) if keypad else []
        rows: list[list[str]] = [[]]
        for group in groups:
            if rows[-1] and self._width([*rows[-1], group], size) > width_px:
                rows.append([])
            rows[-1].append(group)
        return rows

    def _width(self, groups: list[str], size: TextSize) -> float:
        em = self.look.em_px(size)
        return em * (CELL_EM * sum(map(len, groups)) + GROUP_GAP_EM * (len(groups) - 1))

    def arrange(self) -> None:
        palette = self.look.palette
        wrong = self.keypad is not None and self.keypad.problem is not None
        edge = palette.danger.ink if wrong else palette.accent
        self.canvas.before.clear()
        self.canvas.before.add(
            plate(self.box, palette.surface, edge, self.look.edge_width * 1.3, self.look.corner)
        )
        size, rows = self._laid_out(self.box.width - 2 * self.look.small_gap)
        pitch = self.look.line_px(size)
        for cell in self.cells:
            cell.text_size = size
        inner = self.box.middle(self.box.width - 2 * self.look.small_gap, pitch * len(rows))
        cells = iter(self.cells)
        for groups, line in zip(rows, inner.rows([pitch] * len(rows), 0), strict=True):
            self._place_line(groups, line, cells, size)

    def _place_line(self, groups: list[str], line: Rectangle, cells: Iterator[Words], size: TextSize) -> None:
        em = self.look.em_px(size)
        rest = line
        for group in groups:
            for _ in group:
                box, rest = rest.cut_left(em * CELL_EM)
                cell = next(cells)
                cell.place(box)
                if not cell.text:
                    self._draw_stroke(box, em)
            _, rest = rest.cut_left(em * GROUP_GAP_EM)

    def _draw_stroke(self, cell: Rectangle, em: float) -> None:
        """Where a digit is missing: a stroke on the base line."""
        baseline = cell.y + (cell.height - em * typeface.LABEL_HEIGHT_EM) / 2 + em * 0.344
        with self.canvas.before:
            Color(*rgb(self.look.palette.edge))
            width, height = cell.width * 0.66, self.look.mm(1.2)
            SmoothRoundedRectangle(
                pos=(cell.centre[0] - width / 2, baseline), size=(width, height), radius=[height / 2]
            )
