"""Compares what a settings file holds with the Structs it must become, and reports every difference.

msgspec itself stops at the first fault; somebody who edits the files wants all of them at once.
"""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import msgspec
from msgspec import inspect

from kiosk.settings.allowed import allowed_words, described, without_unit
from kiosk.settings.problems import Problem, as_written, nearest


def shape_problems(file: str, value: object, kind: Any, key: str = "") -> Iterator[Problem]:
    """Every way in which `value` is not a `kind`, a msgspec type; tables and lists of tables are searched."""
    kind = _without_none(kind)
    info = inspect.type_info(kind)
    items = _items_of(kind)
    if isinstance(info, inspect.StructType):
        yield from _table_problems(file, value, info.cls, key)
    elif items is not None:
        yield from _item_problems(file, value, kind, items, key)
    else:
        yield from _leaf_problems(file, value, kind, key)


def _without_none(kind: Any) -> Any:
    """TOML cannot say null, so an optional key is one that may be left out."""
    if get_origin(kind) in (Union, UnionType) and NoneType in get_args(kind):
        (kind,) = (part for part in get_args(kind) if part is not NoneType)
    return kind


def _items_of(kind: Any) -> Any | None:
    """The Struct of which `kind` holds several, or None."""
    for part in get_args(kind):
        if isinstance(part, type) and issubclass(part, msgspec.Struct):
            return part
        inner = _items_of(part)
        if inner is not None:
            return inner
    return None


def _table_problems(file: str, value: object, struct: type[msgspec.Struct], key: str) -> Iterator[Problem]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    if not isinstance(value, dict):
        yield Problem(file, key, as_written(value), f"a table with the keys {', '.join(fields)}")
        return
    for name, inner in value.items():
        if name in fields:
            yield from shape_problems(file, inner, fields[name].type, _joined(key, name))
        else:
            yield Problem(
                file, _joined(key, name), "an unknown key", _key_words(name, fields.keys() - value.keys())
            )
    for name, field in fields.items():
        if field.required and name not in value:
            words = allowed_words(name, inspect.type_info(field.type))
            yield Problem(file, _joined(key, name), "nothing, though it must be given", words)


def _key_words(name: str, free: set[str]) -> str:
    """What could stand instead of the unknown key `name`; `free` are the keys not given yet."""
    for known in sorted(free):
        if without_unit(known) == without_unit(name) or without_unit(known) == name:
            return f"did you mean {described(known)}?"
    guess = nearest(name, sorted(free))
    if guess:
        return f"did you mean {described(guess)}?"
    return ", ".join(described(known) for known in sorted(free)) or "no further keys here"


def _item_problems(file: str, value: object, kind: Any, item: Any, key: str) -> Iterator[Problem]:
    if isinstance(inspect.type_info(kind), inspect.DictType):
        if not isinstance(value, dict) or not value:
            yield Problem(file, key, as_written(value), f"one or more tables [{key}.name]")
            return
        named = list(value.items())
    else:
        if not isinstance(value, list) or not value:
            yield Problem(file, key, as_written(value), f"one or more tables [[{key}]]")
            return
        named = [(_name_of(inner, number), inner) for number, inner in enumerate(value, 1)]
    for name, inner in named:
        yield from shape_problems(file, inner, item, _joined(key, name))


def _name_of(table: object, number: int) -> str:
    """People look for a table of a list by its name; where it has none, by its number from 1."""
    name = table.get("name") if isinstance(table, dict) else None
    return name if isinstance(name, str) else f"no. {number}"


def _leaf_problems(file: str, value: object, kind: Any, key: str) -> Iterator[Problem]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        name = key.rpartition(".")[2]
        words = allowed_words(name, inspect.type_info(kind))
        yield Problem(file, key, as_written(value), _with_guess(value, kind, words))


def _with_guess(value: object, kind: Any, words: str) -> str:
    info = inspect.type_info(kind)
    if isinstance(value, str) and isinstance(info, inspect.LiteralType):
        guess = nearest(value, [known for known in info.values if isinstance(known, str)])
        if guess:
            return f'{words} (did you mean "{guess}"?)'
    return words


def _joined(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
