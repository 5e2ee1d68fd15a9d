"""Who may sign in at the gateway's page for operators, by command line."""

import argparse
import sys

from kiosk.commands.arguments import Commands, database_argument, db_url, key_file_argument


def add_staff(commands: Commands) -> None:
    parents = [database_argument(), key_file_argument()]
    enrol = commands.add_parser(
        "enrol-staff", parents=parents, help="let somebody sign in at /operator; prints a first password once"
    )
    enrol.add_argument("name", help="small letters, digits and hyphens")
    enrol.add_argument("--role", required=True, choices=("viewer", "clerk", "supervisor"))
    enrol.set_defaults(command=_enrol)
    revoke = commands.add_parser("revoke-staff", parents=parents, help="let somebody sign in no longer")
    revoke.add_argument("name")
    revoke.set_defaults(command=_revoke)


def _enrol(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.enrolment import NotEnrolled
    from kiosk.gateway.commands.staff_enrolment import enrol_staff

    try:
        password, verdict = enrol_staff(db_url(arguments), arguments.name, arguments.role, arguments.key_file)
    except NotEnrolled as error:
        print(f"{error.begins}: {error}", file=sys.stderr)
        return 1
    print(password)
    if verdict == "replaced":  # not on standard output, which may go to a file for the password
        print(f"the earlier password of {arguments.name} counts no longer", file=sys.stderr)
    return 0


def _revoke(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.enrolment import NotEnrolled
    from kiosk.gateway.commands.staff_enrolment import revoke_staff

    try:
        revoke_staff(db_url(arguments), arguments.name, arguments.key_file)
    except NotEnrolled as error:
        print(f"{error.begins}: {error}", file=sys.stderr)
        return 1
    print(f"{arguments.name} cannot sign in any longer, and is signed out")
    return 0
