"""토큰: one's own, and those of everybody for the administrator."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.api.enums import Permission, TokenState
from app.api.forms import HoldersForm, TokenForm
from app.api.models import ApiToken
from app.api.policy import POLICY
from app.api.queries import tokens as queries
from app.api.resources import RESOURCES
from app.api.routes import bp
from app.api.services import tokens as services
from app.core import access
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words, require_recent_password
from app.organization.enums import ApiHolders, SettingKey
from app.organization.queries import setting


@bp.get("/tokens")
def list_tokens() -> ResponseReturnValue:
    """Show the actor's tokens, without the tokens themselves."""
    return render_template(
        "api/tokens/list.html",
        rows=queries.own_tokens(actor()),
        titles=_titles(),
        good=TokenState.GOOD,
        may_hold=access.allows(POLICY, Permission.TOKENS_HOLD, actor(), _holders()),
        may_oversee=access.allows(POLICY, Permission.TOKENS_OVERSEE, actor()),
    )


@bp.get("/tokens/new")
def new_token() -> ResponseReturnValue:
    """Ask what the token is for."""
    services.require_holder(actor())
    require_recent_password()
    form = _form()
    form.propose_end()
    return render_template("api/tokens/new.html", form=form)


@bp.post("/tokens")
def create_token() -> ResponseReturnValue:
    """Make a token and show it, this once, in the answer itself: it is kept nowhere in the clear."""
    services.require_holder(actor())
    require_recent_password(back=url_for("api.new_token"))
    form = _form()
    if form.validate_on_submit():
        with keeping_words(form):
            token, secret = services.create_token(
                actor=actor(), purpose=form.purpose.data, scopes=form.scopes.data, ends_on=form.ends_on.data
            )
            return render_template("api/tokens/made.html", token=token, secret=secret, titles=_titles()), 201
    return render_template("api/tokens/new.html", form=form), code_of(form)


@bp.post("/tokens/<int:token_id>/revocations")
def create_token_revocation(token_id: int) -> ResponseReturnValue:
    """End a token at once."""
    token = queries.token_or_404(token_id, actor())
    services.revoke_token(actor=actor(), token=token)
    flash(str(_("The token is revoked. Programs that use it get no answer from now on.")), "success")
    return redirect(url_for("api.list_tokens" if _is_own(token) else "api.list_all_tokens"))


@bp.get("/admin/tokens")
def list_all_tokens() -> ResponseReturnValue:
    """Show everybody's tokens, and who may hold any."""
    return _overview(HoldersForm(formdata=None, data={"holders": _holders()}))


@bp.post("/admin/tokens/holders")
def create_holder_choice() -> ResponseReturnValue:
    """Say who may hold tokens."""
    require_recent_password(back=url_for("api.list_all_tokens"))
    form = HoldersForm()
    if not form.validate_on_submit():
        return _overview(form), 422
    services.choose_holders(actor=actor(), holders=form.holders.data)
    flash(str(_("Saved.")), "success")
    return redirect(url_for("api.list_all_tokens"))


def _overview(form: HoldersForm) -> str:
    page = queries.all_tokens(request.args.get("cursor"))
    return render_template(
        "api/tokens/overview.html",
        rows=page.rows,
        titles=_titles(),
        good=TokenState.GOOD,
        form=form,
        holders=_holders(),
        may_rule=access.allows(POLICY, Permission.TOKENS_RULE, actor()),
        next_url=url_for("api.list_all_tokens", cursor=page.next_cursor) if page.next_cursor else None,
    )


def _form() -> TokenForm:
    form = TokenForm()
    form.offer_scopes([name for name, known in RESOURCES.items() if access.satisfies(known.may, actor())])
    return form


def _holders() -> ApiHolders:
    return ApiHolders(setting(SettingKey.API_HOLDERS))


def _is_own(token: ApiToken) -> bool:
    return token.person_id == actor().id


def _titles() -> dict[str, object]:
    return {name: known.title for name, known in RESOURCES.items()}
