"""The columns of the sheets, the same in both directions."""

from collections.abc import Sequence

from app.core.messages import Message, _
from app.core.sheets import Column, Kind, SheetSpec
from app.evaluation.services.workbooks import words

ROUNDS = "평가회차"
INDICATORS = "지표"
MEASURES = "실적"
RESULTS = "결과"

CODE = "지표코드"
WEIGHT = "배점"
METHOD = "방법"
DIRECTION = "방향"
GROUPS = "평가군"
DEPARTMENT = "부서"
ACTUAL = "실적"
STATE = "상태"
PAST = tuple(f"실적-{back}" for back in range(5, 0, -1))
"""Results of past years, 실적-5 (five years before the round's year) to 실적-1."""


def _text(header: str, note: Message, *, width: float = 16, choices: Sequence[str] | None = None) -> Column:
    return Column(header, width=width, note=note, choices=choices, optional=True)


def _number(header: str, note: Message) -> Column:
    return Column(header, kind=Kind.NUMBER, width=10, note=note, optional=True)


ROUND_COLUMNS: Sequence[Column] = (
    Column("회차코드", required=True, note=_("Code of the round. An unknown code makes a new round in planning.")),
    _text("명칭", _("Name of the round."), width=30),
    _number("연도", _("Year that is evaluated; 실적-1 is the result of the year before.")),
    Column("시작일", kind=Kind.DATE, optional=True, note=_("First day that counts; without it 1 January.")),
    Column("기준일", kind=Kind.DATE, optional=True, note=_("Last day that counts; without it 31 December.")),
)

INDICATOR_COLUMNS: Sequence[Column] = (
    Column(CODE, required=True, width=12, note=_("Code of the indicator, kept as text: 001 stays 001.")),
    _text("관점", _("Perspective; a new name makes a new perspective."), width=18),
    _text("성과목표", _("Objective under the perspective; a new name makes a new objective."), width=24),
    _text("지표명", _("Name of the indicator. Needed for a new code."), width=30),
    _text("단위", _("Unit of the actual value."), width=8),
    _text(
        DIRECTION,
        _("Where the better result lies. Needed for attainment, set target, trend and bands."),
        width=10,
        choices=words.choices(words.DIRECTIONS),
    ),
    _text(
        METHOD,
        _("How the actual value becomes a score out of 100; the code (ATTAINMENT, DIRECT …) is understood too."),
        choices=words.choices(words.METHODS),
    ),
    _number(WEIGHT, _("Weight. The weights of a peer group sum to exactly 100.")),
    _number("목표", _("Target. Needed for attainment; for a line it earns 100.")),
    _number("최저", _("Worst value: earns 0 on a line.")),
    _number("최고", _("Best value; on a line it stands in where there is no target.")),
    _number("상한", _("Highest score an attainment or a line can earn; without it 100.")),
    _number("하한", _("Lowest score an attainment or a line can earn; without it 0.")),
    _number("소수자리", _("Decimals of the score; without it 2. The total is rounded once, from exact figures.")),
    _text(
        "반올림",
        _(
            "How the score is rounded; without it half up. A new round takes this and the decimals for its totals "
            "where all indicators agree, else half up to 2 decimals."
        ),
        width=10,
        choices=words.choices(words.ROUNDINGS),
    ),
    _text(GROUPS, _("Peer group by name or code, several with commas; empty for all groups."), width=18),
    *(_number(header, _("Result of a past year; empty where there was none.")) for header in PAST),
)

MEASURE_COLUMNS: Sequence[Column] = (
    Column(CODE, required=True, width=12, note=_("Code of an indicator of the round.")),
    Column(DEPARTMENT, required=True, width=20, note=_("Name of the department, or its code where names repeat.")),
    _text(
        ACTUAL,
        _(
            "Actual value: a number, a grade, 1 or 0 for done or not, the rating 0–100 for 평점. Empty is missing, not 0."
        ),
        width=12,
    ),
    _text(
        STATE,
        _("State; without it a value is an actual value and an empty cell is not handed in."),
        width=10,
        choices=words.choices(words.STATES),
    ),
    _text("근거", _("Where the value comes from."), width=40),
)

RESULT_COLUMNS: Sequence[Column] = (
    Column("평가군", width=12),
    Column("부서", width=18),
    Column("지표코드", width=12),
    Column("배점", kind=Kind.NUMBER, width=8),
    Column("평점", kind=Kind.NUMBER, width=10),
    Column("득점", kind=Kind.NUMBER, width=10),
    Column("총점", kind=Kind.NUMBER, width=10),
    Column("순위", kind=Kind.NUMBER, width=8),
    Column("등급", width=8),
    Column("산식", width=100),
)

SPECS: Sequence[SheetSpec] = (
    SheetSpec(ROUNDS, ROUND_COLUMNS, optional=True),
    SheetSpec(INDICATORS, INDICATOR_COLUMNS, optional=True),
    SheetSpec(MEASURES, MEASURE_COLUMNS, optional=True),
)
