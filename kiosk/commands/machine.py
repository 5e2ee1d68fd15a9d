"""The commands for a machine and its technician: self-test, PINs and cards, the journal, the settings."""

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from kiosk import places
from kiosk.commands.arguments import Commands, config_argument
from kiosk.commands.telling import with_settings


def add_machine(commands: Commands) -> None:
    config = config_argument()
    selftest = commands.add_parser(
        "selftest", parents=[config], help="test every device and the machine itself; needs no display"
    )
    selftest.add_argument("--json", action="store_true", help="the report on standard output")
    selftest.add_argument("--only", type=_part, metavar="DEVICE", help="one part, such as printer or disk")
    selftest.add_argument("--guided", action="store_true", help="also what needs a person, who is asked here")
    selftest.set_defaults(command=_selftest)

    set_pin = commands.add_parser("set-pin", parents=[config], help="set a technician's PIN")
    set_pin.add_argument("technician", help="the technician's number, two digits")
    set_pin.set_defaults(command=_set_pin)

    card = commands.add_parser("enrol-card", parents=[config], help="let a technician's card count")
    card.set_defaults(command=_enrol_card)

    helper = commands.add_parser(
        "add-helper", parents=[config], help="let one of the staff help residents at this machine"
    )
    helper.add_argument("number", help="the helper's number, two digits")
    helper.add_argument("--name", required=True, help="what the panel calls them, such as a family name")
    helper.add_argument("--card", action="store_true", help="also ask for the number of their card")
    helper.set_defaults(command=_add_helper)

    gone = commands.add_parser(
        "remove-helper", parents=[config], help="let a helper's PIN and card count no longer"
    )
    gone.add_argument("number", help="the helper's number, two digits")
    gone.set_defaults(command=_remove_helper)

    journal = commands.add_parser(
        "journal", parents=[config], help="say how the journal of payments is; the kiosk must not be running"
    )
    journal.add_argument(
        "--set-aside", action="store_true", help="keep a damaged one under another name, and begin a new one"
    )
    journal.set_defaults(command=_journal)

    check = commands.add_parser(
        "check-config", parents=[config], help="say everything that is wrong with the settings"
    )
    check.set_defaults(command=_check_config)


def _part(given: str) -> str:
    from kiosk.selftest.model import Part

    parts = get_args(Part)
    if given not in parts:
        raise argparse.ArgumentTypeError(f"{given!r} is none of {', '.join(parts)}")
    return given


def _selftest(arguments: argparse.Namespace) -> int:
    from kiosk.wiring.selftest_command import Wanted, run_selftest

    wanted = Wanted(as_json=arguments.json, only=arguments.only, guided=arguments.guided)
    return with_settings(lambda: run_selftest(arguments.config, wanted))


def _set_pin(arguments: argparse.Namespace) -> int:
    from kiosk.access import commands

    return _at_access(
        arguments, lambda folder: commands.set_pin(folder, arguments.technician, getpass.getpass)
    )


def _enrol_card(arguments: argparse.Namespace) -> int:
    from kiosk.access import commands

    return _at_access(arguments, lambda folder: commands.enrol_card(folder, getpass.getpass))


def _add_helper(arguments: argparse.Namespace) -> int:
    from kiosk.access import commands

    def add(folder: Path) -> None:
        commands.add_helper(
            folder, arguments.number, arguments.name, getpass.getpass, with_card=arguments.card
        )

    return _at_access(arguments, add)


def _remove_helper(arguments: argparse.Namespace) -> int:
    from kiosk.access import commands

    return _at_access(arguments, lambda folder: commands.remove_helper(folder, arguments.number))


def _at_access(arguments: argparse.Namespace, act: Callable[[Path], None]) -> int:
    """A demonstration has PINs and cards of its own."""
    from kiosk.access.commands import NotSet, access_folder
    from kiosk.settings.load import load_settings

    def set_it() -> int:
        demonstration = load_settings(arguments.config).kiosk.mode.demonstration
        act(access_folder(places.state_folder(), demonstration=demonstration))
        print("it counts from now on")
        return 0

    try:
        return with_settings(set_it)
    except NotSet as error:
        print(f"nothing was changed: {error}", file=sys.stderr)
        return 1


def _journal(arguments: argparse.Namespace) -> int:
    from kiosk.wiring.journal_command import set_journal_aside, tell_journal

    act = set_journal_aside if arguments.set_aside else tell_journal
    return with_settings(lambda: act(arguments.config, print))


def _check_config(arguments: argparse.Namespace) -> int:
    from kiosk.wiring.checked_settings import check_config

    problems = check_config(arguments.config)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"{arguments.config}: all settings are in order")
    return 1 if problems else 0
