"""Who may do what in the voice: the tables of all nouns put together."""

from app.core.access import Alternatives, Policy
from app.voice.policy import (
    citizen_ideas,
    cooperation,
    customer_voices,
    five_s,
    handling_records,
    landing,
    monthly_questions,
    recognitions,
    survey_links,
    surveys,
)

POLICY: Policy = {
    **citizen_ideas.POLICY,
    **cooperation.POLICY,
    **customer_voices.POLICY,
    **five_s.POLICY,
    **handling_records.POLICY,
    **landing.POLICY,
    **monthly_questions.POLICY,
    **recognitions.POLICY,
    **survey_links.POLICY,
    **surveys.POLICY,
}

ENDPOINTS: dict[str, Alternatives] = {
    **citizen_ideas.ENDPOINTS,
    **cooperation.ENDPOINTS,
    **customer_voices.ENDPOINTS,
    **five_s.ENDPOINTS,
    **handling_records.ENDPOINTS,
    **landing.ENDPOINTS,
    **monthly_questions.ENDPOINTS,
    **recognitions.ENDPOINTS,
    **survey_links.ENDPOINTS,
    **surveys.ENDPOINTS,
}
