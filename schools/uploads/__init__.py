"""What a file really is, and the same file without anything that it should not bring.

    checked = check(source, name="slides.pdf", target=clean)     # pure, in this process
    checked = clean_apart(source, name="slides.pdf")             # in a process of its own

A file is judged by its content, never by its name; the name has to agree. What passes is written
anew: no metadata (location first), no script, nothing that starts or fetches anything, nothing
enclosed (domain page, section 6). `Refused` says in a sentence for a teacher what to do instead.

No Django here: the checks run in a process that knows no secret of the portal.
"""

from schools.uploads.apart import CleanFile, clean_apart
from schools.uploads.checking import KINDS, LARGEST, LARGEST_WORDS, Checked, check, too_large_words
from schools.uploads.names import safe_name
from schools.uploads.refusal import Refused

__all__ = [
    "KINDS",
    "LARGEST",
    "LARGEST_WORDS",
    "Checked",
    "CleanFile",
    "Refused",
    "check",
    "clean_apart",
    "safe_name",
    "too_large_words",
]
