"""설문의 낱말: what a survey is for, how it asks, and how its answers become 100 points."""

from app.core.messages import Labelled, _


class GroupKind(Labelled):
    """고객군 구분: who a department works for."""

    RESIDENTS = "residents", _("Residents")
    BUSINESSES = "businesses", _("Businesses")
    VISITORS = "visitors", _("Visitors")
    PARTNERS = "partners", _("Partner agencies")
    STAFF = "staff", _("Staff of the office")
    OTHER = "other", _("Other customers")


class SurveyPurpose(Labelled):
    """설문 목적: what the figures of a survey are used for."""

    SERVICE_SATISFACTION = "service_satisfaction", _("Service satisfaction")
    PHONE_KINDNESS = "phone_kindness", _("Phone kindness")
    FIVE_STARS = "five_stars", _("Five stars of kindness")
    INNOVATION_LEVEL = "innovation_level", _("Diagnosis of the innovation level")
    CS_CAPABILITY = "cs_capability", _("Diagnosis of the CS capability")
    COOPERATION = "cooperation", _("Internal cooperation")
    CITIZEN_PANEL = "citizen_panel", _("Evaluation by the citizens' panel")
    MONTHLY_QUESTION = "monthly_question", _("Question of the month")
    OTHER = "other", _("Another survey")


class SurveyAudience(Labelled):
    """응답 대상: who answers, and by which door."""

    PUBLIC = "public", _("Citizens, without login")
    STAFF = "staff", _("Staff, signed in")
    PANEL = "panel", _("Citizens' panel")


class Conversion(Labelled):
    """환산 방식: how answers become a score of 100. The rules are in `rules.survey_conversion`."""

    LINEAR = "linear", _("Linear, (x − 1) ÷ (k − 1) × 100")
    TOP_TWO = "top_two", _("Share of the two best answers")
    WEIGHTED = "weighted", _("Weighted items")


class SurveyState(Labelled):
    """설문 상태: only a ready survey is asked."""

    DRAFT = "draft", _("Being written")
    READY = "ready", _("Ready to be asked")
    RETIRED = "retired", _("No longer used")


class QuestionKind(Labelled):
    """문항 형식."""

    SCALE = "scale", _("Scale")
    CHOICE = "choice", _("One of several")
    TEXT = "text", _("Free text")
    MATRIX = "matrix", _("Several lines on one scale")


class WaveState(Labelled):
    """회차 상태: a wave is opened once and closed once."""

    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Answers come in")
    CLOSED = "closed", _("Survey closed")


class WaveWay(Labelled):
    """결과를 얻는 길: answers of people, or a table of figures from outside."""

    ANSWERED = "answered", _("Answered by people")
    ENTERED = "entered", _("Figures from outside")


class EntryState(Labelled):
    """입력 결과 상태: a second person confirms what was typed."""

    ENTERED = "entered", _("Waits for confirmation")
    CONFIRMED = "confirmed", _("Confirmed by a second person")
    REJECTED = "rejected", _("Refused, not used")
