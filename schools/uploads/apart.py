"""The checks in a process of their own: bounded, and without any secret of the portal."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from schools.uploads.checking import LARGEST, Checked, check
from schools.uploads.names import base_name
from schools.uploads.refusal import Refused

SECONDS = 20
"""How long a file may take: of the processor's time, and a little more by the clock."""
MEMORY = 1024 * 1024 * 1024
"""How much memory a file may take, in bytes: a picture of 30 megapixels takes half of it."""
HOME = Path(__file__).resolve().parent.parent.parent
_TOO_MUCH = (
    "takes too long to look through, or too much memory. Save it again in its own program, smaller "
    "or as a PDF."
)


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that passed, with its content as it was written anew."""

    checked: Checked
    content: bytes


def clean_apart(source: Path, *, name: str) -> CleanFile:
    """`check` in a process of its own; a file that exhausts or breaks it is refused.

    Raises Refused with words that begin with the file's name.
    """
    with tempfile.TemporaryDirectory(prefix="ekst-") as folder:
        target = Path(folder, "clean")
        said = _ask(source, target, name)
        if "refused" in said:
            raise Refused(f"“{base_name(name)[:60]}” {said['refused']}")
        return CleanFile(Checked(**said), target.read_bytes())


def _ask(source: Path, target: Path, name: str) -> dict[str, Any]:
    # The name comes from people and may hold what a command line cannot: it goes by the pipe.
    try:
        answer = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "schools.uploads.apart", str(source), str(target)],
            input=json.dumps({"name": name}).encode(),
            capture_output=True,
            cwd=HOME,
            env={"PATH": os.defpath},
            timeout=SECONDS * 2,
            check=False,
        )
        said: dict[str, Any] = json.loads(answer.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        said = {"refused": _TOO_MUCH}
    return said


def main(source: str, target: str) -> None:
    """Judge one file within the bounds, and print the answer as JSON."""
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * LARGEST, 2 * LARGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    name = json.load(sys.stdin)["name"]
    try:
        said = asdict(check(Path(source), name=name, target=Path(target)))
    except Refused as refusal:
        said = {"refused": str(refusal)}
    except (MemoryError, OSError):
        said = {"refused": _TOO_MUCH}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
