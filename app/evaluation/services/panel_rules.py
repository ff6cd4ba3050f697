"""평가위원회 규칙: which marks of a round count, and what its panel is by law."""

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import WrongState
from app.core.events import publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import CommitteeKind, MarkRule, Permission, Phase
from app.evaluation.models import EvaluationRound, PanelRule
from app.evaluation.queries.panel_marks import panel_rule_of
from app.evaluation.rater_events import PanelRuleSet
from app.evaluation.rules import phases


def set_panel_rule(*, actor: Actor, record: EvaluationRound, mark_rule: MarkRule, committee: CommitteeKind) -> None:
    """Say which marks count (in planning only) and what the panel is by law (until scoring is over).

    Raises WrongState where the rule of the marks would change after opening, and once scoring is over.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    before = panel_rule_of(record.id)
    if phases.marks_visible(record.phase):
        raise WrongState(_("Scoring is over: the rules of the panel do not change any more."))
    if mark_rule is not before[0] and record.phase is not Phase.PLANNING:
        raise WrongState(_("Whether marks are balanced is decided before the round is opened."))
    if before == (mark_rule, committee):
        return
    row = db.session.scalar(select(PanelRule).where(PanelRule.round_id == record.id))
    values = {"mark_rule": mark_rule, "committee": committee, "set_by_id": actor.id, "set_at": clock.now()}
    if row is None:
        db.session.add(PanelRule(round_id=record.id, **values))
        db.session.flush()
    else:
        change_state(row, **values)
    publish(PanelRuleSet(actor_id=actor.id, round_id=record.id, mark_rule=mark_rule.value, committee=committee.value))
