"""The touch test: the whole display as a grid; a cell fills where a finger really landed, for every finger.

The answers stand in the middle, and step aside when only cells beneath them are left.
"""

from typing import Any

from kivy.graphics import Color, InstructionGroup, SmoothEllipse, SmoothLine
from kivy.graphics import Rectangle as Ground

from kiosk.technician.view import CellTouched, TouchGrid
from screens.palette import rgb
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.technician.grid_cells import Cell, Grid, panel_must_move
from screens.technician.page import Page
from screens.technician.sizes import level_pair
from screens.widgets.big_button import BigButton
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words

CROSS_MM, DOT_MM = 7.0, 5.0
PANEL_MM, BUTTON_MM, PADDING_MM = 230.0, 18.0, 4.0


class AnswerPanel(Styled):
    """The prompt and the answers, on a card over the grid."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.prompt = Words(surroundings, text_size="body", bold=True, align="centre")
        self.answers: list[BigButton] = []

    def say(self, desk: TouchGrid) -> None:
        self.clear_widgets()
        self.prompt.say(self.words(desk.prompt), self.look.palette.ink)
        self.add_widget(self.prompt)
        if [widget.name for widget in self.answers] != [button.name for button in desk.answers]:
            self.answers = [BigButton(self.surroundings, text_size="body") for _ in desk.answers]
        for widget, button in zip(self.answers, desk.answers, strict=True):
            widget.serve(button)
            self.add_widget(widget)

    def height_at(self, width_px: float) -> float:
        mm = self.look.mm
        prompt = self.prompt.height_at(width_px - 2 * mm(PADDING_MM))
        answers = mm(BUTTON_MM + 2) if self.answers else 0.0
        return prompt + answers + 2 * mm(PADDING_MM)

    def arrange(self) -> None:
        look, palette = self.look, self.look.palette
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, palette.surface, palette.ink, look.edge_width, look.corner))
        inner = self.box.inset(look.mm(PADDING_MM))
        if self.answers:
            answers, inner = inner.cut_bottom(look.mm(BUTTON_MM), look.mm(2))
            for widget, box in zip(self.answers, answers.columns(len(self.answers), look.gap), strict=True):
                widget.place(box)
        self.prompt.place(inner)


class TouchGridPage(Page[TouchGrid]):
    """What was hit comes from the view; where exactly the finger landed is remembered here alone."""

    whole_display = True
    all_fingers = True

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.desk: TouchGrid | None = None
        self.grid = Grid(self.box, 1, 1)
        self.panel = AnswerPanel(surroundings)
        self.add_widget(self.panel)
        self.landed: dict[Cell, tuple[float, float]] = {}
        self._drawn: dict[Cell, InstructionGroup] = {}
        self._place, self._other = self.box, self.box

    def show(self, desk: TouchGrid) -> None:
        before, self.desk = self.desk, desk
        if before is None or (before.prompt, before.answers) != (desk.prompt, desk.answers):
            self.panel.say(desk)
            self.arrange()
            return
        if (before.columns, before.rows) != (desk.columns, desk.rows):
            self.arrange()
            return
        for cell in before.hit ^ desk.hit:
            self._draw_cell(cell, desk)
        self._step_aside(desk)

    def _step_aside(self, desk: TouchGrid) -> None:
        if panel_must_move(self.grid, self._place, self._other, desk.hit):
            self._place, self._other = self._other, self._place
            self.surroundings.touch.screen_changed()
            self.panel.place(self._place)

    def arrange(self) -> None:
        desk = self.desk
        if desk is None or not self.box.width:
            return
        self.grid = Grid(self.box, desk.columns, desk.rows)
        width = min(self.look.mm(PANEL_MM), self.box.width - 2 * self.look.margin)
        self._place, self._other = self.grid.panel_places(width, self.panel.height_at(width))
        self.canvas.before.clear()
        self._drawn = {}
        for cell in self.grid.cells():
            self._draw_cell(cell, desk)
        self.panel.place(self._place)
        self._step_aside(desk)

    def _draw_cell(self, cell: Cell, desk: TouchGrid) -> None:
        """A cross to aim at; once hit, a filled cell and a dot where the finger was."""
        palette, look = self.look.palette, self.look
        box = self.grid.cell_box(cell)
        inner = box.inset(look.mm(0.3))
        hit = cell in desk.hit
        pair = level_pair(palette, "ok")
        if cell not in self._drawn:
            self._drawn[cell] = InstructionGroup()
            self.canvas.before.add(self._drawn[cell])
        group = self._drawn[cell]
        group.clear()
        for colour, area in ((palette.edge, box), (pair.ground if hit else palette.surface, inner)):
            group.add(Color(*rgb(colour)))
            group.add(
                Ground(pos=(round(area.x), round(area.y)), size=(round(area.width), round(area.height)))
            )
        group.add(Color(*rgb(pair.ink if hit else palette.ink)))
        self._draw_cross(group, box)
        if hit and cell in self.landed:
            x, y = self.landed[cell]
            dot = look.mm(DOT_MM)
            group.add(SmoothEllipse(pos=(x - dot / 2, y - dot / 2), size=(dot, dot)))

    def _draw_cross(self, group: InstructionGroup, box: Rectangle) -> None:
        (x, y), arm, width = box.centre, self.look.mm(CROSS_MM) / 2, self.look.mm(0.5)
        group.add(SmoothLine(points=[x - arm, y, x + arm, y], width=width))
        group.add(SmoothLine(points=[x, y - arm, x, y + arm], width=width))

    def on_touch_down(self, touch: Any) -> bool:
        rules, now_s = self.surroundings.touch, self.surroundings.monotonic_s()
        if self.panel.collide_point(*touch.pos):
            if rules.finger_down(touch.uid, now_s):
                super().on_touch_down(touch)
            return True
        cell = self.grid.cell_at(*touch.pos)
        self.landed[cell] = touch.pos
        off_mm = self.grid.off_px(cell, *touch.pos) / self.look.px_per_mm
        rules.accept_tap("touch_grid", now_s)
        if self.desk is not None and cell in self.desk.hit:
            self._draw_cell(cell, self.desk)
        self.surroundings.send(CellTouched(*cell, round(off_mm, 1)))
        return True
