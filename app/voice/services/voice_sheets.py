"""민원 목록 시트: the workbook of voices exported from another system, read whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import Column, Kind, Problems, Row, Sheet, SheetSpec, read_workbook
from app.voice.enums.customer_voices import Channel, LegalKind, VoiceKind
from app.voice.rules.voices import FEWEST, MOST, MOST_PLACE, MOST_REFERENCE

TITLE = "고객의 소리"
MOST_ROWS = 20_000
KINDS = {"불만": VoiceKind.COMPLAINT, "건의": VoiceKind.SUGGESTION, "칭찬": VoiceKind.PRAISE, "질의": VoiceKind.INQUIRY}
CHANNELS = {
    "누리집": Channel.HOMEPAGE,
    "전화": Channel.PHONE,
    "방문": Channel.VISIT,
    "간담회": Channel.MEETING,
    "설문": Channel.SURVEY,
    "기타": Channel.OTHER,
}
LEGAL = {
    "법령질의": LegalKind.LAW_INQUIRY,
    "질의": LegalKind.INQUIRY,
    "건의": LegalKind.SUGGESTION,
    "고충": LegalKind.GRIEVANCE,
    "기타": LegalKind.OTHER,
    "해당없음": LegalKind.NONE,
}
COLUMNS: tuple[Column, ...] = (
    Column("접수일시", kind=Kind.MOMENT, width=18, required=True, note=_("Without a time zone it is meant in Seoul.")),
    Column("경로", width=10, required=True, choices=tuple(CHANNELS)),
    Column("종류", width=10, required=True, choices=tuple(KINDS)),
    Column("부서", width=18, required=True, note=_("Department of today that answers, by name or code.")),
    Column("내용", width=60, required=True, note=_("Without names and numbers of people; such numbers are masked.")),
    Column("장소", width=18, optional=True),
    Column("참조번호", width=16, optional=True, note=_("Number in the other system, never a telephone number.")),
    Column("민원종류", width=12, optional=True, choices=tuple(LEGAL), note=_("Empty: the usual one of the kind.")),
)
SPEC = SheetSpec(TITLE, COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetVoice:
    """One row whose cells can be read; whether the department is there comes later."""

    row: int
    received_at: datetime
    channel: Channel
    kind: VoiceKind
    legal_kind: LegalKind | None
    department: str
    body: str
    place: str
    reference: str


def blank_sheets() -> Sequence[Sheet]:
    """Return the empty sheet to fill in."""
    return [Sheet(TITLE, COLUMNS)]


def read_voices(source: IO[bytes], problems: Problems) -> Sequence[SheetVoice]:
    """Read the sheet. What is wrong is added to `problems`; rows that are wrong are left out of the answer."""
    rows = read_workbook(source, [SPEC], problems)[TITLE]
    if not rows:
        raise Refused(_("The sheet “%(sheet)s” has no row.", sheet=TITLE))
    if len(rows) > MOST_ROWS:
        raise Refused(_("At most %(most)s rows are read in at once.", most=f"{MOST_ROWS:,}"))
    return [voice for voice in (_voice(row, problems) for row in rows) if voice is not None]


def _voice(row: Row, problems: Problems) -> SheetVoice | None:
    words = {}
    for header, known in (("경로", CHANNELS), ("종류", KINDS), ("민원종류", LEGAL)):
        text = (row.text(header) or "").strip()
        if text and text not in known:
            problems.add(TITLE, row.number, header, _("Choose one of: %(words)s.", words=", ".join(known)))
        words[header] = known.get(text)
    for header, most in (("내용", MOST), ("장소", MOST_PLACE), ("참조번호", MOST_REFERENCE)):
        if len(row.text(header) or "") > most:
            problems.add(TITLE, row.number, header, _("At most %(most)s letters.", most=most))
    body = (row.text("내용") or "").strip()
    if body and len(body) < FEWEST:
        problems.add(TITLE, row.number, "내용", _("At least %(least)s letters.", least=FEWEST))
    received, channel, kind = row.moment_of("접수일시"), words["경로"], words["종류"]
    if problems.has(TITLE, row.number) or received is None:
        return None
    assert isinstance(channel, Channel)
    assert isinstance(kind, VoiceKind)
    legal = words["민원종류"]
    return SheetVoice(
        row=row.number,
        received_at=received,
        channel=channel,
        kind=kind,
        legal_kind=legal if isinstance(legal, LegalKind) else None,
        department=" ".join((row.text("부서") or "").split()),
        body=body,
        place=" ".join((row.text("장소") or "").split()),
        reference=" ".join((row.text("참조번호") or "").split()),
    )
