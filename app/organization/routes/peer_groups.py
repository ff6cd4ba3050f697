"""평가군."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.organization import queries, services
from app.organization.forms import PeerGroupForm
from app.organization.routes import bp


@bp.get("/admin/peer-groups")
def list_peer_groups() -> ResponseReturnValue:
    """Show the peer groups."""
    return _page(PeerGroupForm())


@bp.post("/admin/peer-groups")
def create_peer_group() -> ResponseReturnValue:
    """Enter a peer group, or rename the one with this code."""
    form = PeerGroupForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.save_peer_group(
                code=form.code.data, name=form.name.data, position=form.position.data, actor=actor()
            )
    if form.errors:
        return _page(form), 422
    flash(str(_("Saved.")), "success")
    return redirect(url_for("organization.list_peer_groups"))


def _page(form: PeerGroupForm) -> str:
    return render_template("organization/peer_groups/list.html", groups=queries.peer_groups(), form=form)
