"""What in a text could tell somebody apart: for whoever reads it before others do.

Pure, and on the side of caution: it points, a person decides. A name without capitals escapes it.
"""

import re
from collections.abc import Collection, Iterator
from itertools import dropwhile

_WORD = re.compile(r"[^\W\d_][\w’'-]*\.?")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
_PHONE = re.compile(r"(?<!\w)\+?\(?\d(?:[\s().-]*\d){8,14}(?!\w)")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|net|uk|io|tv|me)\b\S*", re.IGNORECASE
)
_HANDLE = re.compile(r"(?<![\w.])@\w{2,}")
_TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "prof", "professor", "rev"}
_COMMON = {
    "a", "about", "after", "all", "also", "an", "and", "another", "any", "are", "as", "ask", "at",
    "be", "because", "best", "both", "but", "by", "can", "could", "did", "do", "does", "each",
    "even", "every", "everybody", "everyone", "fewer", "for", "from", "fun", "give", "go", "good",
    "great", "had", "has", "have", "he", "hello", "her", "here", "hi", "his", "how", "i", "i’d",
    "i’ll", "i’m", "i’ve", "if", "in", "is", "it", "it’s", "its", "just", "keep", "learn", "less",
    "let", "let’s", "like", "love", "loved", "make", "many", "maybe", "meet", "more", "most",
    "much", "my", "need", "never", "next", "no", "not", "nothing", "now", "of", "on", "once",
    "one", "only", "or", "our", "perhaps", "please", "really", "say", "see", "she", "should", "so",
    "some", "start", "still", "stop", "take", "talk", "teach", "thank", "thanks", "that", "the",
    "their", "then", "there", "these", "they", "this", "those", "to", "too", "try", "two", "use",
    "using", "very", "was", "watch", "we", "well", "we’ll", "we’re", "we’ve", "what", "when",
    "where", "which", "while", "who", "why", "with", "would", "yes", "you", "your",
    # Capitals of their own, without being anybody.
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "july", "september", "october",
    "november", "december", "christmas", "easter", "year", "years", "english", "french", "german",
    "spanish", "latin", "maths", "science", "history", "geography", "music", "drama",
    "teachmeet", "school", "schools", "academy", "university", "hall", "east", "kent", "west",
    "north", "south", "british", "european",
}  # fmt: skip
_BETWEEN = {"de", "da", "van", "von", "der", "den", "al", "bin", "la", "le", "du"}


def names_in(text: str, known: Collection[str] = ()) -> list[str]:
    """Runs of words that read like a person's name: “Amara Okafor”, “Mr Finn”.

    `known` are names of partners, places and the like, which are nobody's. Two capitals in a row
    count, at the start of a sentence too unless the first is a common word; a title and one.
    """
    names = (_name_in(run) for run in _runs(_without(text, known)))
    return list(dict.fromkeys(name for name in names if name))


def _without(text: str, known: Collection[str]) -> str:
    """The text without what is known, in its place a sign that parts before from after."""
    text = text.replace("'", "’")
    for name in sorted(filter(None, known), key=len, reverse=True):
        pattern = rf"(?<!\w){re.escape(name.replace(chr(39), '’'))}(?:’s)?(?!\w)"
        text = re.sub(pattern, " | ", text, flags=re.IGNORECASE)
    return _EMAIL.sub(" | ", text)


def _runs(text: str) -> Iterator[list[str]]:
    """Words with capitals that stand together within a sentence; a title’s dot ends none."""
    shouted = text.upper() == text
    run: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        word, gap = match[0], text[end : match.start()]
        end = match.end()
        titled = bool(run) and _plain(run[-1]) in _TITLES
        if gap.strip() or ("\n" in gap and not titled):
            yield run
            run = []
        capital = word[0].isupper() and not (shouted and len(word) > 1)
        if capital or _plain(word) in _TITLES or (run and word in _BETWEEN):
            run.append(word.rstrip("."))
        else:
            yield run
            run = []
        # An initial or a title has a dot and goes on; any other word with one ends a sentence.
        if word.endswith(".") and len(word) > 2 and _plain(word) not in _TITLES:
            yield run
            run = []
    yield run


def _name_in(run: list[str]) -> str:
    """What of a run is a name, without common words around it; "" when nothing is left."""
    run = list(dropwhile(_is_common, run))
    while run and (_is_common(run[-1]) or run[-1] in _BETWEEN):
        run.pop()
    return " ".join(run) if len(run) > 1 else ""


def _plain(word: str) -> str:
    return word.rstrip(".").lower()


def _is_common(word: str) -> bool:
    return _plain(word).removesuffix("’s") in _COMMON


def warnings_in(text: str, known: Collection[str] = ()) -> list[str]:
    """What to look at twice in a text, a sentence each; none when nothing stands out."""
    warnings = [f"“{name}” looks like a person’s name." for name in names_in(text, known)]
    if _EMAIL.search(text):
        warnings.append("There is an email address in it.")
    elif _HANDLE.search(text):
        warnings.append("There is an account’s name in it.")
    if _PHONE.search(text):
        warnings.append("There is a telephone number in it.")
    if _ADDRESS.search(_EMAIL.sub(" ", text)):
        warnings.append("There is an address of a web page in it.")
    return warnings
