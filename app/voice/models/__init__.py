"""Tables of the voice, a file per noun; import them from here."""

from app.voice.models.citizen_ideas import CitizenIdea
from app.voice.models.customer_groups import CustomerGroup
from app.voice.models.customer_voices import (
    CustomerVoice,
    VoiceImport,
    VoiceNumber,
    VoiceStep,
    VoiceTerms,
    VoiceWord,
    VoiceWordCount,
)
from app.voice.models.five_s import FiveSFigure, FiveSPublication, FiveSRule, FiveSRun, FiveSShowing
from app.voice.models.handling_records import (
    Affair,
    AffairImprovement,
    HandlingBatch,
    HandlingHour,
    HandlingMonth,
    HandlingRecord,
    HandlingSpread,
    OfficeHour,
    OfficeSpread,
    ShorteningHandover,
)
from app.voice.models.monthly_questions import MonthlyQuestion, MonthlyQuestionIssue, MonthlyQuestionStatement
from app.voice.models.panel_members import PanelAssignment, PanelConsent, PanelInvitation, PanelMember
from app.voice.models.recognitions import Recognition, RecognitionShare, RecognitionWeights
from app.voice.models.survey_answers import SurveyAnswer, SurveyCell, SurveyPending, SurveySum, SurveyText
from app.voice.models.survey_entries import SurveyEntry, SurveyEntryItem
from app.voice.models.survey_links import SurveyLink, SurveyStamp
from app.voice.models.survey_tokens import SurveyTaking, SurveyTicket, SurveyToken
from app.voice.models.survey_waves import SurveyWave, SurveyWaveDepartment, SurveyWaveGroup
from app.voice.models.surveys import Survey, SurveyQuestion

__all__ = [
    "Affair",
    "AffairImprovement",
    "CitizenIdea",
    "CustomerGroup",
    "CustomerVoice",
    "FiveSFigure",
    "FiveSPublication",
    "FiveSRule",
    "FiveSRun",
    "FiveSShowing",
    "HandlingBatch",
    "HandlingHour",
    "HandlingMonth",
    "HandlingRecord",
    "HandlingSpread",
    "MonthlyQuestion",
    "MonthlyQuestionIssue",
    "MonthlyQuestionStatement",
    "OfficeHour",
    "OfficeSpread",
    "PanelAssignment",
    "PanelConsent",
    "PanelInvitation",
    "PanelMember",
    "Recognition",
    "RecognitionShare",
    "RecognitionWeights",
    "ShorteningHandover",
    "Survey",
    "SurveyAnswer",
    "SurveyCell",
    "SurveyEntry",
    "SurveyEntryItem",
    "SurveyLink",
    "SurveyPending",
    "SurveyQuestion",
    "SurveyStamp",
    "SurveySum",
    "SurveyTaking",
    "SurveyText",
    "SurveyTicket",
    "SurveyToken",
    "SurveyWave",
    "SurveyWaveDepartment",
    "SurveyWaveGroup",
    "VoiceImport",
    "VoiceNumber",
    "VoiceStep",
    "VoiceTerms",
    "VoiceWord",
    "VoiceWordCount",
]
