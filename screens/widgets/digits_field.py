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
LONGEST_NUMBER = 16
NUMBER_MM, CODE_MM, CLOSE_EM = 28.0, 20.0, 1.1
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
        inside = self.look.mm(0.5) if self.look.condensed and self.sparing > 1 else self.look.small_gap
        height = len(rows) * self._pitch(size) + 2 * inside
        return Wish(height, height)

    def _laid_out(self, width_px: float) -> tuple[TextSize, list[list[str]]]:
        """As large as two lines allow. Above 100 % what is scarce may go down to 28 mm, and a code longer
        than any account number, which nobody reads back, below that."""
        sizes = self._sizes()
        for size in sizes:
            rows = self._rows(width_px, size)
            if len(rows) <= MOST_LINES:
                return size, rows
        return sizes[-1], self._rows(width_px, sizes[-1])

    def _sizes(self) -> list[TextSize]:
        """From the largest on. Each step of sparing gives one up where the next is still large enough."""
        is_code = sum(map(len, self.cells_of())) > LONGEST_NUMBER
        order: list[TextSize] = ["sum", "title", "strong", "body"]
        least_mm = CODE_MM if is_code else NUMBER_MM
        allowed = [size for size in order if self.look.em_mm(size) >= least_mm]
        first = min(self.sparing, len(allowed) - 1) if self.look.condensed else 0
        return allowed[first:]

    def cells_of(self) -> list[str]:
        """The groups as they are to be shown."""
        keypad = self.keypad
        return groups_of(keypad.entered, keypad.missing) if keypad else []

    def _pitch(self, size: TextSize) -> float:
        """Digits have nothing below their line: where room is scarce they may stand closer."""
        close = self.look.condensed and self.sparing > 0
        return self.look.em_px(size) * CLOSE_EM if close else self.look.line_px(size)

    def _rows(self, width_px: float, size: TextSize) -> list[list[str]]:
        """The groups of each line: as many as fit."""
        rows: list[list[str]] = [[]]
        for group in self.cells_of():
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
        pitch = self._pitch(size)
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
