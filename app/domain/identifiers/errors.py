"""Why a number is refused, in words for the person who typed it."""

from app.domain.text import Text, say

#: Longer than any number with all its separators; more is not worth looking at.
LONGEST = 60


class InvalidIdentifier(ValueError):
    """A number that cannot exist; `text` says why and never repeats the number: it may be personal."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def digits_of(text: str, length: int, separators: str = " .-/") -> str:
    """Strip separators and give exactly `length` ASCII digits; raises InvalidIdentifier with a reason."""
    stripped = text.strip()
    if not stripped:
        raise InvalidIdentifier(say("Vul het nummer in."))
    compact = "".join(character for character in stripped[:LONGEST] if character not in separators)
    if len(stripped) > LONGEST or not (compact.isascii() and compact.isdigit()):
        raise InvalidIdentifier(say("Een nummer bestaat alleen uit cijfers."))
    if len(compact) != length:
        raise InvalidIdentifier(
            say(
                "Dit nummer telt %(found)s cijfers. Het moeten er %(needed)s zijn.",
                found=len(compact),
                needed=length,
            )
        )
    return compact


def check_digits(digits: str) -> str:
    """Give the two check digits of Belgian numbers: 97 minus the remainder by 97, never 00 (§7.1)."""
    return f"{97 - int(digits) % 97:02d}"
