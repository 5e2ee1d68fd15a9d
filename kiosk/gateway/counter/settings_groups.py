"""Which version of the settings counts for which kiosk. Pure.

The version for the longest beginning of a kiosk's number counts, and of those for one beginning the newest:
what a group of kiosks was given is not undone by what all are given later. A version may be given over such
groups; then no older one counts any more for any kiosk that it is for.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Given(NamedTuple):
    """`whom`: beginnings of kiosks' numbers; empty, all of them."""

    version: int
    whom: tuple[str, ...]
    overrules: bool


class Group(NamedTuple):
    """Kiosks whose numbers begin so, and the version that counts for them. "" is every other kiosk."""

    begins: str
    version: int


def version_of(given: Sequence[Given], kiosk_id: str) -> int:
    """`given` with the newest first; 0, none counts."""
    found, longest = 0, -1
    for each in given:
        matching = [len(begins) for begins in each.whom or ("",) if kiosk_id.startswith(begins)]
        if matching and max(matching) > longest:
            found, longest = each.version, max(matching)
        if matching and each.overrules:
            break
    return found


def groups(given: Sequence[Given]) -> tuple[Group, ...]:
    """Those with settings of their own, by number; the first is that of all others, where there is one."""
    named = {begins for each in given for begins in each.whom or ("",)}
    by_version = {each.version: each.whom or ("",) for each in given}
    found = (Group(begins, version_of(given, begins)) for begins in sorted(named))
    return tuple(group for group in found if group.begins in by_version.get(group.version, ()))


def groups_within(given: Sequence[Given], whom: Sequence[str]) -> tuple[Group, ...]:
    """Those among the kiosks of `whom` that have settings of their own."""
    return tuple(
        group
        for group in groups(given)
        if any(group.begins.startswith(begins) and group.begins != begins for begins in whom or ("",))
        and group.begins not in whom
    )
