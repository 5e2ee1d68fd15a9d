"""The command that is the second display; the kiosk gives it itself."""

import argparse
import sys
from functools import partial

from kiosk.commands.arguments import Commands, config_argument, scale
from kiosk.commands.telling import log_to_stderr, with_settings


def add_companion(commands: Commands) -> None:
    companion = commands.add_parser(
        "companion",
        parents=[config_argument()],
        help="the second display; started, fed and watched by the kiosk",
    )
    companion.add_argument("--scale", type=scale, default=1.0, help="of the screen drawn, 1 for the real one")
    companion.set_defaults(command=_companion)


def _companion(arguments: argparse.Namespace) -> int:
    from kiosk.companion.program import run_companion

    log_to_stderr()
    tell = partial(print, file=sys.stderr, flush=True)
    return with_settings(lambda: run_companion(arguments.config, arguments.scale, tell))
