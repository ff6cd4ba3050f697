"""Vocabularies of tokens."""

from app.core.messages import Labelled, _


class Permission(Labelled):
    """What the table of permissions speaks about."""

    TOKENS_HOLD = "tokens_hold", _("Hold a token for the API")
    TOKENS_OVERSEE = "tokens_oversee", _("See every token")
    TOKENS_RULE = "tokens_rule", _("Say who may hold tokens, and revoke those of others")


class TokenState(Labelled):
    """Whether a token opens anything today."""

    GOOD = "good", _("Good")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
