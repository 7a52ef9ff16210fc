"""Characters that are put for a letter although Unicode's list of confusables does not say that they look like one.

They are the commonest of those that generators of "fancy" text write: currency and mathematical signs, Canadian
syllabics, letters that are turned or mirrored, and letters of other scripts by their shape and not by their sound. Read
off Unicode's code charts; a character belongs here only where nearly everybody would read the letter.
"""

_FORMS = {
    "a": "₳ᗩΛɅΔ∀Д",
    "b": "฿₿",
    "c": "₵ᑕ∁ƆↃ⊂",
    "e": "Ξ€ᗴᕮƐɛƎǝ∃Σ∑",
    "f": "₣",
    "l": "£",
    "n": "₦ᑎИ∩",
    "o": "○◯",
    "p": "₽₱",
    "q": "ᑫ",
    "r": "Я",
    "s": "§💲ᔕƧ₴ſ",
    "t": "†",
    "w": "ᗯШ",
    "y": "¥",
}
LETTER_FORMS = {form: letter for letter, forms in _FORMS.items() for form in forms}
