"""The touch test: every finger, every cell, where it really landed."""

import pytest

from kiosk.technician.view import CellTouched
from screens.palette import rgb
from screens.rectangle import Rectangle
from screens.technician.grid_cells import Grid, panel_must_move
from screens.technician.sizes import level_pair
from tests.screens.bench import Finger
from tests.screens.technician.bench import TechnicianBench
from tests.screens.technician.samples import grid

COLUMN_PX, ROW_PX = 1080 / 5, 1920 / 5


def middle(column: int, row: int) -> tuple[float, float]:
    return (column + 0.5) * COLUMN_PX, 1920 - (row + 0.5) * ROW_PX


def test_a_finger_tells_its_cell_and_how_far_off_it_was(technician: TechnicianBench) -> None:
    technician.show(grid())
    x, y = middle(3, 1)
    Finger(x + 4.03 * 3, y - 4.03 * 4).lift()
    assert technician.sent == [CellTouched(3, 1, 5.0)]
    assert technician.touches == 1


def test_several_fingers_count_at_once(technician: TechnicianBench) -> None:
    technician.show(grid())
    fingers = [Finger(*middle(column, 0)) for column in range(3)]
    for finger in fingers:
        finger.lift()
    assert technician.sent == [CellTouched(column, 0, 0.0) for column in range(3)]


def test_a_cell_that_was_hit_fills_with_a_dot_where_the_finger_was(technician: TechnicianBench) -> None:
    technician.show(grid())
    x, y = middle(0, 0)
    Finger(x + 60, y + 60).lift()
    technician.show(grid((0, 0)))
    pair = level_pair(technician.look.palette, "ok")
    seen = {name: tuple(round(255 * part) for part in rgb(getattr(pair, name))) for name in ("ink", "ground")}
    assert technician.colour_at(x - 60, y - 60) == seen["ground"]
    assert technician.colour_at(x + 60, y + 60) == seen["ink"]
    assert technician.colour_at(*middle(1, 0)) != seen["ground"]


def test_the_answers_can_be_reached_and_hit_no_cell(technician: TechnicianBench) -> None:
    technician.show(grid())
    technician.tap("grid_fail")
    assert technician.sent == ["grid_fail tapped"]


def test_every_cell_can_be_hit_although_the_answers_lie_over_some(technician: TechnicianBench) -> None:
    hit: set[tuple[int, int]] = set()
    for _ in range(2):
        for column in range(5):
            for row in range(5):
                technician.show(grid(*hit))
                Finger(*middle(column, row)).lift()
                hit |= {
                    (event.column, event.row) for event in technician.sent if isinstance(event, CellTouched)
                }
                technician.passes(1)
    assert len(hit) == 25


def test_the_answers_do_not_step_under_a_finger(technician: TechnicianBench) -> None:
    """The panel moves over cells already hit; a trembling finger there must not answer."""
    all_but_beneath = [(column, row) for column in range(5) for row in range(5) if row != 2]
    technician.show(grid(*all_but_beneath[:-1]))
    Finger(*middle(4, 4)).lift()
    technician.show(grid(*all_but_beneath))
    technician.tap("grid_done")
    assert technician.sent == [CellTouched(4, 4, 0.0)]
    technician.passes(1)
    technician.tap("grid_done")
    assert technician.sent[-1] == "grid_done tapped"


@pytest.mark.parametrize("rows", [3, 4, 5, 6, 9])
@pytest.mark.parametrize("height", [80, 200, 300])
def test_the_two_places_of_the_answers_share_no_cell(rows: int, height: float) -> None:
    grid_ = Grid(Rectangle(0, 0, 1000, 1000), 5, rows)
    one, other = grid_.panel_places(600, height)
    assert grid_.beneath(one)
    assert not grid_.beneath(one) & grid_.beneath(other)


def test_the_answers_move_only_when_nothing_else_is_left() -> None:
    grid_ = Grid(Rectangle(0, 0, 1000, 1000), 5, 5)
    one, other = grid_.panel_places(600, 150)
    beneath = grid_.beneath(one)
    free = frozenset(grid_.cells()) - beneath
    assert not panel_must_move(grid_, one, other, frozenset())
    assert not panel_must_move(grid_, one, other, free - {(0, 0)})
    assert panel_must_move(grid_, one, other, free)
    assert not panel_must_move(grid_, one, other, frozenset(grid_.cells()))


def test_a_finger_on_the_very_edge_hits_the_outer_cell() -> None:
    grid_ = Grid(Rectangle(0, 0, 1000, 1000), 5, 4)
    assert grid_.cell_at(1000, 1000) == (4, 0)
    assert grid_.cell_at(0, 0) == (0, 3)
