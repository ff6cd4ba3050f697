"""적립항목 예시: the items an office starts with, 13 for departments and 15 for people.

The office edits, ends and adds items as rows with dates; this is only what a new office is given. Votes and comments
never earn points.
"""

from app.mileage.presets.departments import DEPARTMENT_ITEMS
from app.mileage.presets.items import ItemPreset
from app.mileage.presets.persons import PERSON_ITEMS

ITEMS: tuple[ItemPreset, ...] = DEPARTMENT_ITEMS + PERSON_ITEMS

__all__ = ["DEPARTMENT_ITEMS", "ITEMS", "PERSON_ITEMS", "ItemPreset"]
