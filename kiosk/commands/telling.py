"""How commands tell: faults that somebody can mend in lines without a trace, the log on standard error."""

import logging
import sys
from collections.abc import Callable


def with_settings(act: Callable[[], int]) -> int:
    """Faults in settings, driver packages, scenarios and the display are told in lines, without a trace."""
    from drivers.catalogue import BrokenPackage
    from drivers.simulation.scenario import BadScenario
    from kiosk.settings.problems import SettingsError
    from screens.kivy_setup import NoWindow

    try:
        return act()
    except (SettingsError, BrokenPackage, BadScenario, NoWindow) as error:
        print(error, file=sys.stderr)
        return 1


def log_to_stderr() -> None:
    """Our own rooms tell what they do; of the libraries only warnings are heard."""
    heard = logging.StreamHandler()
    heard.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for room in ("kiosk", "drivers", "screens"):
        logging.getLogger(room).setLevel(logging.INFO)
        logging.getLogger(room).addHandler(heard)
        # A library sets the root logger up when it is imported: what is told here is not told there again.
        logging.getLogger(room).propagate = False
