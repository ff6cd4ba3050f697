"""배정·평가자 구분·설문·위원회 규칙의 입력."""

from collections.abc import Iterable, Mapping, Sequence

from wtforms import Field, FileField, HiddenField, SelectField
from wtforms.validators import InputRequired, ValidationError

from app.core.errors import Invalid
from app.core.forms import Form, choice, decimal_number, long_text, offer, reason_text, record_choice, record_choices
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.evaluation.enums import CommitteeKind, MarkRule
from app.evaluation.forms.tables import read_lines
from app.evaluation.queries.raters import PanelIndicator
from app.evaluation.queries.scoring import Member
from app.evaluation.rules.methods.reading import to_number
from app.evaluation.services.assignments import AssignmentDraft
from app.evaluation.services.surveys import SurveyFigure

MOST_EACH = 99
MOST_SEED = 999_999
SPLIT = ":"


def _panel_field(label: Message) -> SelectField:
    return SelectField(label, choices=[], validators=[InputRequired(_("Choose one."))])


def offer_panels(field: Field, pairs: Iterable[tuple[PanelIndicator, str]]) -> None:
    """Offer indicators with their source as "id:source"."""
    field.choices = [
        (f"{panel.indicator_id}{SPLIT}{source}", f"{panel.name} · {source}" if source else panel.name)
        for panel, source in pairs
    ]


def panel_of(field: Field) -> tuple[int, str]:
    """Return (indicator id, source) of what was chosen."""
    number, _split, source = str(field.data).partition(SPLIT)
    return whole_number(number), source


class AssignmentForm(Form):
    """Who is to score an indicator, and how many for each department."""

    panel = _panel_field(_("Indicator"))
    evaluator_ids = record_choices(_("Evaluators, inside and outside"), required=True)
    each = decimal_number(_("Evaluators for each department"), least=1, most=MOST_EACH)
    seed = decimal_number(_("Number of the draw"), least=1, most=MOST_SEED)
    seen = HiddenField()

    def validate_each(self, field: Field) -> None:
        """A number of people is whole."""
        _require_whole(field)

    def validate_seed(self, field: Field) -> None:
        """A draw has a whole number."""
        _require_whole(field)

    def offer(self, panels: Sequence[PanelIndicator], people: Mapping[int, str]) -> None:
        """Fill the choices."""
        offer_panels(self.panel, [(p, source) for p in panels for source in p.evaluator_sources or ("",)])
        offer(self.evaluator_ids, people.items())

    def draft(self) -> AssignmentDraft:
        """Return what was chosen."""
        indicator_id, source = panel_of(self.panel)
        return AssignmentDraft(
            indicator_id=indicator_id,
            evaluator_ids=self.evaluator_ids.data or (),
            each=int(self.each.data or 0),
            seed=int(self.seed.data or 0),
            source=source,
        )


def _require_whole(field: Field) -> None:
    if field.data is not None and field.data != field.data.to_integral_value():
        raise ValidationError(str(_("This must be a whole number.")))


class RaterSourceForm(Form):
    """To which source of raters an evaluator belongs."""

    evaluator_id = record_choice(_("Evaluator"))
    source = SelectField(_("Source of raters"), choices=[], validators=[InputRequired(_("Choose one."))])

    def offer(self, people: Mapping[int, str], sources: Iterable[str]) -> None:
        """Fill the choices."""
        offer(self.evaluator_id, people.items(), blank=True)
        self.source.choices = [(name, name) for name in sources]


class SurveyForm(Form):
    """Figures of a survey, a line per department, with where they come from."""

    panel = _panel_field(_("Indicator and survey"))
    lines = long_text(_("Figures of the survey"))
    evidence = reason_text(_("Where the figures come from"))
    upload = FileField(_("File of the survey"))

    def offer(self, panels: Sequence[PanelIndicator]) -> None:
        """Fill the choices."""
        offer_panels(self.panel, [(panel, source) for panel in panels for source in panel.survey_sources])

    def chosen(self) -> tuple[int, str]:
        """Return (indicator id, source)."""
        return panel_of(self.panel)

    def figures(self, members: Sequence[Member]) -> list[SurveyFigure]:
        """Return the lines "department; answers; mean". Raises Refused or Invalid (at `lines`) for one that is none."""
        by_name = {member.department: member.department_id for member in members}
        found, faults = [], []
        for number, (name, answers, mean, *_more) in enumerate(read_lines(self.lines.data, 3), start=1):
            count, figure = to_number(answers), to_number(mean)
            if name not in by_name:
                faults.append(
                    _("Line %(line)s: there is no department “%(name)s” in the round.", line=number, name=name)
                )
            elif count is None or count != count.to_integral_value() or figure is None:
                faults.append(
                    _("Line %(line)s: number of answers and mean must be numbers, the first a whole one.", line=number)
                )
            else:
                found.append(SurveyFigure(department_id=by_name[name], answers=int(count), mean=figure))
        if faults:
            raise Invalid(faults[0], fields={"lines": faults})
        return found


class PanelRuleForm(Form):
    """Which marks count, and what the panel is by law."""

    mark_rule = choice(_("Marks that count"), MarkRule)
    committee = choice(_("The panel is a"), CommitteeKind)
