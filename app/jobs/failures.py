"""What people read when work failed for no reason of the domain."""

import errno

from sqlalchemy.exc import OperationalError

from app.core.messages import Message, _

DISK_FULL = _("The disk is full. Nothing was kept. Tell your administrator, then start the work again.")


def in_words(error: Exception, number: str) -> Message:
    """Return what to say: a full disk by its name, everything else by the number it has in the log."""
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    if full or (isinstance(error, OperationalError) and "full" in str(error.orig)):
        return DISK_FULL
    return _(
        "An error with the number %(number)s occurred. Nothing was kept. Tell your administrator this number.",
        number=number,
    )
