from itertools import product

import pytest

from app.core.errors import Refused
from app.evaluation.enums import Phase
from app.evaluation.rules import phases

FORWARD = {
    (Phase.PLANNING, Phase.MEASURING),
    (Phase.MEASURING, Phase.SELF_REVIEW),
    (Phase.SELF_REVIEW, Phase.SCORING),
    (Phase.SCORING, Phase.CALIBRATION),
    (Phase.CALIBRATION, Phase.PUBLISHED),
    (Phase.PUBLISHED, Phase.APPEALS),
    (Phase.APPEALS, Phase.FINAL),
}
BACK = {(Phase.SCORING, Phase.SELF_REVIEW), (Phase.CALIBRATION, Phase.SCORING)}


def allowed(reason):
    found = set()
    for current, to in product(Phase, Phase):
        try:
            phases.check_move(current, to, reason=reason)
        except Refused:
            continue
        found.add((current, to))
    return found


def test_forward_goes_one_step_and_back_needs_a_reason():
    assert allowed("") == allowed("  ") == FORWARD
    assert allowed("Two marks were entered for the wrong department.") == FORWARD | BACK


def test_the_refusals_say_why():
    with pytest.raises(Refused, match="Reopening a phase needs a reason"):
        phases.check_move(Phase.SCORING, Phase.SELF_REVIEW)
    with pytest.raises(Refused, match="“Planning” cannot go to “Scoring”"):
        phases.check_move(Phase.PLANNING, Phase.SCORING)
    with pytest.raises(Refused, match="The round is final"):
        phases.check_move(Phase.FINAL, Phase.APPEALS, reason="late")


@pytest.mark.parametrize(
    ("may", "expected"),
    [
        (phases.may_edit_setup, {Phase.PLANNING}),
        (phases.may_enter_measures, {Phase.MEASURING}),
        (phases.may_self_review, {Phase.SELF_REVIEW}),
        (phases.may_score, {Phase.SCORING}),
        (phases.may_calibrate, {Phase.CALIBRATION}),
        (phases.may_publish, {Phase.CALIBRATION}),
        (phases.may_appeal, {Phase.APPEALS}),
        (phases.results_visible, {Phase.PUBLISHED, Phase.APPEALS, Phase.FINAL}),
        (phases.may_correct, {Phase.PUBLISHED, Phase.APPEALS, Phase.FINAL}),
        (phases.marks_visible, {Phase.CALIBRATION, Phase.PUBLISHED, Phase.APPEALS, Phase.FINAL}),
        (phases.membership_frozen, set(Phase) - {Phase.PLANNING}),
        (phases.setup_needs_correction, set(Phase) - {Phase.PLANNING}),
    ],
)
def test_what_each_phase_allows(may, expected):
    assert {phase for phase in Phase if may(phase)} == expected


def test_the_first_and_the_last_phase():
    assert [phase for phase in Phase if phases.next_phase(phase) is None] == [Phase.FINAL]
    assert [phase for phase in Phase if phases.previous_phase(phase)] == [Phase.SCORING, Phase.CALIBRATION]
    assert phases.is_reopening(Phase.CALIBRATION, Phase.SCORING)
    assert not phases.is_reopening(Phase.SCORING, Phase.CALIBRATION)
