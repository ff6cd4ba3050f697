"""공개."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Missing, Refused
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words, require_recent_password, showing_refusal
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.forms.publications import PublicationForm, PublicShowingForm
from app.evaluation.jobs import PUBLICATION
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.corrections import corrections_of
from app.evaluation.queries.moves import move_rows, moves_of_version
from app.evaluation.queries.public_showings import showing_of
from app.evaluation.queries.releases import release_awaited
from app.evaluation.queries.results import PublicationView, publications_of
from app.evaluation.queries.rounds import round_or_404, score_count
from app.evaluation.routes import bp
from app.evaluation.routes.results import embargo_of, embargo_page
from app.evaluation.rules import phases
from app.evaluation.services import public_showings
from app.evaluation.services import publications as services
from app.evaluation.services.calibration_agenda import agenda
from app.jobs.services import request_job

SCORES_AT_ONCE = 4000
"""Above this publishing takes longer than a second."""


@bp.get("/rounds/<int:round_id>/publications")
def list_publications(round_id: int) -> ResponseReturnValue:
    """Show the published versions of a round with their hashes, and the way to publish it."""
    record = round_or_404(round_id)
    found = publications_of(record.id, actor())
    if not found and not policy.allows(Permission.RESULTS_PREVIEW, actor()):
        if release_awaited(record.id) is not None:
            return embargo_page(record)
        raise Missing(_("The results of this round are not published yet."))
    return _page(record, PublicationForm(formdata=None, release_hour="09:00"), found)


def _page(record: EvaluationRound, form: PublicationForm, found: Sequence[PublicationView]) -> str:
    may_publish = policy.allows(Permission.RESULTS_PUBLISH, actor()) and phases.may_publish(record.phase)
    return render_template(
        "evaluation/publications/list.html",
        record=record,
        form=form,
        versions=found,
        embargo=embargo_of(found[0] if found else None),
        may_publish=may_publish,
        sees_all=policy.allows(Permission.RESULTS_PREVIEW, actor()),
        **_previewed(record if may_publish else None),
    )


def _previewed(record: EvaluationRound | None) -> dict[str, Any]:
    """What would be published now and how many cases in conflict nobody decided, or why nothing can be."""
    if record is None:
        return {"preview": None, "obstacle": None, "undecided": 0}
    try:
        found = services.preview(record)
    except Refused as refusal:
        return {"preview": None, "obstacle": refusal.reason, "undecided": 0}
    return {"preview": found, "obstacle": None, "undecided": len(agenda(record, found.result))}


@bp.post("/rounds/<int:round_id>/publications")
def create_publication(round_id: int) -> ResponseReturnValue:
    """Publish the results of a round, at once or under embargo."""
    require_recent_password(back=url_for("evaluation.show_round", round_id=round_id))
    record = round_or_404(round_id)
    form = PublicationForm()
    if form.validate_on_submit():
        with keeping_words(form):
            if score_count(record.id) > SCORES_AT_ONCE:
                return _in_background(record, form)
            services.publish_round(
                actor=actor(),
                record=record,
                reason=(form.reason.data or "").strip(),
                seen_sha256=request.form.get("sha256", ""),
                release_at=form.release_at(),
            )
            flash(str(_("The results are published.")), "success")
            return redirect(url_for(".list_publications", round_id=round_id))
    return _page(record, form, publications_of(record.id, actor())), code_of(form)


def _in_background(record: EvaluationRound, form: PublicationForm) -> ResponseReturnValue:
    """Let a round with very many scores be published beside the pages."""
    release = form.release_at()
    job = request_job(
        actor=actor(),
        kind=PUBLICATION,
        title=str(_("Publication of %(round)s", round=record.name)),
        arguments={
            "round_id": record.id,
            "reason": (form.reason.data or "").strip(),
            "sha256": request.form.get("sha256", ""),
            "release_at": release.isoformat() if release else None,
        },
    )
    return redirect(url_for("jobs.show_job", job_id=job.id))


@bp.get("/rounds/<int:round_id>/publications/<int:version>/moves")
def show_moves(round_id: int, version: int) -> ResponseReturnValue:
    """Show what a version changed against the one before it: all of it, or what concerns the own departments."""
    record, who = round_or_404(round_id), actor()
    found = next((row for row in publications_of(record.id, who) if row.version == version), None)
    if found is None:
        raise Missing(_("There is no such version to compare."))
    rows = move_rows(moves_of_version(record.id, version, who))
    reads_all = policy.allows(Permission.RESULTS_READ_ALL, who)
    own = {who.department_id, *who.coordinated_department_ids}
    corrections = [row for row in corrections_of(record.id, version) if row.version == version]
    return render_template(
        "evaluation/publications/moves.html",
        record=record,
        publication=found,
        rows=[row for row in rows if reads_all or row.department_id in own],
        corrections=[row for row in corrections if reads_all or row.department_id in own],
        departments=len({row.department_id for row in rows}),
        reads_all=reads_all,
    )


@bp.get("/rounds/<int:round_id>/public-showing")
def edit_public_showing(round_id: int) -> ResponseReturnValue:
    """Show what the public may read of a round."""
    record = round_or_404(round_id)
    return _showing_page(record, PublicShowingForm(formdata=None, obj=showing_of(record.id)))


@bp.post("/rounds/<int:round_id>/public-showing")
def update_public_showing(round_id: int) -> ResponseReturnValue:
    """Say what the public may read of a round."""
    record, form = round_or_404(round_id), PublicShowingForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            public_showings.set_showing(actor=actor(), record=record, showing=form.showing())
            flash(str(_("What the public sees is set.")), "success")
            return redirect(url_for(".edit_public_showing", round_id=round_id))
    return _showing_page(record, form), code_of(form)


def _showing_page(record: EvaluationRound, form: PublicShowingForm) -> str:
    return render_template(
        "evaluation/publications/public.html",
        record=record,
        form=form,
        showing=showing_of(record.id),
        embargo=release_awaited(record.id),
        may_edit=policy.allows(Permission.APPEAL_TERMS, actor()),
    )
