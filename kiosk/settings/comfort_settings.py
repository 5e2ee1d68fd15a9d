"""`[comfort]` of `kiosk.toml`: how the machine looks and sounds before anybody has changed it."""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

from kiosk.session.view import Language, Size, Theme
from kiosk.settings.problems import Problem, as_written


class Comfort(Struct, frozen=True, forbid_unknown_fields=True):
    """Every resident finds it so, and may change it. `languages` are offered one after the other."""

    size: Size = 100
    theme: Theme = "light"
    volume: Annotated[int, Meta(ge=0, le=5, description="0, silent, to 5, loudest")] = 3
    slower: bool = False
    languages: Annotated[
        tuple[Literal["zh", "en"], ...],
        Meta(min_length=1, description='a list of "zh" and "en", each at most once'),
    ] = ("zh", "en")


def comfort_contradictions(file: str, comfort: Comfort, language: Language) -> Iterator[Problem]:
    if len(set(comfort.languages)) != len(comfort.languages):
        yield Problem(file, "comfort.languages", as_written(list(comfort.languages)), "each language once")
    if language not in comfort.languages:
        names = " or ".join(f'"{each}"' for each in comfort.languages)
        yield Problem(file, "kiosk.language", as_written(language), f"{names}, as comfort.languages says")
