"""From database rows to values, checked field by field."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


def as_struct(row: Mapping[Any, Any], kind: type[T], **more: object) -> T:
    """Columns the value does not know are ignored. Raises msgspec.ValidationError for a damaged row."""
    return msgspec.convert({str(name): value for name, value in row.items()} | more, kind)
