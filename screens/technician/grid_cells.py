"""Which cell of the touch grid a finger hit, and where the answers may stand meanwhile. Pure."""

from dataclasses import dataclass

from screens.rectangle import Rectangle

Cell = tuple[int, int]


@dataclass(frozen=True)
class Grid:
    """Rows are counted from the top, columns from the left."""

    box: Rectangle
    columns: int
    rows: int

    def cell_box(self, cell: Cell) -> Rectangle:
        column, row = cell
        width, height = self.box.width / self.columns, self.box.height / self.rows
        return Rectangle(self.box.x + column * width, self.box.top - (row + 1) * height, width, height)

    def cells(self) -> list[Cell]:
        return [(column, row) for row in range(self.rows) for column in range(self.columns)]

    def cell_at(self, x: float, y: float) -> Cell:
        """The nearest one, for a finger at the very edge."""
        column = int((x - self.box.x) / self.box.width * self.columns)
        row = int((self.box.top - y) / self.box.height * self.rows)
        return min(max(column, 0), self.columns - 1), min(max(row, 0), self.rows - 1)

    def off_px(self, cell: Cell, x: float, y: float) -> float:
        """From the middle of the cell to the finger."""
        middle_x, middle_y = self.cell_box(cell).centre
        return float(((x - middle_x) ** 2 + (y - middle_y) ** 2) ** 0.5)

    def beneath(self, panel: Rectangle) -> frozenset[Cell]:
        """Cells that cannot be touched while `panel` lies over them."""
        return frozenset(cell for cell in self.cells() if _meet(self.cell_box(cell), panel))

    def panel_places(self, width: float, height: float) -> list[Rectangle]:
        """Two places for a panel that share no cell: rows in the middle if possible, and those below."""
        row_px = self.box.height / self.rows
        deep = min(self.rows, -int(-height // row_px))
        first = (self.rows - deep) // 2
        second = first + deep
        if second + deep > self.rows:
            first, second = 0, min(deep, self.rows - deep)
        return [self._band(row, deep).middle(width, height) for row in (first, second)]

    def _band(self, first_row: int, rows: int) -> Rectangle:
        row_px = self.box.height / self.rows
        top = self.box.top - first_row * row_px
        return Rectangle(self.box.x, top - rows * row_px, self.box.width, rows * row_px)


def panel_must_move(grid: Grid, panel: Rectangle, other: Rectangle, hit: frozenset[Cell]) -> bool:
    """When only cells beneath the panel are left, it goes where everything has been hit."""
    beneath = grid.beneath(panel)
    left = frozenset(grid.cells()) - hit
    return bool(left) and left <= beneath and grid.beneath(other) <= hit


def _meet(one: Rectangle, other: Rectangle) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.top, other.top) - max(one.y, other.y)
    return across > 0.5 and down > 0.5
