"""Leafing through lists: how many rows stand on a page, and which page a tap leads to."""

ROWS_A_PAGE = 3
"""FLW-2 allows four; three leave room for the sum in digits and capitals in both orientations."""


def pages(rows: int) -> int:
    return max(1, -(-rows // ROWS_A_PAGE))


def turned(page: int, by: int, rows: int) -> int:
    """Pages count from 0 here; past either end there is none, so that no tap is remembered in vain."""
    return min(max(0, page + by), pages(rows) - 1)
