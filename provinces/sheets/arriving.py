"""How a sheet arrives: in memory, never on the disk of a web process, and no more of it than is looked at."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class SheetInMemory(FileUploadHandler):
    """Keeps a file up to IMPORT_MAX_BYTES and counts the rest, so that the form can say how large it was.

    A sheet is stored in the database. A temporary file of it would only be one more disk that can be full.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.kept.write(raw_data[: max(0, settings.IMPORT_MAX_BYTES - start)])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file; its size is that of what came, also where less was kept."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )
