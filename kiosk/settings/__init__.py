"""The machine's own settings: `config/*.toml`, read once at the start and strictly."""

from kiosk.settings.load import Settings, check_config, load_settings
from kiosk.settings.problems import Problem, SettingsError

__all__ = ["Problem", "Settings", "SettingsError", "check_config", "load_settings"]
