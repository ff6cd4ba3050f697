"""Notices, choices and the outbox; import models from here."""

from app.notifications.models.choices import NoticeChoice, NoticeLanguage
from app.notifications.models.notices import Notice
from app.notifications.models.outbox import Mail, MailCount, MailSettings
from app.notifications.models.reminders import Reminder

__all__ = ["Mail", "MailCount", "MailSettings", "Notice", "NoticeChoice", "NoticeLanguage", "Reminder"]
