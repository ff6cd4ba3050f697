"""Who may do what in innovation: the tables of all nouns put together."""

from app.core.access import Alternatives, Policy
from app.innovation.policy import closings, issues, obstacles, plans, reports, slogans, tasks

POLICY: Policy = {
    **issues.POLICY,
    **obstacles.POLICY,
    **slogans.POLICY,
    **tasks.POLICY,
    **plans.POLICY,
    **reports.POLICY,
    **closings.POLICY,
}

ENDPOINTS: dict[str, Alternatives] = {
    **issues.ENDPOINTS,
    **obstacles.ENDPOINTS,
    **slogans.ENDPOINTS,
    **tasks.ENDPOINTS,
    **plans.ENDPOINTS,
    **reports.ENDPOINTS,
    **closings.ENDPOINTS,
}
