"""The galleries of one audit, in as many processes as there are cores: a process has but one window."""

import multiprocessing
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from kiosk import places
from kiosk.audit.combinations import Combination
from kiosk.audit.gallery import Gallery, layout_of
from kiosk.audit.glass import open_window
from kiosk.audit.house import house_of
from kiosk.audit.measured import Ledger
from kiosk.audit.sheets import ContactSheets

Looked = tuple[Ledger, int]
"""What was measured, over how many screens."""


class Show(Struct, frozen=True):
    """`out` is where contact sheets go, if anywhere; `quick` is for one screen of each make."""

    config: Path
    out: Path | None = None
    quick: bool = False


def look_at_all(show: Show, combinations: Sequence[Combination], jobs: int) -> Looked:
    """Layout by layout; each process takes the next one as soon as it is free. Tells on standard error."""
    layouts = [list(group) for _, group in groupby(combinations, layout_of)]
    if jobs == 1 or len(layouts) < 2:
        return look_at(show, combinations)
    ledger, looked_at = Ledger(), 0
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(layouts)), mp_context=fresh) as processes:
        done = [processes.submit(look_at, show, layout) for layout in layouts]
        for each in as_completed(done):
            measured, screens = each.result()
            ledger.take_in(measured)
            looked_at += screens
    return ledger, looked_at


def look_at(show: Show, combinations: Sequence[Combination]) -> Looked:
    """In this process, whose window stays open."""
    house = house_of(show.config)
    open_window(list(house.displays.values()), places.cache_folder() / "kivy")
    sheets = None if show.out is None else ContactSheets(show.out)
    gallery = (
        Gallery(house, quick=show.quick) if sheets is None else Gallery(house, sheets.add, quick=show.quick)
    )
    gallery.visit(list(combinations), partial(print, file=sys.stderr, flush=True))
    if sheets is not None:
        sheets.write()
    return gallery.ledger, gallery.looked_at
