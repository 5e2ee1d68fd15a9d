"""The page of a list that is shown, and the buttons that turn it."""

from typing import TypeVar

from kiosk.session.events import PageTurned
from kiosk.session.model import Session
from kiosk.session.paging import pages, place_of, rows_a_page
from kiosk.session.reflow import turner
from kiosk.session.view import Button, Page, text

Row = TypeVar("Row")


def page_of(session: Session, rows: int) -> Page | None:
    """None where all rows fit, or the screen is cut into leaves anyway; beyond the last is the last."""
    last = pages(rows, session.comfort)
    if last == 1 or session.comfort.size > 100:
        return None
    number = min(place_of(session) + 1, last)
    return Page(
        number,
        last,
        Button("page_previous", text("page.previous"), PageTurned(-1), enabled=number > 1),
        Button("page_next", text("page.next"), PageTurned(1), enabled=number < last),
    )


def leaf_of(session: Session, leaves: int) -> Page | None:
    """For a screen that is long at the usual size already; at a larger one `reflow` cuts it."""
    if leaves == 1 or session.comfort.size > 100:
        return None
    return turner(min(session.leaf, leaves - 1), leaves)


def cut(session: Session, rows: tuple[Row, ...], page: Page | None) -> tuple[Row, ...]:
    if page is None:
        return rows
    a_page = rows_a_page(session.comfort)
    first = (page.number - 1) * a_page
    return rows[first : first + a_page]
