"""The command line: every command, as `--help` lists them. Each imports what it needs, no more."""

import argparse
import getpass
import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

from kiosk import places
from kiosk.gateway_commands import Commands, add_gateway_commands
from kiosk.simulate.arguments import add_arguments


def main(argv: list[str] | None = None) -> int:
    """The exit status: 0 for done, 1 for a failure that was told, 2 for wrong arguments."""
    arguments = _parser().parse_args(argv)
    if arguments.logs:
        _log_to_stderr()
    try:
        return int(arguments.command(arguments))
    except places.NoFolder as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m kiosk", description="Digital Hut Kiosk")
    parser.set_defaults(logs=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, default=places.CONFIG, help="folder of the settings")

    run = commands.add_parser(
        "run", parents=[common], help="open the kiosk; without a display, play the demonstration"
    )
    run.add_argument("--scale", type=_scale, help="size of the screen drawn, 1 for the real one")
    run.add_argument(
        "--fresh",
        action="store_true",
        help="demonstration: forget earlier payments, all bills are owed again",
    )
    run.add_argument(
        "--scenario", type=Path, metavar="FILE", help="what hands and faults do to simulated devices, in TOML"
    )
    run.set_defaults(command=_run)

    _add_demo(commands, common)
    _add_selftest(commands, common)

    add_gateway_commands(commands)

    simulate = commands.add_parser("simulate", help="worlds of kiosks in virtual time, with every fault")
    add_arguments(simulate)
    simulate.set_defaults(command=_simulate)

    set_pin = commands.add_parser("set-pin", parents=[common], help="set a technician's PIN")
    set_pin.add_argument("technician", help="the technician's number, two digits")
    set_pin.set_defaults(command=_set_pin)

    card = commands.add_parser("enrol-card", parents=[common], help="let a technician's card count")
    card.set_defaults(command=_enrol_card)

    journal = commands.add_parser(
        "journal", parents=[common], help="say how the journal of payments is; the kiosk must not be running"
    )
    journal.add_argument(
        "--set-aside", action="store_true", help="keep a damaged one under another name, and begin a new one"
    )
    journal.set_defaults(command=_journal)

    check = commands.add_parser(
        "check-config", parents=[common], help="say everything that is wrong with the settings"
    )
    check.set_defaults(command=_check_config)
    return parser


def _add_demo(commands: Commands, common: argparse.ArgumentParser) -> None:
    demo = commands.add_parser(
        "demo", parents=[common], help="a simulated customer pays, offscreen, with pictures"
    )
    journeys = ("scan", "id", "typed", "combined", "cash", "cash_rest", "cash_left", "all")
    demo.add_argument("--journey", default="all", choices=journeys)
    demo.add_argument("--out", type=_folder, default=None, help="folder for pictures and summary.json")
    demo.add_argument("--bill-image", type=Path, help="picture of a bill, shown to the camera")
    demo.add_argument("--pay-code-image", type=Path, help="picture of a phone's payment code")
    demo.add_argument("--orientation", default="portrait", choices=("portrait", "landscape"))
    demo.add_argument("--realtime", action="store_true", help="devices move at their real speed")
    demo.set_defaults(command=_demo)


def _add_selftest(commands: Commands, common: argparse.ArgumentParser) -> None:
    selftest = commands.add_parser(
        "selftest", parents=[common], help="test every device and the machine itself; needs no display"
    )
    selftest.add_argument("--json", action="store_true", help="the report on standard output")
    selftest.add_argument("--only", type=_part, metavar="DEVICE", help="one part, such as printer or disk")
    selftest.add_argument("--guided", action="store_true", help="also what needs a person, who is asked here")
    selftest.set_defaults(command=_selftest)


def _scale(given: str) -> float:
    """Raises ArgumentTypeError for a size nobody could read or no display could show."""
    try:
        scale = float(given)
    except ValueError:
        scale = 0.0
    if not 0.25 <= scale <= 2.0:
        raise argparse.ArgumentTypeError(f"{given!r} is no number from 0.25 to 2")
    return scale


def _part(given: str) -> str:
    from kiosk.selftest.model import Part

    parts = get_args(Part)
    if given not in parts:
        raise argparse.ArgumentTypeError(f"{given!r} is none of {', '.join(parts)}")
    return given


