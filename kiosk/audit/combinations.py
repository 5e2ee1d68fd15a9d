"""Every way a display can look at once: whose, which way up, how large, which colours, which language."""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias, get_args

from msgspec import Struct

from kiosk.session.view import Comfort, Language, Role, Size, Theme

Orientation: TypeAlias = Literal["portrait", "landscape"]

ORIENTATIONS: tuple[Orientation, ...] = get_args(Orientation)
SIZES: tuple[Size, ...] = get_args(Size)
THEMES: tuple[Theme, ...] = get_args(Theme)
LANGUAGES: tuple[Language, ...] = get_args(Language)
ROLES: tuple[Role, ...] = get_args(Role)


class Combination(Struct, frozen=True):
    """One of them. Reach is the portrait display's alone: a lying panel is within reach as it is."""

    role: Role
    orientation: Orientation
    size: Size
    theme: Theme
    language: Language
    reach: bool = False

    @property
    def comfort(self) -> Comfort:
        return Comfort(size=self.size, theme=self.theme, reach=self.reach, language=self.language)

    def __str__(self) -> str:
        parts = (self.role, self.orientation, f"{self.size} %", self.theme, self.language)
        return " ".join((*parts, "reach")) if self.reach else " ".join(parts)


class Wanted(Struct, frozen=True):
    """Which of all combinations to look at; as it stands, every one."""

    orientations: Sequence[Orientation] = ORIENTATIONS
    sizes: Sequence[Size] = SIZES
    themes: Sequence[Theme] = THEMES
    languages: Sequence[Language] = LANGUAGES
    roles: Sequence[Role] = ROLES
    reaches: Sequence[bool] = (False, True)

    def combinations(self) -> Iterator[Combination]:
        """Those that have their words and their geometry in common come together."""
        for orientation in self.orientations:
            for size in self.sizes:
                for reach in self.reaches:
                    if reach and orientation == "landscape":
                        continue
                    for language in self.languages:
                        for role in self.roles:
                            for theme in self.themes:
                                yield Combination(role, orientation, size, theme, language, reach)
