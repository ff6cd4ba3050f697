"""Shapes of mileage input."""

from app.mileage.forms.claims import ClaimForm, ReasonForm, ShareRow
from app.mileage.forms.transfers import ReversalForm

__all__ = ["ClaimForm", "ReasonForm", "ReversalForm", "ShareRow"]