def _folder(given: str) -> Path:
    """Made if missing, so that a place nobody can write to is known before the journeys."""
    folder = Path(given)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{given}: {error.strerror}; give another folder") from error
    return folder


def _run(arguments: argparse.Namespace) -> int:
    if os.environ.get("DISPLAY") or os.environ.get("SDL_VIDEODRIVER"):
        _log_to_stderr()
        return _with_settings(lambda: _open_window(arguments))
    return _with_settings(lambda: _run_without_display(arguments))


def _open_window(arguments: argparse.Namespace) -> int:
    from kiosk.app import Wanted, run_window

    say = partial(print, flush=True)
    return run_window(arguments.config, say, Wanted(arguments.scale, arguments.fresh, arguments.scenario))


def _run_without_display(arguments: argparse.Namespace) -> int:
    """A demonstration is played offscreen; a real machine must be told its display."""
    from kiosk.wiring.checked_settings import load_settings

    if not load_settings(arguments.config).kiosk.mode.demonstration:
        print("There is no display: set DISPLAY to this machine's X server, such as :0", file=sys.stderr)
        return 1
    print("There is no display here (DISPLAY is not set): playing the demonstration offscreen instead.")
    arguments.journey, arguments.out, arguments.orientation = "all", None, "portrait"
    arguments.bill_image = arguments.pay_code_image = None
    arguments.realtime = False
    return _demo(arguments)


def _demo(arguments: argparse.Namespace) -> int:
    from kiosk.demonstration.journeys import JOURNEYS
    from kiosk.demonstration.play import Wanted, play

    every = arguments.journey == "all"
    wanted = Wanted(
        journeys=tuple(JOURNEYS) if every else (arguments.journey,),
        out=arguments.out or places.cache_folder() / "demonstration",
        orientation=arguments.orientation,
        bill_image=arguments.bill_image,
        pay_code_image=arguments.pay_code_image,
        realtime=arguments.realtime,
    )
    return _with_settings(lambda: play(arguments.config, wanted))


def _selftest(arguments: argparse.Namespace) -> int:
    from kiosk.wiring.selftest_command import Wanted, run_selftest

    wanted = Wanted(as_json=arguments.json, only=arguments.only, guided=arguments.guided)
    return _with_settings(lambda: run_selftest(arguments.config, wanted))


def _simulate(arguments: argparse.Namespace) -> int:
    from kiosk.simulate.command import simulate

    return simulate(arguments, say=print, tell=partial(print, file=sys.stderr, flush=True))


def _set_pin(arguments: argparse.Namespace) -> int:
    from kiosk.access import commands

    return _at_access(
        arguments, lambda folder: commands.set_pin(folder, arguments.technician, getpass.getpass)
    )


def _enrol_card(arguments: argparse.Namespace) -> int:
    from kiosk.access import commands

    return _at_access(arguments, lambda folder: commands.enrol_card(folder, getpass.getpass))


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
        return _with_settings(set_it)
    except NotSet as error:
        print(f"nothing was changed: {error}", file=sys.stderr)
        return 1


def _journal(arguments: argparse.Namespace) -> int:
    from kiosk.wiring.journal_command import set_journal_aside, tell_journal

    act = set_journal_aside if arguments.set_aside else tell_journal
    return _with_settings(lambda: act(arguments.config, print))


def _with_settings(act: Callable[[], int]) -> int:
    """Faults in settings, driver packages and scenarios are told in lines, without a trace."""
    from drivers.catalogue import BrokenPackage
    from drivers.simulation.scenario import BadScenario
    from kiosk.settings.problems import SettingsError

    try:
        return act()
    except (SettingsError, BrokenPackage, BadScenario) as error:
        print(error, file=sys.stderr)
        return 1


def _log_to_stderr() -> None:
    """Our own rooms tell what they do; of the libraries only warnings are heard."""
    heard = logging.StreamHandler()
    heard.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for room in ("kiosk", "drivers", "screens"):
        logging.getLogger(room).setLevel(logging.INFO)
        logging.getLogger(room).addHandler(heard)
        # A library sets the root logger up when it is imported: what is told here is not told there again.
        logging.getLogger(room).propagate = False


def _check_config(arguments: argparse.Namespace) -> int:
    from kiosk.wiring.checked_settings import check_config

    problems = check_config(arguments.config)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"{arguments.config}: all settings are in order")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
