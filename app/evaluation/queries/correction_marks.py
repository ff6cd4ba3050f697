"""정정 표시: what the page of a department's actual values shows beside what was entered."""

from collections.abc import Mapping, Sequence

from app.evaluation.enums import CorrectionKind, Phase
from app.evaluation.models import EvaluationRound, RoundMember
from app.evaluation.queries.corrections import CorrectionView, corrections_of

_OF_THE_GROUP = (CorrectionKind.WEIGHT, CorrectionKind.TARGET)
_NOTHING_YET = (Phase.PLANNING,)


def marks_of_member(record: EvaluationRound, member: RoundMember) -> Mapping[int, Sequence[CorrectionView]]:
    """Return the corrections of a department's measures and of its group's weights and targets, by indicator."""
    found: dict[int, list[CorrectionView]] = {}
    if record.phase in _NOTHING_YET:
        return found
    for correction in corrections_of(record.id):
        of_group = correction.kind in _OF_THE_GROUP and correction.peer_group_id == member.peer_group_id
        own = correction.kind is CorrectionKind.MEASURE and correction.department_id == member.department_id
        if correction.indicator_id is not None and (of_group or own):
            found.setdefault(correction.indicator_id, []).append(correction)
    return found
