"""How files come in: from staff only, never more than may be kept, the rest never stored."""

from typing import Any

from django.core.files.uploadhandler import (
    SkipFile,
    StopUpload,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

from schools.uploads import LARGEST

MOST_READ = 256 * 1024 * 1024
"""A request that says it is larger is cut off: nobody waits for an answer to so much by mistake."""


class StaffUploadHandler(TemporaryFileUploadHandler):
    """Keep one file of an approved member of staff, in a temporary file, up to the limit.

    What is beyond the limit is read past, neither kept in memory nor written anywhere, so that
    a browser can be answered within its form: one that is cut off shows an error of its own,
    and everything typed is lost. `refused` is the name of a file that was too large.
    """

    refused = ""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.taken = 0
        self.files = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.is_cut_off = content_length > MOST_READ

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self.is_cut_off:
            raise StopUpload(connection_reset=True)
        self.files += 1
        if self.files > 1 or not getattr(self.request.user, "is_approved", False):  # type: ignore[union-attr]
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.taken += len(raw_data)
        if self.taken > LARGEST:
            self.refused = str(self.file_name)
            self.upload_interrupted()
            raise SkipFile
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> Any:
        """The file, which is the request's from here on, whatever comes behind it."""
        file = super().file_complete(file_size)
        del self.file
        return file

    def upload_interrupted(self) -> None:
        """Remove what has been written; asked again at the end, there is nothing left to do."""
        if hasattr(self, "file"):
            self.file.close()
            del self.file


def refused_file(request: HttpRequest) -> str:
    """The name of a file in this request that was too large to be kept; "" when none was."""
    handlers = (one for one in request.upload_handlers if isinstance(one, StaffUploadHandler))
    return next((one.refused for one in handlers if one.refused), "")
