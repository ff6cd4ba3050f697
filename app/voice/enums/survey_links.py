"""설문 링크: who may answer by it."""

from app.core.messages import Labelled, _


class LinkAccess(Labelled):
    """응답 방법: with nothing but the address, with a token on paper, or with a token taken in the app."""

    OPEN = "open", _("Everybody with the address")
    LETTERS = "letters", _("With a printed token")
    STAFF = "staff", _("Colleagues, with a token they take here")
    PANEL = "panel", _("Citizens' panel, assigned")

    @property
    def needs_token(self) -> bool:
        """Whether nobody answers without a token."""
        return self is not LinkAccess.OPEN

    @property
    def deals_tokens(self) -> bool:
        """Whether tokens are taken one by one from a shuffled pool instead of being printed."""
        return self in {LinkAccess.STAFF, LinkAccess.PANEL}
