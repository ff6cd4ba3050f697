"""단축 규칙과 적립항목."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, own_transactions, showing_refusal
from app.mileage.enums import ItemSubject, Permission
from app.mileage.forms.shortening import RuleForm, ShorteningItemForm
from app.mileage.policy import POLICY
from app.mileage.presets.shortening import TEMPLATES, template
from app.mileage.queries.shortening import latest_rules, missing_items, rule_of, saved_rule_or_404, versions_of
from app.mileage.routes import bp
from app.mileage.rules.shortening import Verdict, judge
from app.mileage.rules.shortening_parameters import rule_from
from app.mileage.services import shortening_rules as services
from app.mileage.services.shortening_rules import ITEM_NAME, ItemText, RuleText


@bp.get("/mileage/shortening/rules")
def list_shortening_rules() -> ResponseReturnValue:
    """List the rules of the office, and those of other offices that can be taken over."""
    may_draft = access.allows(POLICY, Permission.SHORTENING_DRAFT, actor())
    return render_template(
        "mileage/shortening/rules.html", rules=latest_rules(), templates=TEMPLATES, may_draft=may_draft
    )


@bp.get("/mileage/shortening/rules/new")
def new_shortening_rule() -> ResponseReturnValue:
    """Ask for a rule: empty, from a template, or the next version of a rule."""
    form = RuleForm()
    base, chosen = request.args.get("base", ""), template(request.args.get("template", ""))
    if base.isascii() and base.isdigit():
        saved = saved_rule_or_404(_id(base))
        form.fill(rule_of(saved))
        form.code.data, form.name.data, form.source.data = saved.code, saved.name, saved.source
    elif chosen is not None:
        form.fill(chosen.rule)
        form.code.data, form.name.data, form.source.data = chosen.code, str(chosen.name), chosen.source
    return _form_page(form)


@bp.post("/mileage/shortening/rules")
def create_shortening_rule() -> ResponseReturnValue:
    """Save a version."""
    form = RuleForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            text = RuleText(
                code=form.code.data,
                name=form.name.data,
                parameters=form.parameters(),
                source=form.source.data or "",
                reason=form.reason.data,
            )
            saved = services.save_rule(actor=actor(), text=text)
            flash(str(_("Version %(version)s is saved.", version=saved.version)), "success")
            return redirect(url_for(".show_shortening_rule", rule_id=saved.id))
    return _form_page(form), 422


@bp.post("/mileage/shortening/rules/trials")
@own_transactions
def create_shortening_trial() -> ResponseReturnValue:
    """Try what was typed on one case; nothing is saved."""
    form, verdict = RuleForm(), None
    if form.validate_trial():
        with showing_refusal(form):
            rule, case = rule_from(form.parameters()), form.trial()
            if case is not None:
                verdict = judge(rule, case)
    return _form_page(form, verdict), 422 if form.errors else 200


@bp.get("/mileage/shortening/rules/<int:rule_id>")
def show_shortening_rule(rule_id: int) -> ResponseReturnValue:
    """Show a version, its numbers in words and the other versions."""
    saved = saved_rule_or_404(rule_id)
    return render_template(
        "mileage/shortening/rule.html",
        saved=saved,
        rule=rule_of(saved),
        versions=versions_of(saved.code),
        may_draft=access.allows(POLICY, Permission.SHORTENING_DRAFT, actor()),
    )


@bp.get("/mileage/shortening/items/new")
def new_shortening_item() -> ResponseReturnValue:
    """Ask for the item that pays what was saved."""
    form, missing = ShorteningItemForm(), missing_items(clock.today())
    if request.args.get("subject", "") in set(ItemSubject):
        form.subject.data = ItemSubject(request.args["subject"])
    elif missing:
        form.subject.data = missing[0]
    form.name.data, form.valid_from.data = str(ITEM_NAME), clock.today()
    return render_template("mileage/shortening/item.html", form=form)


@bp.post("/mileage/shortening/items")
def create_shortening_item() -> ResponseReturnValue:
    """Enter the item."""
    form = ShorteningItemForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            text = ItemText(
                subject=form.subject.data,
                code=form.code.data,
                name=form.name.data,
                valid_from=form.valid_from.data,
                cap_year=form.cap_year.data,
                reason=form.reason.data,
            )
            services.add_shortening_item(actor=actor(), text=text)
            flash(str(_("The item is entered.")), "success")
            return redirect(url_for(".list_shortening_runs"))
    return render_template("mileage/shortening/item.html", form=form), 422


def _form_page(form: RuleForm, verdict: Verdict | None = None) -> str:
    return render_template("mileage/shortening/rule_form.html", form=form, verdict=verdict)


def _id(text: str) -> int:
    try:
        return whole_number(text)
    except ValueError:
        return 0
