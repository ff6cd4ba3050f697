"""시민평가단: codes of members, how long their data are kept, and how a name is shown to those who need not read it."""

import secrets
from datetime import date
from hashlib import sha256

from app.voice.rules.survey_tokens import ALPHABET

INVITATION_LENGTH, MEMBER_LENGTH = 12, 20
MOST_INVITATIONS = 300
FEBRUARY, LEAP_DAY = 2, 29
SHOWN = 1


def new_code(length: int) -> str:
    """Make a code."""
    return "".join(secrets.choice(ALPHABET) for _place in range(length))


def code_hash(code: str) -> str:
    """Return what is stored of a code."""
    return sha256(f"citizens' panel {code}".encode()).hexdigest()


def clean_code(typed: str) -> str:
    """Return a code as it is reckoned with: people type dashes, spaces and capitals."""
    return "".join(sign for sign in typed.lower() if sign.isascii() and sign.isalnum())[: MEMBER_LENGTH + 1]


def kept_until(consented_on: date, years: int) -> date:
    """Return the last day on which data may be kept, `years` after the consent."""
    leap = (consented_on.month, consented_on.day) == (FEBRUARY, LEAP_DAY)
    return consented_on.replace(year=consented_on.year + years, day=28 if leap else consented_on.day)


def masked(text: str) -> str:
    """Return a name or a contact with only its first and last letter, the rest as stars."""
    if len(text) <= 2 * SHOWN:
        return text[:SHOWN] + "*"
    return f"{text[:SHOWN]}{'*' * (len(text) - 2 * SHOWN)}{text[-SHOWN:]}"
