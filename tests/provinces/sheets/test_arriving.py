"""A sheet arrives in memory, and no more of it is kept than is looked at."""

import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from provinces.models import ImportRun
from provinces.sheets.resource import SheetResource

pytestmark = pytest.mark.django_db
DOOR = "/admin/provinces/source/import/"


def test_a_large_sheet_makes_no_temporary_file(admin_client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError("no file is written")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refuse)
    rows = "\n" * 3_000_000  # more than Django keeps in memory by itself
    sheet = SimpleUploadedFile("x.csv", f"code,kind,reliability\nx,dataset,official{rows}".encode())
    assert 'id="confirm-import"' in admin_client.post(DOOR, {"import_file": sheet}).content.decode()
    assert len(ImportRun.objects.latest("pk").content) == sheet.size


@pytest.mark.parametrize(("more", "fits"), [(0, True), (1, False), (900_000, False)])
def test_what_is_too_large_is_told_with_its_size_and_not_kept(admin_client, settings, more, fits):
    settings.IMPORT_MAX_BYTES = 1_000_000
    runs = ImportRun.objects.count()
    content = b"code,kind,reliability\nx,dataset,official".ljust(1_000_000 + more, b"\n")
    said = admin_client.post(DOOR, {"import_file": SimpleUploadedFile("x.csv", content)}).content.decode()
    assert ("vượt mức" in said) is not fits
    assert ImportRun.objects.count() == runs + fits


def test_what_the_database_says_in_a_bulk_write_goes_on_as_it_is():
    """import-export would make an error of its own of it, which nobody could tell from a fault of the portal."""
    with pytest.raises(ZeroDivisionError):
        SheetResource.handle_import_error(None, None, ZeroDivisionError(), raise_errors=True)
