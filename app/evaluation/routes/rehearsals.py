"""예행."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import OpumError
from app.core.forms import offer
from app.core.messages import _
from app.core.sheets import write_workbook
from app.core.web import actor, code_of, keeping_words
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.forms.rehearsals import RehearsalForm
from app.evaluation.models import Rehearsal
from app.evaluation.queries import rehearsals as queries
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.services import rehearsals as services
from app.evaluation.services.rehearsal_rules import Rules, draft_rules
from app.evaluation.services.rehearsals import Rehearsed
from app.evaluation.services.workbooks.rehearsals import rehearsal_sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/rehearsals")
def list_rehearsals() -> ResponseReturnValue:
    """List the kept rehearsals."""
    return render_template(
        "evaluation/rehearsals/list.html",
        rows=queries.rehearsal_rows(),
        may_try=policy.allows(Permission.REHEARSE, actor()),
    )


@bp.get("/rehearsals/new")
def new_rehearsal() -> ResponseReturnValue:
    """Offer to try rules; with what was chosen in the address also who would move. Writes nothing."""
    form = RehearsalForm(request.args or None, meta={"csrf": False})
    _offer(form)
    found: Rehearsed | None = None
    if request.args and form.validate():
        with keeping_words(form):
            found = _tried(form)
    return _page(form, found), code_of(form) if form.errors else 200


@bp.post("/rehearsals")
def create_rehearsal() -> ResponseReturnValue:
    """Keep what was tried under a name."""
    form = RehearsalForm()
    _offer(form)
    if form.validate_on_submit():
        with keeping_words(form):
            publication, record = queries.publication_and_round(form.publication_id.data)
            kept = services.keep_rehearsal(
                actor=actor(),
                record=record,
                publication=publication,
                draft_id=form.draft_id.data,
                rules=_rules(form),
                name=form.name.data or "",
            )
            flash(str(_("The rehearsal is kept. No round has changed.")), "success")
            return redirect(url_for(".show_rehearsal", rehearsal_id=kept.id))
    return _page(form, _again_tried(form)), code_of(form)


def _again_tried(form: RehearsalForm) -> Rehearsed | None:
    """What was tried, so that only the name has to be typed again."""
    try:
        return _tried(form)
    except OpumError:
        return None


@bp.get("/rehearsals/<int:rehearsal_id>")
def show_rehearsal(rehearsal_id: int) -> ResponseReturnValue:
    """Show what draft rules would have given."""
    kept = queries.rehearsal_or_404(rehearsal_id)
    rules, found = _again(kept)
    publication, record = queries.publication_and_round(kept.publication_id)
    return render_template(
        "evaluation/rehearsals/show.html", kept=kept, rules=rules, found=found, publication=publication, record=record
    )


@bp.get("/rehearsals/<int:rehearsal_id>.xlsx")
def export_rehearsal(rehearsal_id: int) -> ResponseReturnValue:
    """Send a kept rehearsal as a workbook. It holds figures of departments, nothing about people."""
    kept = queries.rehearsal_or_404(rehearsal_id)
    rules, found = _again(kept)
    publication, record = queries.publication_and_round(kept.publication_id)
    book = BytesIO()
    write_workbook(book, rehearsal_sheets(kept, rules, found, publication, record))
    book.seek(0)
    return send_file(book, mimetype=XLSX, as_attachment=True, download_name=f"예행-{kept.id}.xlsx")


def _again(kept: Rehearsal) -> tuple[Rules, Rehearsed]:
    publication, record = queries.publication_and_round(kept.publication_id)
    rules = services.kept_rules(kept)
    return rules, services.rehearse(record, publication, rules)


def _rules(form: RehearsalForm) -> Rules:
    publication, record = queries.publication_and_round(form.publication_id.data)
    draft = round_or_404(form.draft_id.data) if form.draft_id.data else None
    return draft_rules(record, publication.version, form.rules_choice(draft))


def _tried(form: RehearsalForm) -> Rehearsed:
    publication, record = queries.publication_and_round(form.publication_id.data)
    return services.rehearse(record, publication, _rules(form))


def _offer(form: RehearsalForm) -> None:
    offer(form.publication_id, queries.tryable_publications())
    offer(form.draft_id, queries.draft_rounds(), blank=True)


def _page(form: RehearsalForm, found: Rehearsed | None) -> str:
    _offer(form)
    return render_template("evaluation/rehearsals/new.html", form=form, found=found)
