"""The command line: every command, as `--help` lists them. What each may be asked is in `kiosk.commands`."""

import argparse
import os
import sys
from functools import partial

from kiosk import places
from kiosk.commands.arguments import Commands
from kiosk.commands.audit import add_audit
from kiosk.commands.cases import add_cases
from kiosk.commands.companion import add_companion
from kiosk.commands.day_end import add_day_end
from kiosk.commands.enrolment import add_enrolment
from kiosk.commands.fleet import add_fleet
from kiosk.commands.gateway import add_gateway
from kiosk.commands.gateway_keys import add_gateway_keys
from kiosk.commands.machine import add_machine
from kiosk.commands.ruler import add_ruler
from kiosk.commands.screens import add_screens
from kiosk.commands.staff import add_staff
from kiosk.simulate.arguments import add_arguments


def main(argv: list[str] | None = None) -> int:
    """The exit status: 0 for done, 1 for a failure that was told, 2 for wrong arguments."""
    arguments = _parser().parse_args(argv)
    try:
        status = int(arguments.command(arguments))
        sys.stdout.flush()
        return status
    except places.NoFolder as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read this has seen enough, as `head` does
        _tell_nobody_more()
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m kiosk", description="Digital Hut Kiosk")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_screens(commands)
    add_companion(commands)
    add_audit(commands)
    add_ruler(commands)
    add_machine(commands)
    add_gateway(commands)
    add_gateway_keys(commands)
    add_enrolment(commands)
    add_staff(commands)
    add_day_end(commands)
    add_cases(commands)
    _add_simulate(commands)
    add_fleet(commands)
    return parser


def _add_simulate(commands: Commands) -> None:
    simulate = commands.add_parser("simulate", help="worlds of kiosks in virtual time, with every fault")
    add_arguments(simulate)
    simulate.set_defaults(command=_simulate)


def _simulate(arguments: argparse.Namespace) -> int:
    from kiosk.simulate.command import simulate

    return simulate(arguments, say=print, tell=partial(print, file=sys.stderr, flush=True))


def _tell_nobody_more() -> None:
    """At its end the interpreter writes out what is left, and would trip over the closed pipe again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
