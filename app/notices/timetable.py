"""What notices and mail do at a time of day, and whenever mail waits."""

from datetime import date, time

from app.core.messages import Message, _
from app.jobs.timetable import Errand, Job
from app.notices.releases import tell_releases
from app.notices.reminders import remind_the_late
from app.notifications.sending import is_waiting, send_waiting
from app.notifications.services import expire_notices
from app.notifications.services.digests import write_digests


def remind(day: date) -> Message:
    """Remind those who are late, and heads of what has been late for long."""
    return _("%(count)s people reminded", count=remind_the_late(day))


def tell_of_releases(_day: date) -> Message:
    """Tell departments of results the clock has released."""
    return _("%(count)s people told", count=tell_releases())


def write_mails_of_the_day(day: date) -> Message:
    """Gather what people want to hear of daily into one mail each."""
    return _("%(count)s mails of the day", count=write_digests(day))


def forget_old_notices(_day: date) -> Message:
    """Forget notices of more than a year ago."""
    return _("%(count)s notices removed", count=expire_notices())


def send() -> int:
    """Send the mails that wait."""
    return send_waiting().done


TIMETABLE = (
    Job("forget notices", time(3, 45), forget_old_notices, _("Forget notices of more than a year ago")),
    Job("remind", time(8, 30), remind, _("Remind those who are late"), own_transactions=True),
    Job("tell releases", time(8, 50), tell_of_releases, _("Tell of results the clock has released")),
    Job("daily digest", time(9, 30), write_mails_of_the_day, _("Write the mail of the day")),
)
ERRANDS = (Errand(is_waiting, send),)
