"""Vocabulary of the voice of the customer (고객의 소리, VoC)."""

from app.core.messages import Labelled, _


class Channel(Labelled):
    """접수 경로: how a voice reached the office."""

    HOMEPAGE = "homepage", _("Homepage")
    PHONE = "phone", _("Telephone")
    VISIT = "visit", _("Counter or visit")
    MEETING = "meeting", _("Meeting with residents")
    SURVEY = "survey", _("Words in a survey")
    CITIZENS = "citizens", _("Citizens' page")
    OTHER = "other", _("Other way")


class VoiceKind(Labelled):
    """소리의 종류."""

    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", _("Suggestion")
    PRAISE = "praise", _("Praise from a citizen")
    INQUIRY = "inquiry", _("Inquiry")


class LegalKind(Labelled):
    """민원의 종류: which period the law gives. `rules.voice_clock` has the periods."""

    LAW_INQUIRY = "law_inquiry", _("Inquiry about law: 14 days")
    INQUIRY = "inquiry", _("Inquiry about procedure: 7 days")
    SUGGESTION = "suggestion", _("Suggestion: 14 days")
    GRIEVANCE = "grievance", _("Grievance: 7 days")
    OTHER = "other", _("Other affair: at once (3 working hours)")
    NONE = "none", _("No civil affair: no period")


class VoiceState(Labelled):
    """처리 상태."""

    OPEN = "open", _("Not answered yet")
    SUBMITTED = "submitted", _("Answer waits for the head")
    ANSWERED = "answered", _("Answered")


class ExtensionGround(Labelled):
    """연장 사유. Source: 시행령 §21①; much work or nobody in charge is none of them (§21②)."""

    COOPERATION = "cooperation", _("Another office or department must cooperate")
    FACTS = "facts", _("Facts must be ascertained or the place inspected")
    FORCE_MAJEURE = "force_majeure", _("Natural disaster or force majeure")
    ALIKE = "alike", _("Something of the same weight")


class NotCountedGround(Labelled):
    """불산입 사유: days that are no part of the period. Source: 시행령 §17④⑤ and §20."""

    ON_SITE = "on_site", _("On-site inspection of a grievance")
    PROCEDURE = "procedure", _("Supplements, hearings and the like by the procedure act")
    OUTAGE = "outage", _("Failure of an information system")


class PraiseState(Labelled):
    """칭찬 확인."""

    NAMED = "named", _("The head has not confirmed it yet")
    CONFIRMED = "confirmed", _("Confirmed by the head")
    DECLINED = "declined", _("Not confirmed")


class VoiceStepKind(Labelled):
    """처리 이력."""

    TRANSFER = "transfer", _("Passed on to another department")
    EXTENSION = "extension", _("Period extended")
    NOT_COUNTED = "not_counted", _("Days that are not counted")
    ANSWER = "answer", _("Answer written")
    RETURN = "return", _("Answer returned")
    APPROVAL = "approval", _("Answer given")
    CALL = "call", _("Happy call")
    PRAISE = "praise", _("Praise confirmed")
    NO_PRAISE = "no_praise", _("Praise not confirmed")
    ISSUE = "issue", _("Made an issue")
    TASK = "task", _("The issue became a task")
    TASK_END = "task_end", _("The task is completed")
    CHANGE = "change", _("What has changed")
