"""Forms of teams and opinions."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.core.forms import Form, choice, decimal_number, long_text, record_choice, short_text
from app.core.messages import _
from app.innovation.enums import OpinionAnswer, TeamRole
from app.innovation.enums.cooperation import PlanPart
from app.innovation.forms.shares import NUMBER_LENGTH, add_share_rows, read_shares, share_rows
from app.innovation.queries.people import ids_by_number
from app.innovation.queries.teams import Member
from app.innovation.services.teams import LONGEST_TERM

ROWS = 10


class TeamForm(Form):
    """Leader and members with their shares of the contribution."""

    leader_number = short_text(
        _("Employee number of the leader"),
        max_length=NUMBER_LENGTH,
        render_kw={"list": "people", "autocomplete": "off"},
    )
    leader_share = decimal_number(_("Share of the leader (percent)"), least=1, most=100)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """Check who is named, beside the fields."""
        valid = bool(super().validate(extra_validators))
        self.leader_id = 0
        self.shares: dict[int, int] = read_shares(self, ROWS) if valid else {}
        if valid:
            self._add_leader()
        return not self.errors

    def _add_leader(self) -> None:
        number, share = self.leader_number, self.leader_share
        leader_id = ids_by_number({number.data}).get(number.data)
        if leader_id is None:
            number.errors = [*number.errors, _("Nobody who works here has this number.")]
        elif leader_id in self.shares:
            number.errors = [*number.errors, _("This person is named twice.")]
        elif share.data is None or share.data != int(share.data):
            share.errors = [*share.errors, _("Give a share in whole percent.")]
        else:
            self.leader_id = leader_id
            self.shares = {leader_id: int(share.data), **self.shares}

    def rows(self) -> Any:  # noqa: ANN401  fields of an untyped library
        """Return the pairs of fields for members."""
        return list(share_rows(self, ROWS))


add_share_rows(TeamForm, ROWS)


def team_defaults(team: Sequence[Member]) -> dict[str, Any]:
    """Return the present team for the form's first rendering."""
    defaults: dict[str, Any] = {}
    row = 0
    for member in team:
        if member.role is TeamRole.LEADER:
            defaults |= {"leader_number": member.employee_no, "leader_share": Decimal(member.share)}
        else:
            row += 1
            defaults |= {f"number_{row}": member.employee_no, f"share_{row}": Decimal(member.share)}
    return defaults


class OpinionRequestForm(Form):
    """Ask a department to cooperate."""

    department = record_choice(_("Cooperating department"))
    working_days = decimal_number(_("Working days to answer"), least=1, most=LONGEST_TERM, default=Decimal(10))
    part = choice(_("Part of the plan"), PlanPart, default=PlanPart.WHOLE)
    question = long_text(_("What is asked of the department"))


class OpinionAnswerForm(Form):
    """Answer for the own department."""

    answer = choice(_("Answer"), OpinionAnswer)
    reason = long_text(_("Reason or condition"), required=False, max_length=2000)
