"""A number as it is read: 1,234 and 33.3, never 33.333333."""


def number(value: float) -> str:
    return f"{round(value, 1):,}".removesuffix(".0")


def percent(share: float) -> str:
    return f"{round(share * 100)}%"
