"""Who may see the evidence of the voice; `app.registry` gives this to the evidence store."""

from collections.abc import Mapping

from app.files.guards import Guard
from app.voice.models.recognitions import EVIDENCE_SUBJECT
from app.voice.queries import customer_voices
from app.voice.queries.recognitions import may_see_recognition

GUARDS: Mapping[str, Guard] = {
    customer_voices.EVIDENCE: customer_voices.may_see_voice,
    EVIDENCE_SUBJECT: may_see_recognition,
}
