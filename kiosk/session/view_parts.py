"""A view taken apart: every value it is made of, and what of it can be pressed. Pure."""

from collections.abc import Iterator

from msgspec import Struct

from kiosk.session.view import Button, ScreenView


def parts(value: object) -> Iterator[Struct]:
    """A struct and all structs inside it; of a tuple, those of all that it holds."""
    if isinstance(value, Struct):
        yield value
        for name in value.__struct_fields__:
            yield from parts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item)


def buttons(screen: ScreenView) -> list[Button]:
    """What stands to be pressed on the screen itself, or on the question over it; the strip, either way.
    Some may be off."""
    asked = (screen.overlay, screen.frame.comfort) if screen.overlay else screen
    return [part for part in parts(asked) if isinstance(part, Button)]
