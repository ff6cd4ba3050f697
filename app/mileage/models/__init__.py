"""Tables of mileage. Changed only by `app.mileage.services`."""

from app.mileage.models.accounts import AccountYear, DepartmentYear, MileageAccount
from app.mileage.models.claim_deputies import ClaimDeputy
from app.mileage.models.claim_panels import ClaimPanel, PanelSeat, PanelTerms
from app.mileage.models.claim_uploads import ClaimEntry, ClaimUpload
from app.mileage.models.claims import Claim, ClaimShare
from app.mileage.models.deductions import Deduction
from app.mileage.models.item_changes import ItemChange
from app.mileage.models.items import MileageItem
from app.mileage.models.ledger_exports import LedgerExport
from app.mileage.models.objections import MileageTerms, Objection, Showing
from app.mileage.models.rewards import Reward, RewardRequest, RewardTerms
from app.mileage.models.shortening import ProcessingRecord, SavedShorteningRule, ShorteningCount, ShorteningRun
from app.mileage.models.thanks import Thanks, ThanksLimits, ThanksReport
from app.mileage.models.thanks_purses import ThanksPurse, ThanksTransfer
from app.mileage.models.transfers import CapCut, FactRoot, Transfer
from app.mileage.models.year_closings import ClosingLine, YearClosing, YearRule
from app.mileage.models.year_locks import YearLock
from app.mileage.models.year_reopenings import YearReopening

__all__ = [
    "AccountYear",
    "CapCut",
    "Claim",
    "ClaimDeputy",
    "ClaimEntry",
    "ClaimPanel",
    "ClaimShare",
    "ClaimUpload",
    "ClosingLine",
    "Deduction",
    "DepartmentYear",
    "FactRoot",
    "ItemChange",
    "LedgerExport",
    "MileageAccount",
    "MileageItem",
    "MileageTerms",
    "Objection",
    "PanelSeat",
    "PanelTerms",
    "ProcessingRecord",
    "Reward",
    "RewardRequest",
    "RewardTerms",
    "SavedShorteningRule",
    "ShorteningCount",
    "ShorteningRun",
    "Showing",
    "Thanks",
    "ThanksLimits",
    "ThanksPurse",
    "ThanksReport",
    "ThanksTransfer",
    "Transfer",
    "YearClosing",
    "YearLock",
    "YearReopening",
    "YearRule",
]
