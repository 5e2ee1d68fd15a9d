"""Says in words what a settings key may hold, from its type and from the unit in its name."""

from typing import Final

from msgspec import inspect

UNITS: Final = {
    "_s": "seconds",
    "_mm": "millimetres",
    "_px": "pixels",
    "_fen": "fen (1 yuan = 100 fen)",
    "_hour": "hours since midnight",
}


def unit_of(key: str) -> str | None:
    """The unit that the name of a key ends in, in words."""
    for suffix, unit in UNITS.items():
        if key.endswith(suffix):
            return unit
    return None


def without_unit(key: str) -> str:
    """`idle_ms` and `idle_s` both give `idle`: what two keys have in common when only the unit differs."""
    stem, separator, _unit = key.rpartition("_")
    return stem if separator else key


def described(key: str) -> str:
    """A key with its unit, for a suggestion: `idle_s (seconds)`."""
    unit = unit_of(key)
    return f"{key} ({unit})" if unit else key


def allowed_words(key: str, kind: inspect.Type) -> str:
    """What the key `key` of type `kind` may hold, such as `a whole number of seconds from 120 to 300`."""
    match kind:
        case inspect.Metadata(type=inner, extra_json_schema=schema):
            return str((schema or {}).get("description") or allowed_words(key, inner))
        case inspect.LiteralType(values=values):
            return " or ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in values)
        case inspect.BoolType():
            return "true or false"
        case inspect.IntType() | inspect.FloatType():
            return _number_words(key, kind)
        case inspect.VarTupleType(item_type=item):
            return f"a list of: {allowed_words(key, item)}"
        case inspect.StructType() | inspect.DictType():
            return "a table"
        case _:
            return "text in quotation marks"


def _number_words(key: str, kind: inspect.IntType | inspect.FloatType) -> str:
    words = "a whole number" if isinstance(kind, inspect.IntType) else "a number"
    unit = unit_of(key)
    if unit:
        words += f" of {unit}"
    if kind.ge is not None and kind.le is not None:
        return (
            f"{words} from {kind.ge:g} to {kind.le:g}" if kind.le < 1e6 else f"{words}, at least {kind.ge:g}"
        )
    if kind.ge is not None:
        return f"{words}, at least {kind.ge:g}"
    return words
