"""Whom the gateway shall know, by command line: machines, operators and kiosks, and the operator's side."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.commands.arguments import Commands, database_argument, days, db_url, key_file_argument


def add_enrolment(commands: Commands) -> None:
    database, keys = database_argument(), key_file_argument()
    machine = commands.add_parser(
        "enrol-machine", parents=[database, keys], help="tell the gateway the key of a machine's keypad"
    )
    machine.add_argument("--machine", required=True, help="the machine's number")
    machine.add_argument("--key", type=Path, required=True, help="a copy of the machine's machine.key")
    machine.set_defaults(command=_enrol_machine)

    for name, act, told in (
        ("enrol-operator", _enrol_operator, "let an operator ask for unlocking codes; prints a token once"),
        ("revoke-operator", _revoke_operator, "let an operator's token count no longer"),
    ):
        command = commands.add_parser(name, parents=[database, keys], help=told)
        command.add_argument("name", help="small letters, digits and hyphens")
        command.set_defaults(command=act)

    kiosk = commands.add_parser(
        "enrol-kiosk", parents=[database, keys], help="make a key that a kiosk signs its requests with"
    )
    kiosk.add_argument("kiosk", help="the machine's number")
    kiosk.add_argument("--out", type=Path, required=True, help="new file for the key; take it to the kiosk")
    kiosk.add_argument("--algorithm", default="hmac-sha256", choices=("hmac-sha256", "ed25519"))
    kiosk.add_argument("--overlap-days", type=days, default=14, help="so long its earlier keys count too")
    kiosk.set_defaults(command=_enrol_kiosk)

    retire = commands.add_parser("retire-kiosk", parents=[database, keys], help="let no key of a kiosk count")
    retire.add_argument("kiosk", help="the machine's number")
    retire.set_defaults(command=_retire_kiosk)
    _add_unlock_code(commands)


def _add_unlock_code(commands: Commands) -> None:
    unlock = commands.add_parser("unlock-code", help="operator's side: answer a locked keypad's challenge")
    by = unlock.add_mutually_exclusive_group(required=True)
    by.add_argument("--gateway", metavar="URL", help="ask this gateway, as the operator of --token-file")
    by.add_argument("--key", type=Path, help="without a gateway: a copy of the machine's machine.key")
    unlock.add_argument("--token-file", type=Path, help="file with the token that enrol-operator printed")
    unlock.add_argument("--ca-file", type=Path, help="the authority that vouches for that gateway, in PEM")
    unlock.add_argument("--machine", required=True, help="the machine's number")
    unlock.add_argument("challenge", help="the eight digits its display shows")
    unlock.set_defaults(command=_unlock_code)


def _enrol_machine(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.enrolment import enrol_machine

    def enrol() -> None:
        verdict = enrol_machine(db_url(arguments), arguments.machine, arguments.key, arguments.key_file)
        earlier = "; its earlier key counts no longer" if verdict == "replaced" else ""
        print(f"the gateway knows machine {arguments.machine}{earlier}")

    return _enrolled(enrol)


def _enrol_operator(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.enrolment import enrol_operator

    def enrol() -> None:
        token, verdict = enrol_operator(db_url(arguments), arguments.name, arguments.key_file)
        print(token)
        if verdict == "replaced":  # not on standard output, which may go to a file for the token
            print(f"the earlier token of {arguments.name} counts no longer", file=sys.stderr)

    return _enrolled(enrol)


def _revoke_operator(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.enrolment import revoke_operator

    def revoke() -> None:
        revoke_operator(db_url(arguments), arguments.name, arguments.key_file)
        print(f"the token of {arguments.name} counts no longer")

    return _enrolled(revoke)


def _enrol_kiosk(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.kiosk_enrolment import enrol_kiosk

    def enrol() -> None:
        key_id = enrol_kiosk(
            db_url(arguments),
            arguments.kiosk,
            arguments.algorithm,
            arguments.out,
            arguments.overlap_days,
            key_file=arguments.key_file,
        )
        print(f"key {key_id} is in {arguments.out}: name it as gateway.key_file in the kiosk's kiosk.toml")

    return _enrolled(enrol)


def _retire_kiosk(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.kiosk_enrolment import retire_kiosk

    def retire() -> None:
        retire_kiosk(db_url(arguments), arguments.kiosk, key_file=arguments.key_file)
        print(f"no key of {arguments.kiosk} counts any longer; enrol-kiosk makes a new one")

    return _enrolled(retire)


def _enrolled(enrol: Callable[[], None]) -> int:
    from kiosk.gateway.commands.enrolment import NotEnrolled

    try:
        enrol()
    except NotEnrolled as error:
        print(f"{error.begins}: {error}", file=sys.stderr)
        return 1
    return 0


def _unlock_code(arguments: argparse.Namespace) -> int:
    from kiosk.access.commands import NotSet, answer_challenge, ask_gateway

    number, challenge, token_file = arguments.machine, arguments.challenge, arguments.token_file
    if (arguments.gateway is None) != (token_file is None):
        print("--gateway and --token-file go together", file=sys.stderr)
        return 2
    try:
        if arguments.gateway:
            print(ask_gateway(arguments.gateway, token_file, number, challenge, arguments.ca_file))
        else:
            print(answer_challenge(arguments.key, number, challenge))
    except NotSet as error:
        print(error, file=sys.stderr)
        return 1
    return 0
