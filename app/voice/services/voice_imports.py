"""목록 가져오기: every row of an exported list becomes a voice, or none does."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import publish
from app.core.messages import _
from app.core.sheets import Problems
from app.organization.queries import Unit, departments_on
from app.voice.enums.customer_voices import VoiceState
from app.voice.enums.permissions import Permission
from app.voice.events.customer_voices import CustomerVoicesImported
from app.voice.models import CustomerVoice, VoiceImport
from app.voice.policy import POLICY
from app.voice.rules import voices as rules
from app.voice.rules.voice_words import words_of
from app.voice.rules.work_calendars import WorkCalendar
from app.voice.services.customer_voices import VoiceText, calendar_between, columns_of, next_numbers
from app.voice.services.voice_sheets import TITLE, SheetVoice
from app.voice.services.voice_words import Worded, keep_words

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class ImportText:
    """What is handed over."""

    file_name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """What the file is known by."""
        return sha256(self.content).hexdigest()


def import_voices(*, actor: Actor, text: ImportText, rows: Sequence[SheetVoice], problems: Problems) -> VoiceImport:
    """Take in every row; `problems` are those found while reading.

    Raises `SheetErrors` naming every wrong row, `Refused` for a file that was read in before. Then nothing is saved.
    """
    access.require(POLICY, Permission.VOICE_IMPORT, actor)
    wanted = _checked(rows, problems)
    batch = _keep(actor, text, len(wanted))
    year, now = clock.today().year, clock.now()
    first = next_numbers(year, len(wanted))
    voices = [
        {
            **columns,
            "number": rules.receipt_number(year, first + place),
            "entered_by_id": actor.id,
            "entered_at": now,
            "import_id": batch.id,
            "state": VoiceState.OPEN,
        }
        for place, columns in enumerate(wanted)
    ]
    made = insert(CustomerVoice).returning(CustomerVoice.id, sort_by_parameter_order=True)
    words: dict[object, tuple[str, ...]] = {}
    for start in range(0, len(voices), AT_ONCE):
        part = voices[start : start + AT_ONCE]
        for one in part:
            if one["text_hash"] not in words:
                words[one["text_hash"]] = words_of(str(one["body"]))
        ids = db.session.scalars(made, part).all()
        keep_words(
            [
                Worded(voice_id, one["received_on"], one["department_id"], words[one["text_hash"]])  # type: ignore[arg-type]
                for voice_id, one in zip(ids, part, strict=True)
            ]
        )
    publish(
        CustomerVoicesImported(actor_id=actor.id, voice_import_id=batch.id, sha256=batch.sha256, rows=batch.row_count)
    )
    return batch


def _checked(rows: Sequence[SheetVoice], problems: Problems) -> Sequence[dict[str, object]]:
    units, now = departments_on(), clock.now()
    known: dict[str, Unit] = {unit.code: unit for unit in units} | {unit.name: unit for unit in units}
    days = [clock.to_seoul(row.received_at).date() for row in rows if row.received_at <= now]
    calendar = calendar_between(min(days), max(days)) if days else WorkCalendar(frozenset())
    wanted: list[dict[str, object]] = []
    for row in rows:
        unit = known.get(row.department)
        if unit is None:
            reason = _("There is no department “%(text)s” today.", text=row.department)
            problems.add(TITLE, row.row, "부서", reason)
        try:
            rules.check_receipt(row.received_at, now)
        except Refused as refusal:
            problems.add(TITLE, row.row, "접수일시", refusal.reason)
            continue
        try:
            rules.check_reference(row.reference)
        except Refused as refusal:
            problems.add(TITLE, row.row, "참조번호", refusal.reason)
            continue
        if unit is not None:
            wanted.append(columns_of(_text(row, unit.id), calendar))
    problems.raise_any()
    return wanted


def _text(row: SheetVoice, department_id: int) -> VoiceText:
    return VoiceText(
        channel=row.channel,
        kind=row.kind,
        legal_kind=row.legal_kind,
        department_id=department_id,
        body=row.body,
        received_at=row.received_at,
        place=row.place,
        reference=row.reference,
    )


def _keep(actor: Actor, text: ImportText, count: int) -> VoiceImport:
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    row = dialect.insert(VoiceImport).values(
        file_name=text.file_name,
        sha256=text.sha256,
        row_count=count,
        imported_by_id=actor.id,
        imported_at=clock.now(),
    )
    batch_id = db.session.scalar(row.on_conflict_do_nothing().returning(VoiceImport.id))
    if batch_id is None:
        raise Refused(_("This list was read in before. Its voices are there already."))
    return db.session.get_one(VoiceImport, batch_id)
