"""Writes the report as DOCX: A4 in the layout of official documents, real headings, tables whose header repeats.

Decree 30/2020/NĐ-CP asks for Times New Roman 13 to 14 on margins of 20 to 35 mm. The file names the typeface and brings
none. The same data make the same bytes.
"""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from .blocks import Blank, Block, Heading, Paragraph, Table, Text
from .report import Letterhead, Report

TYPEFACE = "Times New Roman"
BODY, IN_TABLES, IN_NOTES = Pt(13), Pt(11), Pt(11)
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(18)
INSIDE = Mm(210) - LEFT - RIGHT
INDENT = Mm(10)
BLACK = RGBColor(0, 0, 0)
BEFORE = datetime(2021, 1, 1, tzinfo=UTC)  # stands where the figures have no minute
ZIPPED_AT = (1980, 1, 1, 0, 0, 0)
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def report_docx(report: Report) -> bytes:
    """The report as the bytes of a DOCX."""
    document = Document()
    _set_up(document, report)
    _letterhead(document, report.letterhead)
    _title(document, report)
    for block in report.blocks:
        _write(document, block)
    document.add_heading(report.sources, level=1)
    _sources(document, report)
    _signature(document, report.letterhead)
    written = BytesIO()
    document.save(written)
    return _without_times(written)


