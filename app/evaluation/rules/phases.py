"""국면: which phase of a round follows which, and what is frozen in each.

Forward goes one step at a time. Scoring and calibration may be reopened one step back, with a reason.
Final is the end.
"""

from app.core.errors import Refused
from app.core.messages import _
from app.evaluation.enums import Phase

ORDER: tuple[Phase, ...] = tuple(Phase)
REOPENABLE = frozenset({Phase.SCORING, Phase.CALIBRATION})
OPEN_TO_READERS = frozenset({Phase.PUBLISHED, Phase.APPEALS, Phase.FINAL})


def next_phase(phase: Phase) -> Phase | None:
    """Return the phase that follows; None after the last."""
    place = ORDER.index(phase) + 1
    return ORDER[place] if place < len(ORDER) else None


def previous_phase(phase: Phase) -> Phase | None:
    """Return the phase a round may be reopened to; None where it may not be reopened."""
    return ORDER[ORDER.index(phase) - 1] if phase in REOPENABLE else None


def is_reopening(current: Phase, to: Phase) -> bool:
    """Whether the move goes back."""
    return ORDER.index(to) < ORDER.index(current)


def check_move(current: Phase, to: Phase, *, reason: str = "") -> None:
    """Say why a round may not go from one phase to another. Returns nothing if it may."""
    if current is Phase.FINAL:
        raise Refused(_("The round is final; its phase does not change any more."))
    if to is next_phase(current):
        return
    if to is not previous_phase(current):
        raise Refused(
            _("A round in the phase “%(current)s” cannot go to “%(to)s”.", current=current.label, to=to.label)
        )
    if not reason.strip():
        raise Refused(_("Reopening a phase needs a reason."))


def may_edit_setup(phase: Phase) -> bool:
    """Whether indicators, weights, compositions and rules may be edited without a correction."""
    return phase is Phase.PLANNING


def membership_frozen(phase: Phase) -> bool:
    """Whether departments, peer groups, indicator versions and weights are fixed (from opening on)."""
    return phase is not Phase.PLANNING


def setup_needs_correction(phase: Phase) -> bool:
    """Whether a change of the set-up needs a reason and a second person from another office."""
    return membership_frozen(phase)


def may_enter_measures(phase: Phase) -> bool:
    """Whether departments may hand in actual values."""
    return phase is Phase.MEASURING


def may_self_review(phase: Phase) -> bool:
    """Whether departments may write their self-review."""
    return phase is Phase.SELF_REVIEW


def may_score(phase: Phase) -> bool:
    """Whether evaluators may give marks."""
    return phase is Phase.SCORING


def marks_visible(phase: Phase) -> bool:
    """Whether evaluators may see the marks of others (after scoring has closed)."""
    return ORDER.index(phase) > ORDER.index(Phase.SCORING)


def may_calibrate(phase: Phase) -> bool:
    """Whether cases in conflict may be changed."""
    return phase is Phase.CALIBRATION


def may_publish(phase: Phase) -> bool:
    """Whether version 1 may be published; publishing is the step out of calibration."""
    return phase is Phase.CALIBRATION


def results_visible(phase: Phase) -> bool:
    """Whether published results may be read."""
    return phase in OPEN_TO_READERS


def may_appeal(phase: Phase) -> bool:
    """Whether a department may object."""
    return phase is Phase.APPEALS


def may_correct(phase: Phase) -> bool:
    """Whether a correction may be published as version n + 1; an error found late is corrected after the end too."""
    return phase in OPEN_TO_READERS
