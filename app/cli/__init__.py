"""The operator's command line: `flask org`, `flask accounts`, `flask check`, `flask doctor`, `flask backup` and more."""

import click
from flask import Flask

from app.cli.accounts import accounts
from app.cli.audit import audit
from app.cli.backup import backup
from app.cli.check import check
from app.cli.demo.commands import demo
from app.cli.doctor import doctor
from app.cli.evaluation import evaluation
from app.cli.hr import hr
from app.cli.innovation import innovation
from app.cli.jobs import jobs
from app.cli.mail import mail
from app.cli.mileage import mileage
from app.cli.organization import org

COMMANDS: tuple[click.Command, ...] = (
    accounts,
    audit,
    backup,
    check,
    demo,
    doctor,
    evaluation,
    hr,
    innovation,
    jobs,
    mail,
    mileage,
    org,
)


def init_app(app: Flask) -> None:
    """Register every command."""
    for command in COMMANDS:
        app.cli.add_command(command)
