"""가림: names and numbers of people in a list that leaves the office, unless they are asked for in full."""


def masked_name(name: str) -> str:
    """Leave the first and last letter: 홍*동, 홍*, 남**수.

    >>> masked_name("홍길동"), masked_name("홍길"), masked_name("남궁민수"), masked_name("")
    ('홍*동', '홍*', '남**수', '')
    """
    if len(name) <= 2:  # noqa: PLR2004  a family name and one letter
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def masked_number(number: str) -> str:
    """Leave the last three characters: *****138.

    >>> masked_number("20230138"), masked_number("12")
    ('*****138', '**')
    """
    return "*" * len(number) if len(number) <= 3 else "*" * (len(number) - 3) + number[-3:]  # noqa: PLR2004  see above
