"""What the self-test prints has names of its own: what is told of such a job concerns no receipt."""

from typing import Final

_PREFIX: Final = "selftest:"
"""No payment id begins like this."""


def job_of(name: str) -> str:
    return _PREFIX + name


def is_selftest_job(job_id: str) -> bool:
    return job_id.startswith(_PREFIX)
