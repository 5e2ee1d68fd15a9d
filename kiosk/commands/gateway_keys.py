"""The gateway's key file, by command line."""

import argparse
import sys
from pathlib import Path

from kiosk.commands.arguments import Commands, database_argument, db_url


def add_gateway_keys(commands: Commands) -> None:
    keys = commands.add_parser(
        "gateway-keys", parents=[database_argument()], help="the file that seals the keys in the database"
    )
    keys.add_argument("file", type=Path, help="the key file; made new, unless an option says otherwise")
    how = keys.add_mutually_exclusive_group()
    how.add_argument("--rotate", action="store_true", help="a new key seals from the next start on")
    how.add_argument(
        "--forget-old", action="store_true", help="after a restart of every gateway: its newest key alone"
    )
    keys.set_defaults(command=_gateway_keys)


def _gateway_keys(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands import key_file_command
    from kiosk.gateway.commands.enrolment import NotEnrolled
    from kiosk.gateway.trust.key_file import KeyFileWrong

    path = arguments.file
    try:
        if arguments.forget_old:
            print(key_file_command.forget_old(path, db_url(arguments)))
        else:
            print(key_file_command.rotate(path) if arguments.rotate else key_file_command.make(path))
    except KeyFileWrong as error:
        print(f"nothing was changed: {error}", file=sys.stderr)
        return 1
    except NotEnrolled as error:
        print(f"{error.begins}: {error}", file=sys.stderr)
        return 1
    return 0
