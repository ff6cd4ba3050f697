"""Who may do what in innovation: the tables of all nouns put together."""

from app.core.access import Alternatives, Policy
from app.innovation.policy import (
    answers,
    cases,
    closings,
    contests,
    issues,
    milestones,
    obstacle_requests,
    obstacles,
    plans,
    proposals,
    reports,
    slogans,
    spreads,
    tasks,
    voices,
)

POLICY: Policy = {
    **issues.POLICY,
    **answers.POLICY,
    **proposals.POLICY,
    **voices.POLICY,
    **obstacles.POLICY,
    **obstacle_requests.POLICY,
    **slogans.POLICY,
    **tasks.POLICY,
    **plans.POLICY,
    **milestones.POLICY,
    **spreads.POLICY,
    **reports.POLICY,
    **closings.POLICY,
    **cases.POLICY,
    **contests.POLICY,
}

ENDPOINTS: dict[str, Alternatives] = {
    **issues.ENDPOINTS,
    **answers.ENDPOINTS,
    **proposals.ENDPOINTS,
    **voices.ENDPOINTS,
    **obstacles.ENDPOINTS,
    **obstacle_requests.ENDPOINTS,
    **slogans.ENDPOINTS,
    **tasks.ENDPOINTS,
    **plans.ENDPOINTS,
    **milestones.ENDPOINTS,
    **spreads.ENDPOINTS,
    **reports.ENDPOINTS,
    **closings.ENDPOINTS,
    **cases.ENDPOINTS,
    **contests.ENDPOINTS,
}
