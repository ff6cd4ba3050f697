"""민원처리기록: a workbook, the reason of a withdrawal, the task behind an improvement, what is sent to mileage."""

from flask_wtf.file import FileField, FileRequired

from app.core.forms import Form, day_field, long_text, reason_text, record_choice, short_text
from app.core.messages import _


class HandlingBatchForm(Form):
    """민원처리기록 가져오기."""

    file = FileField(_("Workbook (.xlsx)"), validators=[FileRequired(_("Choose a workbook."))])


class HandlingWithdrawalForm(Form):
    """묶음 철회: why."""

    reason = reason_text(_("Reason"))


class AffairImprovementForm(Form):
    """사무 개선: which task, from which day, and what changed."""

    task_number = short_text(_("Number of the innovation task"), max_length=40)
    from_day = day_field(_("Since which day"))
    words = long_text(_("What changed for the citizen"), max_length=1000)


class ImprovementWithdrawalForm(Form):
    """사무 개선 철회: why the link was wrong."""

    reason = reason_text(_("Reason"))


class ShorteningHandoverForm(Form):
    """마일리지 단축 집계로 보내기: under which rule, for which days."""

    rule_id = record_choice(_("Rule for handling times"))
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
