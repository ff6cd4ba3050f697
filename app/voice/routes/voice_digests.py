"""주간 요약, 낱말 자료, 처리 기준."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import allows
from app.core.charts import stacked_bars
from app.core.i18n import format_day
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.voice.enums.customer_voices import VoiceKind
from app.voice.enums.permissions import Permission
from app.voice.forms.customer_voices import TermsForm
from app.voice.policy import POLICY
from app.voice.queries.customer_voices import reads_all
from app.voice.queries.voice_digests import MOST_TEXTS, WEEK, Digest, digest_of, weeks_finding
from app.voice.queries.voice_terms import terms_now
from app.voice.routes import bp
from app.voice.rules.voice_words import FEWEST_RISING, PAST_WEEKS, RISING, entries
from app.voice.services.voice_issues import MOST_TOGETHER
from app.voice.services.voice_terms import set_terms

FIRST_YEAR, LAST_YEAR = 2000, 2999


@bp.get("/voice/customer-voices/weeks")
def show_voice_digest() -> ResponseReturnValue:
    """Show the digest of a week; `?day=2026-11-18` chooses the week of that day, else that of yesterday."""
    first = wanted_week()
    digest = digest_of(first, everything=reads_all(actor()))
    return render_template(
        "voice/digests/show.html",
        digest=digest,
        weeks=weeks_chart(digest),
        earlier=first - WEEK,
        later=first + WEEK if first + WEEK <= clock.today() else None,
        most_together=MOST_TOGETHER,
        most_texts=MOST_TEXTS,
        may_make_issue=allows(POLICY, Permission.VOICE_IMPORT, actor()),
        rule={"fewest": FEWEST_RISING, "times": RISING, "weeks": PAST_WEEKS},
    )


def weeks_chart(digest: Digest) -> Mapping[str, object] | None:
    """Return the drawing of the weeks by kind with its finding and table; None where nothing came in."""
    if not any(sum(one.values()) for one in digest.by_week.values()):
        return None
    labels = [week.strftime("%m-%d") for week in digest.by_week]
    kinds = [kind for kind in VoiceKind if any(one[kind] for one in digest.by_week.values())]
    drawn = stacked_bars(
        str(_("Voices by week")),
        labels,
        {str(kind.label): [one[kind] for one in digest.by_week.values()] for kind in kinds},
    )
    rows = [
        (f"{format_day(week)} – {format_day(week + WEEK - timedelta(days=1))}", *one.values(), sum(one.values()))
        for week, one in digest.by_week.items()
    ]
    columns = [{"label": kind.label, "num": True} for kind in VoiceKind]
    return {
        "json": drawn,
        "finding": weeks_finding(digest),
        "columns": [_("Week"), *columns, {"label": _("All kinds together"), "num": True}],
        "rows": rows,
    }


def wanted_week() -> date:
    """Return the Monday of the week in the address, else of yesterday's: on a Monday one reads the week that ended."""
    yesterday = clock.today() - timedelta(days=1)
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        day = yesterday
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        day = yesterday
    return day - timedelta(days=day.weekday())


@bp.get("/voice/customer-voices/words")
def show_voice_words() -> ResponseReturnValue:
    """Show the open lists words and tone are found by."""
    lists = {name: entries(name) for name in ("positive", "negative", "stop_words", "particles")}
    return render_template("voice/digests/words.html", lists=lists)


@bp.get("/voice/customer-voices/terms")
def show_voice_terms() -> ResponseReturnValue:
    """Show who approves answers, and the periods by law."""
    terms = terms_now()
    form = TermsForm(formdata=None, data={"head_approves": terms is None or terms.head_approves})
    return _terms_page(form)


@bp.post("/voice/customer-voices/terms")
def create_voice_terms() -> ResponseReturnValue:
    """Set who approves answers."""
    form = TermsForm()
    if form.validate_on_submit():
        with keeping_words(form):
            set_terms(actor=actor(), head_approves=form.head_approves.data, reason=form.reason.data)
            flash(str(_("Saved.")), "success")
            return redirect(url_for("voice.show_voice_terms"))
    return _terms_page(form), code_of(form)


def _terms_page(form: TermsForm) -> str:
    may_set = allows(POLICY, Permission.VOICE_TERMS, actor())
    return render_template("voice/customer_voices/terms.html", form=form, terms=terms_now(), may_set=may_set)
