"""개인정보 걸러내기: what looks like a number or an address of a person is taken out of a text before it is kept."""

import re

MASK = "[가림]"
_DIGIT_BEFORE, _DIGIT_AFTER = r"(?<!\d)", r"(?!\d)"
_RESIDENT = re.compile(rf"{_DIGIT_BEFORE}\d{{6}}\s*[-–.]?\s*[1-8]\d{{6}}{_DIGIT_AFTER}")
_PHONE = re.compile(
    rf"{_DIGIT_BEFORE}(?:\+?82[-.\s]?)?(?:0?1[016789]|02|0[3-6]\d|070|0?50\d)[-.\s)]{{0,2}}\d{{3,4}}[-.\s]?\d{{4}}{_DIGIT_AFTER}"
)
_CARD = re.compile(rf"{_DIGIT_BEFORE}\d{{4}}([-\s])\d{{4}}\1\d{{4}}\1\d{{4}}{_DIGIT_AFTER}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PATTERNS = (_RESIDENT, _CARD, _PHONE, _MAIL)


def masked(text: str) -> tuple[str, int]:
    """Return the text without resident, card and telephone numbers and mail addresses, and how many were taken out."""
    count = 0
    for pattern in PATTERNS:
        text, found = pattern.subn(MASK, text)
        count += found
    return text, count


def looks_personal(text: str) -> bool:
    """Whether there is anything that would be masked."""
    return masked(text)[1] > 0
