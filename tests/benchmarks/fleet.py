"""A fleet of kiosks for three minutes against one gateway on PostgreSQL, with 2 % faults: the figures of
`python -m kiosk fleet`, which ends with its own verdict.
"""

import subprocess
import sys
from typing import Final

from kiosk import places
from tests.gateway.postgres import running_cluster

KIOSKS: Final = 200
MINUTES: Final = 3


def fleet(kiosks: int = KIOSKS) -> list[str]:
    """Its progress goes to standard error as it runs."""
    with running_cluster() as cluster:
        database = cluster.url(cluster.new_database())
        options = ["--kiosks", str(kiosks), "--minutes", str(MINUTES), "--db", database]
        options += ["--key-file", str(cluster.folder / "fleet.keys")]
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", "fleet", *options],
            cwd=places.ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    return [f"fleet on PostgreSQL, exit status {done.returncode}", *done.stdout.splitlines()]
