"""목록 내보내기: surveys, customer groups, and the figures of a closed wave under the same rule of disclosure as its page."""

from collections.abc import Iterator, Sequence

from flask import request

from app.core.access import Actor
from app.core.errors import Missing
from app.core.i18n import language
from app.core.list_exports import ListColumn, ListExport, Value, every_page
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.sheets import Kind
from app.voice.queries.survey_pages import result_page
from app.voice.queries.survey_results import wave_and_survey
from app.voice.queries.surveys import groups_page, surveys_page
from app.voice.routes.customer_groups import chosen_department
from app.voice.routes.surveys import wanted_purpose

Rows = Iterator[Sequence[Value]]
WIDE, WIDEST = 24, 44


def _surveys(_actor: Actor) -> Rows:
    chosen, spoken = wanted_purpose(), language()
    for row in every_page(lambda cursor: surveys_page(chosen, cursor)):
        owner = row.department or _("Whole office")
        yield row.title(spoken), row.edition, row.purpose, row.audience, owner, row.state, row.wave, row.wave_state


def _groups(_actor: Actor) -> Rows:
    chosen = chosen_department()
    for row in every_page(lambda cursor: groups_page(chosen, cursor)):
        one = row.group
        yield one.name, one.kind, row.department or _("Whole office"), one.size, one.note, one.retired_on


def _results(actor: Actor) -> Rows:
    wave_id = request.args.get("wave_id", type=whole_number)
    if wave_id is None:
        raise Missing(_("There is no such wave of a survey."))
    page = result_page(*wave_and_survey(wave_id), actor, chosen_department())
    whole = page.names.departments.get(page.chosen or 0)
    if page.figure is not None:
        yield _("All answers") if whole is None else whole, None, page.figure.answers, page.score, page.interval
    for item in page.items:
        shares = ", ".join(f"{step.label} {step.share} %" for step in item.steps)
        yield item.name, shares, item.answers, item.score, None
    for kind, rows in ((_("Department"), page.departments), (_("Customer group"), page.groups)):
        for row in rows:
            note = _("not shown") if row.is_hidden else kind
            yield row.name, note, row.answers, row.score, row.interval


LISTS = (
    ListExport(
        name="surveys",
        title=_("Surveys"),
        endpoint="voice.list_surveys",
        rows=_surveys,
        columns=(
            ListColumn(_("Survey"), width=WIDEST),
            ListColumn(_("Edition"), Kind.NUMBER),
            ListColumn(_("Purpose"), width=WIDE),
            ListColumn(_("Who answers"), width=WIDE),
            ListColumn(_("Department in charge"), width=WIDE),
            ListColumn(_("State"), width=18),
            ListColumn(_("Newest wave"), width=WIDE),
            ListColumn(_("State of the wave"), width=18),
        ),
    ),
    ListExport(
        name="customer-groups",
        title=_("Customer groups"),
        endpoint="voice.list_customer_groups",
        rows=_groups,
        columns=(
            ListColumn(_("Customer group"), width=WIDE),
            ListColumn(_("Kind of customers"), width=18),
            ListColumn(_("Department"), width=WIDE),
            ListColumn(_("How many there are, about"), Kind.NUMBER),
            ListColumn(_("What sets them apart"), width=WIDEST),
            ListColumn(_("Used until"), Kind.DATE),
        ),
    ),
    ListExport(
        name="survey-results",
        title=_("Results of a survey"),
        endpoint="voice.show_survey_wave",
        rows=_results,
        place=("wave_id",),
        columns=(
            ListColumn(_("Question, department or group"), width=WIDEST),
            ListColumn(_("Shares"), width=WIDEST),
            ListColumn(_("Number of answers"), Kind.NUMBER),
            ListColumn(_("Score of 100"), Kind.NUMBER),
            ListColumn(_("Interval of 95 per cent"), width=18),
        ),
    ),
)
