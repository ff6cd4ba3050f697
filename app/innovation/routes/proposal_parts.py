"""제안자 칸: the part of an issue's page about its proposers, their consent, the call it answers and its hidden names."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.access import Actor, allows
from app.core.forms import Form
from app.innovation.enums.permissions import Permission
from app.innovation.enums.proposals import Consent, UnmaskingState
from app.innovation.models import Issue
from app.innovation.policy import POLICY
from app.innovation.queries.campaigns import campaign_or_404
from app.innovation.queries.proposers import ProposerRow, proposers_of, shown_of
from app.innovation.queries.shares import is_revived
from app.innovation.queries.unmaskings import UnmaskingRow, unmaskings_of
from app.innovation.rules.issues import UNDECIDED
from app.innovation.services.shares import may_set_shares


def proposal_parts(issue: Issue, who: Actor, sent: Mapping[str, Form]) -> dict[str, Any]:
    """Return what `innovation/issues/_proposers.html` shows to the actor."""
    rows = proposers_of(issue)
    own = next((row for row in rows if row.person_id == who.id), None)
    is_open = issue.state in UNDECIDED or (len(rows) > 1 and is_revived(issue))
    requests = _unmaskings(issue, who, is_own=own is not None)
    asks = issue.blind and own is None and allows(POLICY, Permission.UNMASKING_ASK, who, issue)
    return {
        "proposers": shown_of(rows, issue, who),
        "open_shares": sum(not row.agrees for row in rows) if is_open and len(rows) > 1 else 0,
        "left_shares": sum(not row.is_here for row in rows) if is_open and len(rows) > 1 else 0,
        "own_share": own.share if own else None,
        "may_answer_share": is_open and own is not None and not own.is_lead and own.consent is Consent.ASKED,
        "may_set_shares": is_open and own is not None and _sets(who, rows),
        "share_refusal": sent.get("share_refusal"),
        "campaign": campaign_or_404(issue.campaign_id) if issue.campaign_id else None,
        "unmaskings": requests,
        "may_ask_unmasking": asks and all(row.state is not UnmaskingState.ASKED for row in requests),
    }


def _sets(who: Actor, rows: Sequence[ProposerRow]) -> bool:
    return len(rows) > 1 and may_set_shares(who, rows)


def _unmaskings(issue: Issue, who: Actor, *, is_own: bool) -> list[UnmaskingRow]:
    """Return the requests, to whoever is concerned or answers for them: the proposers, the control tower, the auditor."""
    if not issue.blind or not (is_own or allows(POLICY, Permission.UNMASKING_READ, who, issue)):
        return []
    return list(unmaskings_of(issue))
