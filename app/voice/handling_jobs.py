"""Long work with handling records: reading in, taking back, handing over to mileage."""

from collections.abc import Mapping
from datetime import date
from hashlib import file_digest
from typing import Any

from flask import url_for

from app.accounts.sheets import returned
from app.core import access
from app.core.access import Actor
from app.core.database import only_reading
from app.core.messages import _
from app.core.sheets import XLSX, Problems, SheetErrors, return_errors
from app.jobs.work import JobKind, Made, Run
from app.voice.enums.permissions import Permission
from app.voice.policy import POLICY
from app.voice.queries.handling_batches import batch_or_404
from app.voice.services.handling_batches import withdraw_batch
from app.voice.services.handling_imports import check_file, check_rows, enter_records, waiting_rows
from app.voice.services.handling_sheets import SPEC
from app.voice.services.shortening_handovers import hand_over

HANDLING_IMPORT = "voice.handling_import"
HANDLING_WITHDRAWAL = "voice.handling_withdrawal"
SHORTENING_HANDOVER = "voice.shortening_handover"
ERRORS_NAME = "민원처리기록 오류.xlsx"
CHECKING, ENTERING = _("Rows checked"), _("Records are being entered")


def read_in(run: Run) -> Made | str:
    """Enter a workbook of records: all of it, or nothing and the workbook with its errors.

    Everything is read and checked before the first statement of the write transaction, so that others can go on writing.
    """
    given = run.arguments
    source, problems = returned.find(given["token"], person_id=run.actor.id), Problems()
    with source.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    run.progress(0, None, CHECKING)
    with waiting_rows() as found:
        with only_reading() as reading:
            check_file(reading, digest)
            check_rows(source, reading, problems, found, lambda rows: run.progress(rows, None, CHECKING))
        if problems.errors:
            path = run.path(ERRORS_NAME)
            return_errors(path, source.read_bytes(), SPEC, problems.errors)
            return Made(path, ERRORS_NAME, XLSX, said=str(SheetErrors(problems.errors).reason))
        run.progress(0, found.rows, ENTERING)
        batch = enter_records(actor=run.actor, file_name=given["file_name"], sha256=digest, found=found)
    run.units = batch.row_count
    return str(_("Batch %(batch)s: %(count)s records are read in.", batch=batch.id, count=f"{batch.row_count:,}"))


def take_back(run: Run) -> str:
    """Withdraw a batch."""
    batch = batch_or_404(run.arguments["batch_id"])
    withdraw_batch(batch=batch, actor=run.actor, reason=run.arguments["reason"])
    return str(_("Batch %(batch)s is withdrawn; its records count no more.", batch=batch.id))


def send(run: Run) -> str:
    """Hand records over to the mileage room."""
    given = run.arguments
    first, last = (date.fromisoformat(given[name]) for name in ("starts_on", "ends_on"))
    sent = hand_over(actor=run.actor, rule_id=given["rule_id"], starts_on=first, ends_on=last)
    run.units = sent.row_count
    return str(
        _(
            "%(count)s records are sent. Mileage has simulated them; nothing is paid before somebody posts it.",
            count=f"{sent.row_count:,}",
        )
    )


def may_read_in(actor: Actor, _arguments: Mapping[str, Any]) -> bool:
    """Whether the actor may read records in."""
    return access.allows(POLICY, Permission.HANDLING_IMPORT, actor)


def may_take_back(actor: Actor, _arguments: Mapping[str, Any]) -> bool:
    """Whether the actor may withdraw batches; which one is asked by the rule."""
    return access.allows(POLICY, Permission.HANDLING_WITHDRAW, actor)


def may_send(actor: Actor, _arguments: Mapping[str, Any]) -> bool:
    """Whether the actor may hand records over."""
    return access.allows(POLICY, Permission.SHORTENING_HAND_OVER, actor)


def page_of_batches(_arguments: Mapping[str, Any]) -> str:
    """Return where the batches are listed."""
    return url_for("voice.list_handling_batches")


def page_of_new_batch(_arguments: Mapping[str, Any]) -> str:
    """Return where a workbook is handed in."""
    return url_for("voice.new_handling_batch")


def page_of_batch(arguments: Mapping[str, Any]) -> str:
    """Return the page of the batch."""
    return url_for("voice.show_handling_batch", batch_id=arguments["batch_id"])


def page_of_runs(_arguments: Mapping[str, Any]) -> str:
    """Return where mileage lists what was sent."""
    return url_for("mileage.list_shortening_runs")


JOBS = (
    JobKind(
        HANDLING_IMPORT,
        _("Handling records from a workbook"),
        read_in,
        may_read_in,
        writes=True,
        page=page_of_batches,
        hand_in=page_of_new_batch,
    ),
    JobKind(
        HANDLING_WITHDRAWAL,
        _("Withdrawal of a batch of handling records"),
        take_back,
        may_take_back,
        writes=True,
        page=page_of_batch,
    ),
    JobKind(
        SHORTENING_HANDOVER,
        _("Handling records sent to mileage"),
        send,
        may_send,
        writes=True,
        page=page_of_runs,
    ),
)
