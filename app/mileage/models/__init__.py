"""Tables of mileage. Changed only by `app.mileage.services`."""

from app.mileage.models.accounts import AccountYear, DepartmentYear, MileageAccount
from app.mileage.models.claim_uploads import ClaimEntry, ClaimUpload
from app.mileage.models.claims import Claim, ClaimShare
from app.mileage.models.closures import PeriodClosure
from app.mileage.models.item_changes import ItemChange
from app.mileage.models.items import MileageItem
from app.mileage.models.rewards import Reward, RewardRequest, RewardTerms
from app.mileage.models.shortening import SavedShorteningRule, ShorteningCase, ShorteningCount, ShorteningRun
from app.mileage.models.thanks import Thanks, ThanksLimits, ThanksReport
from app.mileage.models.thanks_purses import ThanksPurse, ThanksTransfer
from app.mileage.models.transfers import CapCut, Transfer
from app.mileage.models.year_closings import ClosingLine, YearClosing, YearRule

__all__ = [
    "AccountYear",
    "CapCut",
    "Claim",
    "ClaimEntry",
    "ClaimShare",
    "ClaimUpload",
    "ClosingLine",
    "DepartmentYear",
    "ItemChange",
    "MileageAccount",
    "MileageItem",
    "PeriodClosure",
    "Reward",
    "RewardRequest",
    "RewardTerms",
    "SavedShorteningRule",
    "ShorteningCase",
    "ShorteningCount",
    "ShorteningRun",
    "Thanks",
    "ThanksLimits",
    "ThanksPurse",
    "ThanksReport",
    "ThanksTransfer",
    "Transfer",
    "YearClosing",
    "YearRule",
]
