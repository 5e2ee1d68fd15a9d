"""A test as its steps: what it is, what must not have failed before it, and how it may end early."""

from collections.abc import Callable

from msgspec import Struct

from kiosk.selftest.attempt import Attempt
from kiosk.selftest.equipment import Equipment
from kiosk.selftest.model import TestSpec


def _nothing_to_make_safe(equipment: Equipment) -> None:
    """Most tests leave nothing open."""


class Procedure(Struct, frozen=True):
    """`steps` returns when everything is as it should be; it raises `Failed`, `NotDone` or `NotFitted`.

    `hears` are the devices whose events it is told. `needs` are tests that must not have failed in the same
    run: where one has, this one would only say the same again. `make_safe` follows however the steps ended.
    """

    spec: TestSpec
    steps: Callable[[Attempt], None]
    hears: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    make_safe: Callable[[Equipment], None] = _nothing_to_make_safe
