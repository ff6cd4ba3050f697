"""내 차례: the modules of the voice that know what somebody owes or waits for."""

from app.core.turns import Asking
from app.voice.queries import turns_citizens, turns_recognitions, turns_voices

TURNS: tuple[Asking, ...] = (turns_voices, turns_recognitions, turns_citizens)
"""One module a noun; `app.registry` joins them to the first page, the landing page of the room reads them alone."""
