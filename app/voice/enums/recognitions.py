"""Vocabulary of recognitions: what others say of the office's work."""

from app.core.messages import Labelled, _


class RecognitionKind(Labelled):
    """구분: an award, an office that came to learn, or a case in which the department acted first."""

    AWARD = "award", _("Award")
    VISIT = "visit", _("Benchmarking visit")
    PROACTIVE = "proactive", _("Proactive case")


class RecognitionLevel(Labelled):
    """수준: who gave the award, came to learn, or selected the case."""

    CENTRAL = "central", _("Central government")
    PROVINCE = "province", _("Province or metropolitan city")
    LOCAL = "local", _("City, county or district")
    OTHER = "other", _("Other body")
    OWN = "own", _("This office itself")


class RecognitionState(Labelled):
    """상태. `services.recognitions` changes it."""

    SUBMITTED = "submitted", _("Waits for the control tower")
    RETURNED = "returned", _("Returned to the author")
    CONFIRMED = "confirmed", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REVOKED = "revoked", _("Confirmation revoked")
