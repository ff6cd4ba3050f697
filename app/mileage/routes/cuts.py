"""한도 초과 한 건: why a fact earned nothing."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.i18n import language
from app.core.web import actor
from app.mileage.enums import Permission
from app.mileage.policy import POLICY
from app.mileage.queries.cuts import cut_or_404
from app.mileage.queries.mileage_terms import terms_for
from app.mileage.queries.objections import objection_to_cut
from app.mileage.queries.provenance import provenance_of
from app.mileage.routes import bp
from app.mileage.routes.links import explain_cut, source_link
from app.mileage.rules.objections import last_day
from app.mileage.titles import titles_of


@bp.get("/mileage/cuts/<int:cut_id>")
def show_cut(cut_id: int) -> ResponseReturnValue:
    """Show what a cap left nothing of, and why."""
    who, today = actor(), clock.today()
    view = cut_or_404(cut_id, who)
    link = source_link(view.cut.source, titles_of([view.cut.source], who))
    objection = objection_to_cut(view.cut.id)
    until = last_day(clock.to_seoul(view.cut.posted_at).date(), terms_for(who.id))
    owns_it = view.person_id == who.id
    may_write = access.allows(POLICY, Permission.OBJECTION_WRITE, who, view)
    return render_template(
        "mileage/transfers/cut.html",
        view=view,
        row=view.cut,
        source=link,
        explanation=explain_cut(view, link, owns=owns_it),
        cut_by=view.cut.cut_by if owns_it or not view.cut.rule.get("hides_group") else None,
        provenance=provenance_of(view.cut, who),
        objection=objection,
        may_object=may_write and objection is None and today <= until,
        until=until,
        today=today,
        reader=language(),
    )
