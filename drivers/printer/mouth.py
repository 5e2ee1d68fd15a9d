"""Where a slip is after its cut: told by a presenter's sensor, look by look. Pure; time is handed in."""

_PRESENTED_S = 3.0
"""By then any presenter has brought its slip out; one never seen was torn off before the first look."""


class Mouth:
    """Knows of one slip at a time: the next one pushes the last one out."""

    def __init__(self) -> None:
        self._job_id: str | None = None
        self._out_at_s: float | None = None
        self._seen = False

    def slip_cut(self, job_id: str, now_s: float, *, for_sure: bool) -> None:
        """`for_sure` False: perhaps it never came, so it is only taken after it has been seen."""
        self._job_id, self._seen = job_id, False
        self._out_at_s = now_s + _PRESENTED_S if for_sure else None

    def looked(self, at_output: bool | None, now_s: float) -> str | None:
        """The job whose slip was found to be taken. `at_output` None: the sensor did not answer."""
        if at_output is None or self._job_id is None:
            return None
        never_seen = self._out_at_s is not None and now_s >= self._out_at_s
        if at_output or not (self._seen or never_seen):
            self._seen |= at_output
            return None
        taken, self._job_id = self._job_id, None
        return taken
