"""What people read when work failed for no reason of the domain."""

import errno
import re

from sqlalchemy.exc import OperationalError

from app.core.i18n import speaking
from app.core.messages import Message, _

DISK_FULL = _("The disk is full. Nothing was kept. Tell your administrator, then start the work again.")
_NUMBER = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(?![0-9a-f])")


def in_words(error: Exception, number: str) -> Message:
    """Return what to say: a full disk by its name, everything else by the number it has in the log."""
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    if full or (isinstance(error, OperationalError) and "full" in str(error.orig)):
        return DISK_FULL
    return _numbered(number)


def was_accident(reason: str, language: str) -> bool:
    """Whether a reason is one of these sentences, not a refusal of the work: the same work may go well another time."""
    number = _NUMBER.search(reason)
    with speaking(language):
        return reason == str(DISK_FULL) or (number is not None and reason == str(_numbered(number[0])))


def _numbered(number: str) -> Message:
    return _(
        "An error with the number %(number)s occurred. Nothing was kept. Tell your administrator this number.",
        number=number,
    )
