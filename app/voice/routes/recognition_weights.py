"""수상·방문 배점표: what weighs how much from which day, and who set it why."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.voice.enums.permissions import Permission
from app.voice.enums.recognitions import RecognitionKind, RecognitionLevel
from app.voice.forms.recognitions import WeightsForm, weights_data
from app.voice.policy import POLICY
from app.voice.queries.recognitions import weight_editions, weight_rows
from app.voice.routes import bp
from app.voice.rules.recognitions import weights_on
from app.voice.services.recognitions import set_weights


@bp.get("/voice/recognitions/weights")
def show_recognition_weights() -> ResponseReturnValue:
    """Show the weights of today and their history."""
    return render_template(
        "voice/recognitions/weights.html",
        weights=weights_on(weight_rows(), clock.today()),
        editions=weight_editions(),
        kinds=tuple(RecognitionKind),
        levels=tuple(RecognitionLevel),
        may_set=access.allows(POLICY, Permission.RECOGNITION_WEIGH, actor()),
    )


@bp.get("/voice/recognitions/weights/edit")
def edit_recognition_weights() -> ResponseReturnValue:
    """Show the form with the weights of today."""
    today = clock.today()
    return _form_page(WeightsForm(data={"valid_from": today, **weights_data(weights_on(weight_rows(), today))}))


@bp.post("/voice/recognitions/weights")
def create_recognition_weights() -> ResponseReturnValue:
    """Let other weights hold from a day on."""
    form = WeightsForm()
    if form.validate_on_submit():
        with keeping_words(form):
            set_weights(actor=actor(), valid_from=form.valid_from.data, weights=form.weights(), reason=form.reason.data)
            flash(str(_("The weights are saved. What is confirmed already keeps its weight.")), "success")
            return redirect(url_for(".show_recognition_weights"))
    return _form_page(form), code_of(form)


def _form_page(form: WeightsForm) -> str:
    return render_template(
        "voice/recognitions/weights_form.html",
        form=form,
        kinds=tuple(RecognitionKind),
        levels=tuple(RecognitionLevel),
    )
