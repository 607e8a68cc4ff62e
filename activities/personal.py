"""What in a text could tell somebody apart: for whoever reads it before others do.

Pure, and on the side of caution: it points, a person decides. Of names without capitals it knows
those that begin with a common given name.
"""

import re
from collections.abc import Collection, Iterator
from itertools import dropwhile

from activities.given import GIVEN

_WORD = re.compile(r"(?<!\w)[^\W\d_][\w’'-]*\.?")
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
_SURNAMES_TOO = {"hall", "west", "east", "north", "south", "kent", "english", "french", "german"}
"""Common words that are somebody's surname after a given name with a capital: “Jo West”."""
_ABBREVIATED = {"mr", "mrs", "ms", "mx", "dr", "prof"}
"""Titles that are no words of their own, so that a name follows in whatever letters."""
_LETTERED = {"an", "group", "team", "class", "set", "option", "plan", "grade", "level", "part"}
"""After these a single letter is no initial: “Group B. Then we swapped”."""
_GOES_ON = {
    "again", "alone", "already", "always", "amazing", "away", "back", "became", "before", "began",
    "better", "brilliant", "brought", "came", "caught", "chose", "club", "down", "drew", "during",
    "fell", "felt", "first", "found", "funny", "gave", "gets", "gives", "goes", "got", "group",
    "happy", "heard", "helps", "him", "into", "keeps", "kept", "kind", "knew", "knows", "last",
    "laughs", "led", "left", "likes", "listens", "looks", "lost", "loves", "made", "makes", "may",
    "me", "met", "might", "must", "needs", "nice", "off", "out", "over", "paid", "plays", "put",
    "ran", "read", "reads", "runs", "said", "sang", "sat", "saw", "says", "sent", "shall", "shows",
    "sings", "sir", "spoke", "speaks", "stood", "takes", "taught", "teaches", "team", "tells",
    "than", "them", "thinks", "thought", "through", "today", "together", "told", "tomorrow",
    "took", "tries", "understands", "understood", "until", "up", "us", "wants", "went", "were",
    "will", "wins", "without", "won", "works", "wore", "writes", "wrote", "yesterday",
}  # fmt: skip
"""How a sentence goes on after a given name, common words aside: no surname in small letters."""
_ENDINGS = ("ed", "ing", "ly", "n’t")
_BETWEEN = {"de", "da", "van", "von", "der", "den", "al", "bin", "la", "le", "du"}


def names_in(text: str, known: Collection[str] = ()) -> list[str]:
    """Runs of words that read like a person's name: “Amara Okafor”, “Mr Finn”.

    `known` are names of partners, places and the like, which are nobody's. Two capitals in a row
    count, at the start of a sentence too unless the first is a common word; a title and one; and
    after a common given name, in whatever letters, a word that is not how a sentence goes on.
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
    """Words that stand together within a sentence and may be a name: those with capitals, and in
    whatever letters a given name and what follows it or a title."""
    shouted = text.upper() == text
    run: list[str] = []
    last = ""
    end = 0
    alone = True
    for match in _WORD.finditer(text):
        word, gap = match[0], text[end : match.start()]
        if run and _reversed(run, gap, word):
            run[-1] += ","
        elif gap.strip() or ("\n" in gap and (not _leads(run, alone=alone) or _goes_on(word))):
            yield run
            run = []
        if not run:
            alone = not end or "\n" in gap
        end = match.end()
        lettered = len(word.rstrip(".")) == 1 and last in _LETTERED
        if not lettered and _belongs(word, run, shouted=shouted):
            run.append(word)
        else:
            yield run
            run = []
        # An initial or a title has a dot and goes on; any other word with one ends a sentence.
        stops = word.endswith(".") and len(word) > 2 and _plain(word) not in _TITLES
        if stops or word.endswith(("’s", "’")):
            yield run
            run = []
        last = _plain(word)
    yield run


def _reversed(run: list[str], gap: str, word: str) -> bool:
    """Whether a comma parts a surname from the given name behind it: “Okafor, Amara”."""
    surname = len(run) == 1 and _plain(run[0]) not in GIVEN and not _goes_on(run[0])
    return gap.strip() == "," and "\n" not in gap and surname and _plain(word) in GIVEN


def _leads(run: list[str], *, alone: bool) -> bool:
    """Whether a surname may follow in the next line: after a title, or a given name that has a
    line to itself."""
    return bool(run) and (
        _plain(run[-1]) in _TITLES or (alone and len(run) == 1 and _plain(run[0]) in GIVEN)
    )


def _belongs(word: str, run: list[str], *, shouted: bool) -> bool:
    """Whether a word may be part of a name, after those of a run."""
    plain, before = _plain(word), _plain(run[-1]) if run else ""
    if plain in _TITLES or plain in GIVEN or (run and word in _BETWEEN):
        return True
    if word[0].isupper() and (not shouted or len(word.rstrip(".")) == 1):
        return True
    if word[0].isupper() and plain in _SURNAMES_TOO:
        return before in GIVEN
    return (before in GIVEN or before in _ABBREVIATED) and not _goes_on(word)


def _name_in(run: list[str]) -> str:
    """What of a run is a name, without common words around it; "" when nothing is left."""
    run = list(dropwhile(_is_common, run))
    while run and (_is_common(run[-1]) or run[-1] in _BETWEEN) and not _is_surname_too(run):
        run.pop()
    if len(run) < 2:
        return ""
    return " ".join(word.rstrip(".") for word in run).removesuffix("’s").rstrip("’")


def _is_surname_too(run: list[str]) -> bool:
    return len(run) > 1 and _plain(run[-1]) in _SURNAMES_TOO and _plain(run[-2]) in GIVEN


def _plain(word: str) -> str:
    return word.rstrip(".,").lower()


def _is_common(word: str) -> bool:
    if len(word) == 2 and word[0].isupper() and word[1] == "." and word != "I.":
        return False  # an initial
    return _plain(word).removesuffix("’s") in _COMMON


def _goes_on(word: str) -> bool:
    """Whether a word carries a sentence on rather than a name."""
    plain = _plain(word)
    return _is_common(word) or plain in _GOES_ON or plain.endswith(_ENDINGS)


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
