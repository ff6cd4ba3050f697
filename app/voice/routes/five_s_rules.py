"""5S 산정 기준: the versions of a year, and the form of the next."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, code_of, keeping_words
from app.voice.enums.five_s import FIVE_S, FiveSSource
from app.voice.enums.permissions import Permission
from app.voice.forms.five_s import FiveSRuleForm, rule_data
from app.voice.policy import POLICY
from app.voice.queries.five_s import rule_editions, rule_of, rule_row, year_state
from app.voice.routes import bp
from app.voice.routes.five_s import wanted_year
from app.voice.rules.five_s_plain import PRESET
from app.voice.services.five_s import save_rule


@bp.get("/voice/five-s/rules")
def list_five_s_rules() -> ResponseReturnValue:
    """Show the rules of a year and every version there was, with who saved it and why."""
    year, years = wanted_year()
    row = rule_row(year)
    return render_template(
        "voice/five_s/rules.html",
        year=year,
        years=years,
        state=year_state(year),
        rule=rule_of(row) if row else None,
        editions=rule_editions(year),
        may_write=access.allows(POLICY, Permission.INDEX_RULE, actor()),
    )


@bp.get("/voice/five-s/rules/new")
def new_five_s_rule() -> ResponseReturnValue:
    """Show the form with the rules of the year, or of the year before, or the preset."""
    year = request.args.get("year", type=whole_number) or clock.today().year
    row = rule_row(year) or rule_row(year - 1)
    known = rule_data(rule_of(row) if row else PRESET)
    return _form_page(FiveSRuleForm(data={"year": year, "is_example": bool(row and row.is_example), **known}))


@bp.post("/voice/five-s/rules")
def create_five_s_rule() -> ResponseReturnValue:
    """Save the next version."""
    form = FiveSRuleForm()
    if form.validate_on_submit():
        with keeping_words(form):
            row = save_rule(actor=actor(), text=form.text())
            flash(
                str(_("Version %(version)s is saved. It holds from the next reckoning on.", version=row.version)),
                "success",
            )
            return redirect(url_for(".list_five_s_rules", year=row.year))
    return _form_page(form), code_of(form)


def _form_page(form: FiveSRuleForm) -> str:
    rows = [
        (value, form[value.value], [(source, form.row_of(source)) for source in FiveSSource if source.of is value])
        for value in FIVE_S
    ]
    return render_template("voice/five_s/rule_form.html", form=form, rows=rows)
