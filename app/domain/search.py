"""How names are made findable: lower case, without accents, one space between words."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """`text` as it is searched: «Élodie  De Smet» becomes «elodie de smet»."""
    if text.isascii():  # most of it: nothing to take apart
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.casefold().split())
