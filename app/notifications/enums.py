"""Vocabularies of notices and mail."""

from app.core.messages import Labelled, _


class NoticeKind(Labelled):
    """알림 종류: what people choose how they want to hear of."""

    IDEA = "idea", _("Issues and ideas")
    TASK = "task", _("Tasks and their stages")
    PAPER = "paper", _("Plans, reports and closings to approve or mend")
    OBSTACLE = "obstacle", _("Obstacles, requests and promises")
    SLOGAN = "slogan", _("Slogans")
    CASE = "case", _("Cases and contests")
    CLAIM = "claim", _("Mileage claims and rewards")
    HEARING = "hearing", _("Objections, deductions and closed years")
    SCORING = "scoring", _("What I am asked to score or to rate")
    ROUND = "round", _("Rounds of evaluation, results and appeals")
    INCENTIVE = "incentive", _("Incentives")
    VOICE = "voice", _("Customers' voices")
    REMINDER = "reminder", _("Reminders of what is late")


class Frequency(Labelled):
    """How soon somebody wants to hear of a kind of notice. The inbox keeps all but "never"."""

    NOW = "now", _("At once: inbox and a mail of its own")
    DAILY = "daily", _("Daily: inbox and mail of the day")
    NEVER = "never", _("Never: neither inbox nor mail")


class Posting(Labelled):
    """What becomes of a notice by mail."""

    NONE = "none", _("No mail")
    NOW = "now", _("A mail of its own")
    DAILY = "daily", _("In the mail of the day")


class MailKind(Labelled):
    """What a mail holds."""

    SINGLE = "single", _("One notice")
    DIGEST = "digest", _("Mail of the day")


class MailState(Labelled):
    """발송 상태."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FOLDED = "folded", _("Moved into the mail of the day")
    DROPPED = "dropped", _("Not needed any more")
    GIVEN_UP = "given_up", _("Given up")


class Encryption(Labelled):
    """How the way to the mail server is kept."""

    NONE = "none", _("None (only inside the office's own network)")
    STARTTLS = "starttls", _("STARTTLS")
    TLS = "tls", _("TLS from the first byte")


class Permission(Labelled):
    """What the policy of notices and mail speaks about."""

    MAIL_SEE = "mail_see", _("See how mail is set and what waits")
    MAIL_EDIT = "mail_edit", _("Set how mail is sent, and try again")
