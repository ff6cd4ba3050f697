"""Forms of issues: handing one in, and deciding about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, MultipleFileField

from app.core import clock
from app.core.errors import Refused
from app.core.forms import Form, choice, choices, day_field, long_text, reason_text, record_choice, short_text
from app.core.messages import _
from app.core.values import Value
from app.files.services import Upload
from app.innovation.enums import IssueKind, IssueSource, RefusalReason, TaskKind
from app.innovation.forms.shares import add_share_rows, read_shares, share_rows
from app.innovation.rules.issues import WHOLE, check_expected_obstacle, check_shares
from app.innovation.rules.proposals import check_campaign, check_carried_out, check_files
from app.innovation.services.issues import IssueContent

CO_PROPOSERS = 4
NOBODY = 0
"""Stands for the lead proposer while shares are checked: the form does not know who sends it."""


class IssueForm(Form):
    """A new issue. The lead proposer's share is what the co-proposers leave of 100."""

    title = short_text(_("Title"))
    problem = long_text(_("Present state and problem"))
    idea = long_text(_("Idea for improvement"))
    effect = long_text(_("Expected effect"))
    expected_obstacle = long_text(_("Expected obstacle"), required=False)
    no_obstacle_expected = BooleanField(_("I have thought about it and expect no obstacle."))
    kind = choice(_("Kind"), IssueKind, default=IssueKind.FREE)
    source = choice(_("Where it came from"), IssueSource, default=IssueSource.PROPOSAL)
    origin_task = record_choice(_("Task it came from"), required=False)
    benchmark = record_choice(_("Benchmark it came from"), required=False)
    origin_note = short_text(_("Other office or source"), required=False)
    values = choices(_("Innovation values"), Value)
    campaign = record_choice(_("Campaign"), required=False, validate_choice=False)
    carried_out_on = day_field(_("Carried out on"), required=False)
    carried_out_result = long_text(_("Result of carrying it out"), required=False)
    blind = BooleanField(_("Hide the names of the proposers."))
    files = MultipleFileField(_("Files"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in (self.campaign, self.carried_out_on, self.carried_out_result):
            field.flags.required = True  # marked so where the kind asks for it; `_check_kind` asks no other kind

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """Check the rule on obstacles and the rows of co-proposers beside the fields they belong to."""
        valid = bool(super().validate(extra_validators))
        with _beside(self.expected_obstacle):
            check_expected_obstacle(self.expected_obstacle.data, none_ticked=self.no_obstacle_expected.data)
        self.co_shares: dict[int, int] = read_shares(self, CO_PROPOSERS) if valid else {}
        if self.co_shares:
            with _beside(self.share_1):
                check_shares({person: Decimal(share) for person, share in self.shares_with(NOBODY).items()}, NOBODY)
        if not self.kind.errors:
            self._check_kind()
        return not self.errors

    def _check_kind(self) -> None:
        kind, content = self.kind.data, self.content()
        with _beside(self.campaign):
            check_campaign(kind, content.campaign_id)
        if not self.carried_out_on.errors:
            with _beside(self.carried_out_result if content.carried_out_on else self.carried_out_on):
                check_carried_out(
                    kind, day=content.carried_out_on, result=content.carried_out_result, today=clock.today()
                )
        with _beside(self.files):
            check_files(kind, len(self.uploads()))

    def uploads(self) -> list[Upload]:
        """Return the files that were chosen."""
        return [upload for upload in self.files.data or () if getattr(upload, "filename", "")]

    def shares_with(self, lead_id: int) -> dict[int, int]:
        """Return person id → percent, the lead proposer first with what the others leave."""
        others = {person: share for person, share in self.co_shares.items() if person != lead_id}
        return {lead_id: WHOLE - sum(others.values()), **others}

    def rows(self) -> Any:  # noqa: ANN401  fields of an untyped library
        """Return the pairs of fields for co-proposers."""
        return list(share_rows(self, CO_PROPOSERS))

    def content(self) -> IssueContent:
        """Return what was written; what belongs to another kind of idea is left out."""
        answers, implemented = self.kind.data is IssueKind.CAMPAIGN, self.kind.data is IssueKind.IMPLEMENTED
        return IssueContent(
            kind=self.kind.data,
            source=self.source.data,
            title=self.title.data,
            problem=self.problem.data,
            idea=self.idea.data,
            effect=self.effect.data,
            expected_obstacle=self.expected_obstacle.data or "",
            no_obstacle_expected=self.no_obstacle_expected.data,
            values=tuple(self.values.data or ()),
            origin_task_id=self.origin_task.data,
            benchmark_id=self.benchmark.data,
            origin_note=self.origin_note.data or "",
            campaign_id=self.campaign.data if answers else None,
            carried_out_on=self.carried_out_on.data if implemented else None,
            carried_out_result=(self.carried_out_result.data or "") if implemented else "",
            blind=self.blind.data,
        )


@contextmanager
def _beside(field: Any) -> Iterator[None]:  # noqa: ANN401  a field of an untyped library
    """Put what a rule refuses beside the field it is about."""
    try:
        yield
    except Refused as refusal:
        field.errors = [*field.errors, refusal.reason]


add_share_rows(IssueForm, CO_PROPOSERS)


class ReasonForm(Form):
    """Only a reason, for an action whose consequence stands beside it."""

    reason = reason_text(_("Reason"))


class SupplementForm(Form):
    """What the proposer adds."""

    text = long_text(_("Supplement"))


class AdoptionForm(Form):
    """Adopt an issue as a new task."""

    title = short_text(_("Title of the task"))
    summary = long_text(_("What the task is about"))
    kind = choice(_("Kind of task"), TaskKind, default=TaskKind.DEPARTMENT)
    lead_department = record_choice(_("Lead department"))
    reason = reason_text(_("Reason for adopting it"))


class JoiningForm(Form):
    """Adopt an issue into a task that exists already."""

    task_number = short_text(_("Number of the task"), max_length=20)
    reason = reason_text(_("Reason for adopting it"))


class RefusalForm(Form):
    """Do not adopt an issue: a code and own words."""

    refusal = choice(_("Reason code"), RefusalReason)
    reason = reason_text(_("Reason in your own words"))


class LinkForm(Form):
    """Link an issue to an earlier one."""

    earlier_number = short_text(_("Receipt number of the earlier issue"), max_length=20)
    reason = reason_text(_("Why it is the same idea"))


class SupplementRequestForm(Form):
    """Ask the proposer for more."""

    reason = reason_text(_("What is missing"))