def _set_up(document: DocumentObject, report: Report) -> None:
    """Page, styles, language, and what the file says of itself."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.different_first_page_header_footer = True
    _number_pages(section.header.paragraphs[0])
    for name, size, bold, italic in (
        ("Normal", BODY, False, False),
        ("Heading 1", Pt(14), True, False),
        ("Heading 2", BODY, True, True),
    ):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = TYPEFACE, size, bold, italic
        style.font.color.rgb = BLACK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), TYPEFACE)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        style.paragraph_format.space_before = Pt(0 if name == "Normal" else 8)
        style.paragraph_format.space_after = Pt(6 if name == "Normal" else 4)
    tongue = "en-GB" if report.language == "en" else "vi-VN"
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), tongue)
    said, minute = document.core_properties, (report.made_at or BEFORE).astimezone(UTC).replace(tzinfo=None)
    said.title, said.language, said.subject = report.about, tongue, report.page
    said.author = said.last_modified_by = said.comments = ""
    said.created = said.modified = minute


def _number_pages(paragraph: WordParagraph) -> None:
    """The number of the page in the middle of its head; the first page has none."""
    paragraph.alignment = CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


# Who writes to whom, and the title.


def _letterhead(document: DocumentObject, head: Letterhead) -> None:
    table = _side_by_side(document, (Mm(66), INSIDE - Mm(66)))
    left, right = table.rows[0].cells
    _centred(left, head.above, Pt(12), first=True)
    _ruled(_centred(left, head.agency, Pt(12), bold=True), Mm(20))
    _centred(left, head.number, BODY)
    _centred(right, head.country, Pt(12), bold=True, first=True)
    _ruled(_centred(right, head.motto, BODY, bold=True), Mm(22))
    _centred(right, head.place, BODY, italic=True)


def _title(document: DocumentObject, report: Report) -> None:
    if report.draft:
        draft = _("Not published. This is how the page will look:") + f" {report.draft}"
        _styled(document.add_paragraph(), draft, BODY, bold=True)
    kind = _styled(document.add_paragraph(), report.kind, Pt(14), bold=True)
    kind.paragraph_format.space_before = Pt(12)
    about = _styled(document.add_paragraph(), report.about, Pt(14), bold=True)
    kind.alignment = about.alignment = CENTER
    _ruled(about, Mm(55))
    to = _styled(document.add_paragraph(), report.letterhead.addressee, BODY)
    to.alignment = CENTER
    to.paragraph_format.space_before = to.paragraph_format.space_after = Pt(10)


def _signature(document: DocumentObject, head: Letterhead) -> None:
    table = _side_by_side(document, (INSIDE // 2, INSIDE - INSIDE // 2))
    left, right = table.rows[0].cells
    first, *others = head.receivers
    _styled(left.paragraphs[0], first, Pt(12), bold=True, italic=True)
    for receiver in others:
        _styled(left.add_paragraph(), receiver, Pt(11)).paragraph_format.space_after = Pt(0)
    _centred(right, head.signer, BODY, bold=True, first=True)
    _centred(right, head.signature, BODY, italic=True)


def _side_by_side(document: DocumentObject, widths: tuple[int, int]) -> WordTable:
    """Two columns without lines, kept on one page."""
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_widths(table, widths)
    _row_property(table.rows[0]._tr, "w:cantSplit")
    return table


# Blocks.


def _write(document: DocumentObject, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(block.text, level=block.level)
        case Paragraph():
            paragraph = document.add_paragraph()
            paragraph.alignment = JUSTIFY
            paragraph.paragraph_format.first_line_indent = INDENT
            _runs(paragraph, block.text)
        case Table():
            _table(document, block)
        case Blank():
            hint = document.add_paragraph()
            hint.paragraph_format.keep_with_next = True
            hint.add_run(block.hint).italic = True
            for _number in range(block.lines):
                dotted = document.add_paragraph("\t")
                dotted.paragraph_format.tab_stops.add_tab_stop(INSIDE, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _table(document: DocumentObject, table: Table) -> None:
    """A table with lines; its header stands again on every page, and no row is divided."""
    drawn = document.add_table(rows=1 + len(table.rows), cols=len(table.header), style="Table Grid")
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    whole = sum(table.widths)
    _set_widths(drawn, tuple(INSIDE * width // whole for width in table.widths))
    cells = drawn._cells  # read once: asking row by row reads the whole table again
    columns = len(table.header)
    for number, head in enumerate(table.header):
        paragraph = cells[number].paragraphs[0]
        paragraph.alignment = CENTER
        _styled(paragraph, head, IN_TABLES, bold=True).paragraph_format.space_after = Pt(0)
    for row_number, row in enumerate(table.rows, start=1):
        for number, (text, side) in enumerate(zip(row, table.aligned, strict=True)):
            paragraph = cells[row_number * columns + number].paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            if side == "r":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _runs(paragraph, text, IN_TABLES)
    for number, tr in enumerate(drawn._tbl.tr_lst):
        _row_property(tr, "w:cantSplit")
        if number == 0:
            _row_property(tr, "w:tblHeader")
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _sources(document: DocumentObject, report: Report) -> None:
    """The documents by number, what the marks mean, and when and where the figures were public."""
    for text in (*(note.text for note in report.notes), report.legend, f"{report.stamp} {report.page}".strip()):
        _styled(document.add_paragraph(), text, IN_NOTES).paragraph_format.space_after = Pt(2)


def _runs(paragraph: WordParagraph, text: Text, size: Pt | None = None) -> None:
    for part in text:
        run = paragraph.add_run(part.text)
        if part.bold:
            run.bold = True
        if size is not None:
            run.font.size = size
        if part.notes:
            mark = paragraph.add_run(f"[{','.join(map(str, part.notes))}]")
            mark.font.superscript = True
            if size is not None:
                mark.font.size = size


# How words and rows stand.


def _styled(paragraph: WordParagraph, text: str, size: Pt, bold: bool = False, italic: bool = False) -> WordParagraph:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = size, bold or None, italic or None
    return paragraph


def _centred(
    cell: _Cell, text: str, size: Pt, bold: bool = False, italic: bool = False, first: bool = False
) -> WordParagraph:
    paragraph = _styled(cell.paragraphs[0] if first else cell.add_paragraph(), text, size, bold, italic)
    paragraph.alignment = CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _ruled(paragraph: WordParagraph, indent: int) -> None:
    """A short rule under a paragraph: one of its own, indented on both sides."""
    rule = OxmlElement("w:p")
    paragraph._p.addnext(rule)
    drawn = WordParagraph(rule, paragraph._parent)
    drawn.paragraph_format.left_indent = drawn.paragraph_format.right_indent = indent
    drawn.paragraph_format.space_after = Pt(4)
    drawn.paragraph_format.line_spacing = Pt(3)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "1"), ("w:color", "000000")):
        top.set(qn(name), value)
    borders.append(top)
    drawn._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _set_widths(table: WordTable, widths: tuple[int, ...]) -> None:
    """Fixed widths, in the grid and in every cell: Word reads one, LibreOffice the other."""
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Emu(width)
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Emu(width)


def _row_property(row, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))


def _without_times(written: BytesIO) -> bytes:
    """The same package without the minute in which it was packed."""
    packed = BytesIO()
    with ZipFile(written) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, ZIPPED_AT)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
