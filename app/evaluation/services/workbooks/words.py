"""The Korean words of the workbook: part of its format, the same in every language of the page."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from app.core.messages import Labelled
from app.evaluation.enums import Direction, MeasureState, Method, RoundingMode

Word = TypeVar("Word", bound=Labelled)
Words = Mapping[Word, Sequence[str]]

METHODS: Words[Method] = {
    Method.ATTAINMENT: ("달성도", "목표 달성도", "달성률", "목표달성률", "목표대비"),
    Method.LINE: ("직선", "최저치–목표치 직선", "최저치-목표치 직선", "직선보간", "선형"),
    Method.TARGET_SETTING: ("목표부여", "목표부여평가"),
    Method.TREND: ("추세치", "추세"),
    Method.BANDS: ("구간", "구간평가"),
    Method.GRADES: ("등급", "등급평가"),
    Method.PANEL: ("정성", "평가위원 평가", "정성평가", "평가위원"),
    Method.YES_NO: ("이행 여부", "이행", "여부", "예/아니오"),
    Method.DIRECT: ("평점", "평점 직접 입력", "직접입력", "평점입력"),
}
DIRECTIONS: Words[Direction] = {
    Direction.UP: ("상향", "상향(높을수록 좋음)", "↑"),
    Direction.DOWN: ("하향", "하향(낮을수록 좋음)", "↓"),
    Direction.KEEP: ("유지", "유지(목표치 유지)"),
}
ROUNDINGS: Words[RoundingMode] = {
    RoundingMode.HALF_UP: ("반올림", "사사오입"),
    RoundingMode.HALF_EVEN: ("오사오입",),
    RoundingMode.CEILING: ("올림", "절상"),
    RoundingMode.FLOOR: ("내림",),
    RoundingMode.TRUNCATE: ("버림", "절사"),
}
STATES: Words[MeasureState] = {
    MeasureState.VALUE: ("실적",),
    MeasureState.NOT_DUE: ("미도래",),
    MeasureState.MISSING: ("미제출",),
    MeasureState.NOT_APPLICABLE: ("해당없음",),
}
YES = frozenset({"1", "예", "y", "yes", "o", "○", "true", "이행", "완료", "달성", "했음"})
NO = frozenset({"0", "아니오", "아니요", "n", "no", "x", "×", "false", "미이행", "미완료", "미달성", "안했음"})
ALL_GROUPS = frozenset({"전체", "공통", "모두", "전부서", "all"})


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """Return the text as words are compared: without spaces, hyphens as underscores, in small letters."""
    return "".join(text.split()).replace("-", "_").casefold()


def word(words: Words[Word], member: Word) -> str:
    """Return the word that is written for a member."""
    return words[member][0]


def choices(words: Words[Word]) -> list[str]:
    """Return what a drop-down offers."""
    return [names[0] for names in words.values()]


def member_for(words: Words[Word], text: str) -> Word | None:
    """Return the member a person meant: by code (ATTAINMENT) or Korean word; None where it is neither."""
    wanted = squeezed(text)
    for member, names in words.items():
        if wanted in {squeezed(member.value), *(squeezed(name) for name in names)}:
            return member
    return None
