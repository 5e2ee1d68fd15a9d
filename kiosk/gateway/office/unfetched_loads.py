"""Looks every hour, in every gateway process, for loads that nobody comes for; each becomes a case."""

import logging

from kiosk.gateway.cases import load_cases
from kiosk.gateway.rounds import Rounds
from kiosk.gateway.sql.database import Database
from kiosk.gateway.steady_time import SteadyTime

log = logging.getLogger(__name__)

EVERY_S = 3_600.0
"""A case is opened days after a load was paid: an hour is soon enough."""


class UnfetchedLoads:
    def __init__(self, database: Database, time: SteadyTime) -> None:
        self._database = database
        self._time = time
        trouble = "loads that nobody comes for could not be found out; trying again"
        self.rounds = Rounds("unfetched loads", self.note, EVERY_S, trouble)

    def note(self) -> int:
        """How many cases are new. Nobody who writes waits for a look that finds nothing."""
        now_ms = self._time.now_ms()
        with self._database.reading() as connection:
            if not load_cases.unfetched(connection, now_ms):
                return 0
        new = self._database.write(lambda connection: load_cases.note(connection, now_ms))
        if new:
            log.warning("%d loads have waited for their cards for long, and have cases now", new)
        return new
