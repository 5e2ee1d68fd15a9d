"""The galleries of one audit, in as many processes as there are cores: a process has but one window."""

import multiprocessing
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from itertools import groupby
from pathlib import Path

from kiosk import places
from kiosk.audit.combinations import Combination
from kiosk.audit.gallery import Gallery, layout_of
from kiosk.audit.glass import open_window
from kiosk.audit.house import house_of
from kiosk.audit.measured import Ledger
from kiosk.audit.sheets import ContactSheets

Looked = tuple[Ledger, int]
"""What was measured, over how many screens."""


def look_at_all(config: Path, combinations: Sequence[Combination], out: Path | None, jobs: int) -> Looked:
    """Layout by layout; each process takes the next one as soon as it is free. Tells on standard error."""
    layouts = [list(group) for _, group in groupby(combinations, layout_of)]
    if jobs == 1 or len(layouts) < 2:
        return look_at(config, combinations, out)
    ledger, looked_at = Ledger(), 0
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(layouts)), mp_context=fresh) as processes:
        done = [processes.submit(look_at, config, layout, out) for layout in layouts]
        for each in as_completed(done):
            measured, screens = each.result()
            ledger.take_in(measured)
            looked_at += screens
    return ledger, looked_at


def look_at(config: Path, combinations: Sequence[Combination], out: Path | None) -> Looked:
    """In this process, whose window stays open."""
    house = house_of(config)
    open_window(list(house.displays.values()), places.cache_folder() / "kivy")
    sheets = None if out is None else ContactSheets(out)
    gallery = Gallery(house) if sheets is None else Gallery(house, sheets.add)
    gallery.visit(list(combinations), partial(print, file=sys.stderr, flush=True))
    if sheets is not None:
        sheets.write()
    return gallery.ledger, gallery.looked_at
