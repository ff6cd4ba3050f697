"""전략체계도: what leads to what, as a picture and a table."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.charts import map_chart
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.forms.scorecards import ObjectiveLinkForm, ReasonForm
from app.evaluation.queries import strategy_maps as queries
from app.evaluation.routes import bp
from app.evaluation.rules.strategy_maps import finding
from app.evaluation.services import strategy_maps as services


@bp.get("/indicators/strategy-map")
def show_strategy_map() -> ResponseReturnValue:
    """Show the map; for the control tower with the form of a new link."""
    return _page(ObjectiveLinkForm())


@bp.post("/indicators/strategy-map/links")
def create_objective_link() -> ResponseReturnValue:
    """Say that an objective helps another one."""
    form = ObjectiveLinkForm()
    _offer(form, queries.map_nodes())
    if form.validate_on_submit():
        with keeping_words(form):
            services.link_objectives(
                actor=actor(), cause_id=form.cause_id.data, effect_id=form.effect_id.data, note=form.note.data
            )
            flash(str(_("The link is on the map.")), "success")
            return redirect(url_for(".show_strategy_map"))
    return _page(form), code_of(form)


@bp.post("/indicators/strategy-map/links/<int:link_id>/removals")
def create_objective_link_removal(link_id: int) -> ResponseReturnValue:
    """Take a link off the map."""
    link, form = services.link_or_404(link_id), ReasonForm()
    if not form.validate_on_submit():
        return _page(ObjectiveLinkForm(formdata=None), refused=(link_id, form)), 422
    services.unlink_objectives(actor=actor(), link=link, reason=form.reason.data)
    flash(str(_("The link is taken off the map.")), "success")
    return redirect(url_for(".show_strategy_map"))


def _offer(form: ObjectiveLinkForm, nodes: list[queries.MapNode]) -> None:
    form.offer([(node.id, f"{node.name} ({node.perspective})") for node in nodes])


def _page(form: ObjectiveLinkForm, refused: tuple[int, ReasonForm] | None = None) -> str:
    nodes, links = list(queries.map_nodes()), queries.link_rows()
    _offer(form, nodes)
    places = {node.id: place for place, node in enumerate(nodes)}
    said = finding([(row.cause_id, row.effect_id) for row in links], {node.id: node.name for node in nodes})
    figure = map_chart(
        str(said),
        list(dict.fromkeys(node.perspective for node in nodes)),
        [(node.level, node.name) for node in nodes],
        [(places[row.cause_id], places[row.effect_id]) for row in links],
    )
    return render_template(
        "evaluation/scorecards/map.html",
        nodes=nodes,
        links=links,
        finding=said,
        figure=figure,
        form=form,
        refused=refused,
        may_edit=policy.allows(Permission.SCORECARD_EDIT, actor()),
    )
