"""`flask mail`: send what waits, from a timer or by hand."""

import click
from flask.cli import AppGroup

from app.cli.telling import one_line
from app.core.messages import Message, _
from app.notifications.queries.outbox import mail_counts
from app.notifications.sending import send_waiting

mail = AppGroup("mail", help="The outbox of notices.")


@mail.command()
def send() -> None:
    """Send what waits, unless the hour is quiet or no server is set."""
    with one_line():
        tally = send_waiting()
        click.echo(
            str(
                _(
                    "%(sent)s sent, %(failed)s failed, %(dropped)s not needed.",
                    sent=tally.sent,
                    failed=tally.failed,
                    dropped=tally.dropped,
                )
            )
        )
        if tally.reason:
            click.echo(str(_("The mail server cannot be reached: %(reason)s", reason=Message(tally.reason))))


@mail.command()
def outbox() -> None:
    """Print how many mails are in each state, separated by tabs."""
    with one_line():
        for state, count in mail_counts().items():
            click.echo(f"{state.value}\t{count}")
