"""What is audited: the machine's own rules, panels and words, as its settings give them."""

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiosk.audit.combinations import Combination, Orientation
from kiosk.audit.walker import MORNING_WALL_S
from kiosk.session.rules import Rules
from kiosk.session.view import Comfort
from kiosk.settings.assets import with_own_words
from kiosk.settings.display_settings import Display
from kiosk.settings.session_rules import session_rules
from kiosk.texts import Languages, load_languages
from kiosk.wiring.checked_settings import load_settings


class House(Struct, frozen=True):
    rules: Rules
    displays: dict[Orientation, Display]
    languages: Languages

    def rules_for(self, combination: Combination) -> Rules:
        return replace(self.rules, reach_fitted=self.displays[combination.orientation].reach_fitted)


def house_of(config: Path) -> House:
    """Raises SettingsError as the machine would. A panel for each orientation, every method fitted."""
    settings = load_settings(config)
    displays = {display.orientation: display for display in reversed(settings.displays.display.values())}
    rules = session_rules(settings, MORNING_WALL_S)
    rules = replace(rules, not_fitted=frozenset(), comfort=Comfort())
    languages = with_own_words(load_languages(), settings.kiosk, settings.utilities)
    return House(rules, displays, languages)
