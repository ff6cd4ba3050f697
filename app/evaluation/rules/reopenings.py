"""회차 다시 열기: what may happen to a reopening, and what lies in its scope."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import Refused, WrongState
from app.core.messages import _
from app.evaluation.enums import CorrectionKind, Phase, ReopeningState
from app.evaluation.rules import phases

LIVE = frozenset({ReopeningState.PROPOSED, ReopeningState.OPEN, ReopeningState.SUBMITTED})
OFFERED = (
    CorrectionKind.MEASURE,
    CorrectionKind.WEIGHT,
    CorrectionKind.TARGET,
    CorrectionKind.MEMBER,
    CorrectionKind.ADJUSTMENT,
)
"""Scores are changed by a calibration session or an appeal, never here: those hear somebody."""
OF_A_DEPARTMENT = frozenset({CorrectionKind.MEASURE, CorrectionKind.MEMBER, CorrectionKind.ADJUSTMENT})
OF_AN_INDICATOR = frozenset({CorrectionKind.MEASURE, CorrectionKind.WEIGHT, CorrectionKind.TARGET})
REASON_LENGTH = 10


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a reopening is for. No departments or no indicators: all of the round."""

    kinds: frozenset[CorrectionKind]
    departments: frozenset[int] = frozenset()
    indicators: frozenset[int] = frozenset()

    def holds(self, kind: CorrectionKind, department_id: int | None, indicator_id: int | None) -> bool:
        """Whether a correction lies inside."""
        return kind in self.kinds and _among(department_id, self.departments) and _among(indicator_id, self.indicators)


def _among(key: int | None, allowed: Collection[int]) -> bool:
    return key is None or not allowed or key in allowed


def is_live(state: ReopeningState, open_until: date, today: date) -> bool:
    """Whether something can still come of it: not ended, and its last day has not passed."""
    return state in LIVE and today <= open_until


def check_proposal(phase: Phase, scope: Scope, open_until: date, today: date, most_days: int) -> None:
    """Say why a round may not be opened again so. Returns nothing if it may."""
    if not phases.membership_frozen(phase):
        raise WrongState(_("The round is still planned: change it on its own pages."))
    if not scope.kinds or not scope.kinds <= set(OFFERED):
        raise Refused(_("Choose what is to be corrected."))
    if phases.may_enter_measures(phase) and CorrectionKind.MEASURE in scope.kinds:
        raise Refused(_("The round is measuring: actual values are entered on their own page, without a reopening."))
    if open_until < today:
        raise Refused(_("The last day lies in the past."))
    if open_until > today + timedelta(days=most_days):
        raise Refused(_("A reopening lasts %(days)s days at most.", days=most_days))


def check_state(state: ReopeningState, *wanted: ReopeningState, open_until: date, today: date) -> None:
    """Raise WrongState unless the reopening is in one of the states and has not expired."""
    if state in LIVE and today > open_until:
        raise WrongState(
            _("This reopening expired at the end of %(day)s. Nothing of it is written.", day=open_until.isoformat())
        )
    if state not in wanted:
        raise WrongState(_("This reopening is “%(state)s” now.", state=state.label))


def reason_words(text: str) -> str:
    """Return a reason that says something. Raises Refused for a shorter one."""
    words = text.strip()
    if len(words) < REASON_LENGTH:
        raise Refused(_("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))
    return words
