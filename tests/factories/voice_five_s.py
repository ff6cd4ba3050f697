"""Awards, visits and the 5S index for tests, made by the real services. Call them inside a write transaction."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

from app.core import clock
from app.core.values import Value
from app.files.services import store_evidence
from app.voice.enums.recognitions import RecognitionKind, RecognitionLevel
from app.voice.models.recognitions import EVIDENCE_SUBJECT
from app.voice.rules.five_s_plain import PRESET
from app.voice.services.five_s import RuleText, reckon_year, save_rule
from app.voice.services.recognitions import RecognitionText, confirm_recognition, write_recognition

D = Decimal
RULE = replace(
    PRESET,
    sources=tuple(replace(one, minimum=0) if one.source.of is Value.SMART else one for one in PRESET.sources),
)
"""The preset of an office for which an empty register of awards is a known 0."""

REASON = "올해 지수를 처음 산정하려고 정한다."


def text(cast, **changes):
    """What somebody of 교통과 hands in: an award of the central government, all of it their own."""
    written = {
        "kind": RecognitionKind.AWARD,
        "level": RecognitionLevel.CENTRAL,
        "title": "대중교통 시책평가 우수",
        "giver": "국토교통부",
        "happened_on": date(2026, 6, 10),
        "shares": {cast.traffic: 100},
        "note": "그늘막 설치 순서를 자료로 정한 점을 평가받았다.",
    }
    return RecognitionText(**(written | changes))


def handed_in(cast, *, by=None, papers=1, **changes):
    """An entry that waits for the control tower."""
    actor = by or cast.kim
    entry = write_recognition(actor=actor, text=text(cast, **changes))
    for number in range(papers):
        store_evidence(
            stream=BytesIO(f"상장 사본 {number}".encode()),
            filename=f"상장 {number}.txt",
            subject_type=EVIDENCE_SUBJECT,
            subject_id=entry.id,
            actor=actor,
        )
    return entry


def confirmed(cast, **changes):
    """An entry the control tower has confirmed."""
    entry = handed_in(cast, **changes)
    confirm_recognition(recognition=entry, actor=cast.choi)
    return entry


def ruled(cast, year=2026, **changes):
    """The rules of a year: those of `RULE` but for the changes."""
    return save_rule(actor=cast.choi, text=RuleText(year=year, rule=replace(RULE, **changes), reason=REASON))


def reckoned(cast, year=2026, **changes):
    """A year with rules and figures."""
    ruled(cast, year, **changes)
    return reckon_year(year=year, actor=cast.choi)


def this_year():
    """The year of play."""
    return clock.today().year
