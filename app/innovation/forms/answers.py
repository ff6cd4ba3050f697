"""Forms that answer an issue: opinions, transfers, advice, promised days, follow-up, revival, periods."""

from typing import Any

from wtforms import HiddenField

from app.core.forms import Form, choice, day_field, decimal_number, long_text, reason_text, record_choice, short_text
from app.core.messages import Labelled, _
from app.core.numbers import whole_number
from app.innovation.enums import OpinionAnswer
from app.innovation.enums.answers import ClockCounting, FollowUpResult, ReviewAdvice
from app.innovation.rules.clocks import IssueClock


class OpinionRequestForm(Form):
    """Ask a department about an issue."""

    department = record_choice(_("Department"))
    question = reason_text(_("What the department is asked"))


class OpinionDraftForm(Form):
    """What the coordinator proposes to answer."""

    words = reason_text(_("Opinion of the department"))


class OpinionAnswerForm(Form):
    """What the head answers."""

    answer = choice(_("Answer"), OpinionAnswer)
    words = reason_text(_("Opinion of the department"))


class TransferForm(Form):
    """Pass the issue on; no department: back to the control tower."""

    department = record_choice(_("Reviewing department"), required=False)
    reason = reason_text(_("Reason for passing it on"))


class FirstTransferForm(TransferForm):
    """Pass an issue on that nobody reviews yet: a department must be chosen."""

    first = ("department",)

    department = record_choice(_("Reviewing department"))


class AdviceForm(Form):
    """The reviewing department's advice."""

    advice = choice(_("Advice"), ReviewAdvice)
    words = reason_text(_("Result of the review"))


class PromiseForm(Form):
    """A later day for the decision."""

    promised_on = day_field(_("New day for the decision"))
    reason = reason_text(_("Why the decision is late"))


class FollowUpForm(Form):
    """The yearly record of an adopted idea."""

    result = choice(_("How far it has come"), FollowUpResult)
    words = reason_text(_("What was found"))


class RevivalForm(Form):
    """A refused idea and the task that carries it out."""

    task_number = short_text(_("Number of the task"), max_length=20)
    likeness = reason_text(_("What the task has in common with the idea"))


class RevivalClaimForm(Form):
    """The proposer claims the credit."""

    words = reason_text(_("Why it is your idea"))


class Credit(Labelled):
    """The control tower's answer to a claim."""

    YES = "yes", _("Same idea: credit its proposers")
    NO = "no", _("Another idea: no credit")


class RevivalDecisionForm(Form):
    """Credit or no credit, with words."""

    credited = choice(_("Decision"), Credit)
    words = reason_text(_("Reason in your own words"))


def _days(label: Any) -> Any:  # noqa: ANN401  fields of an untyped library
    return decimal_number(label, least=1, most=365)


class ClockPresetForm(Form):
    """Other periods from a day on. `read_preset` is the version that was seen."""

    valid_from = day_field(_("Holds for issues received from"))
    counting = choice(_("How days are counted"), ClockCounting, default=ClockCounting.CALENDAR)
    supplement_request_days = _days(_("Asking for a supplement: days"))
    supplement_days = _days(_("Giving the supplement: days"))
    opinion_days = _days(_("Opinion of a department: days"))
    decision_days = _days(_("Decision: days"))
    reexamination_days = _days(_("Asking to examine it again: days"))
    credit_years = decimal_number(_("Credit for a refused idea: years"), least=1, most=10)
    follow_up_years = decimal_number(_("Follow-up of an adopted idea: years"), least=1, most=10)
    reason = long_text(_("Reason for the change"), max_length=2000)
    read_preset = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """Refuse periods that are not whole numbers."""
        valid = bool(super().validate(extra_validators))
        for field in self._periods():
            if field.data is not None and field.data != field.data.to_integral_value():
                field.errors = [*field.errors, _("Give a whole number.")]
                valid = False
        return valid

    def periods(self) -> IssueClock:
        """Return what was typed."""
        counts = {field.name: int(field.data) for field in self._periods()}
        return IssueClock(counting=self.counting.data, **counts)

    def read_id(self) -> int | None:
        """Return the version the form was filled from, None for the periods of the regulation."""
        return whole_number(self.read_preset.data) if self.read_preset.data else None

    def _periods(self) -> list[Any]:
        return [field for field in self if field.name.endswith(("_days", "_years"))]
