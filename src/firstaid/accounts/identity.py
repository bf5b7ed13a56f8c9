"""What a name, a phone and a resident ID look like once the hand that typed them is taken out."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import phonenumbers
from pypinyin import Style, lazy_pinyin
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

NAME_MOST = 100


@dataclass(frozen=True)
class ResidentId:
    """A number whose check digit is right."""

    number: str
    born_on: date

    @property
    def last4(self) -> str:
        return self.number[-4:]


def clean_text(typed: object) -> str:
    """Full-width digits and letters made plain, every run of spaces one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFKC", _visible(str(typed))).split())


def _visible(typed: str) -> str:
    """Without the marks that nobody sees, which come along when a number is copied from a chat or an address book."""
    return "".join(sign for sign in typed if sign.isspace() or unicodedata.category(sign) not in {"Cf", "Cc"})


def clean_name(typed: object) -> str:
    """A name as it will stand on a certificate: one kind of middle dot, no space between Chinese characters.

    The characters themselves are left as typed: a compatibility form may be how somebody's name is written.
    """
    name = " ".join(_visible(str(typed)).split())
    name = re.sub(r"[•‧∙⋅・･●⸱]", "·", name)
    name = re.sub(r"(?<=[⺀-\U0003ffff]) ?[.．﹒。] ?(?=[⺀-\U0003ffff])", "·", name)
    return re.sub(r"(?<=[⺀-\U0003ffff])[ ·]*·[ ·]*(?=[⺀-\U0003ffff])", "·", _close_gaps(name))


def _close_gaps(name: str) -> str:
    return re.sub(r"(?<=[⺀-\U0003ffff]) (?=[⺀-\U0003ffff])", "", name)


def clean_phone(typed: object, region: str = "CN") -> str | None:
    """The number in E.164, or None if no telephone has it."""
    try:
        number = phonenumbers.parse(clean_text(typed), region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_resident_id(typed: object) -> ResidentId | None:
    """The 18-digit number of GB 11643, or None if its birth date or check digit is wrong.

    Its county is not looked up: people keep numbers of counties that were founded after they were born.
    """
    number = re.sub(r"[\s-]", "", clean_text(typed)).upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number) or ric.calc_check_digit(number) != number[-1]:
        return None
    try:
        return ResidentId(number, ric.get_birth_date(number))
    except ValidationError:
        return None


def masked_id(last4: str | None) -> str:
    return f"**************{last4}" if last4 else ""


def masked_phone(phone: str | None) -> str:
    """Enough of a phone for its owner to know it, written as she writes it."""
    typed = (phone or "").removeprefix("+86")
    return f"{typed[:-8]}****{typed[-4:]}" if len(typed) > 8 else ""  # noqa: PLR2004 - the part hidden


def sort_key(name: str) -> str:
    """Where a name stands in a list read aloud: by pinyin, then by the characters."""
    return " ".join(lazy_pinyin(name.casefold(), style=Style.TONE3, neutral_tone_with_five=True)) + f" {name}"


def grams(text: str) -> frozenset[str]:
    """Every single character and every two neighbours: what a name is found by."""
    plain = "".join(text.casefold().split())
    return frozenset(plain) | {plain[i : i + 2] for i in range(len(plain) - 1)}
