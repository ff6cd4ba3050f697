"""What a mail address is. Pure."""

MOST_IN_ADDRESS, MOST_LOCAL, MOST_DOMAIN, MOST_LABEL = 254, 64, 253, 63
_ATOM = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.")
_LABEL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


def is_address(text: str) -> bool:
    r"""Whether the text is one plain mail address: no name around it, no space, no line break, nothing but ASCII.

    >>> is_address("hong@city.local"), is_address("hong@city.local\nBcc: all@city.local"), is_address("홍@시청")
    (True, False, False)
    """
    local, at, domain = text.rpartition("@")
    if not at or not local or len(text) > MOST_IN_ADDRESS or len(local) > MOST_LOCAL or len(domain) > MOST_DOMAIN:
        return False
    if not set(local) <= _ATOM or local.startswith(".") or local.endswith(".") or ".." in local:
        return False
    return all(_is_label(label) for label in domain.split("."))


def _is_label(label: str) -> bool:
    whole = bool(label) and set(label) <= _LABEL and len(label) <= MOST_LABEL
    return whole and not label.startswith("-") and not label.endswith("-")
