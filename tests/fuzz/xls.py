"""A workbook in the format before 2007, as few bytes as its readers need: nothing installed here writes one."""

import struct

SECTOR = 512
FREE, END, TABLE = -1, -2, -3
NAME = "Sheet1"


def record(code: int, body: bytes) -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def string(text: str) -> bytes:
    """A text of BIFF8: how many characters, that they are wide, the characters."""
    return struct.pack("<HB", len(text.encode("utf-16-le")) // 2, 1) + text.encode("utf-16-le")


def cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return record(0x204, place + string(value))
    return record(0x203, place + struct.pack("<d", value))


def stream_of(rows: list[list[str | float]], merged: tuple[int, int, int, int] | None = None) -> bytes:
    """The records of a workbook with one sheet."""
    name = struct.pack("<BB", len(NAME), 0) + NAME.encode()
    globals_ = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + record(0x42, struct.pack("<H", 1200))
    globals_ += record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\5\0Arial")
    globals_ += record(0x41E, struct.pack("<H", 0) + string("General")) + record(0xE0, bytes(20))
    end = record(0x0A, b"")
    begins = len(globals_) + len(record(0x85, bytes(6) + name)) + len(end)
    globals_ += record(0x85, struct.pack("<IH", begins, 0) + name) + end
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    width = max(map(len, rows), default=0)
    sheet += record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number, values in enumerate(rows):
        for column, value in enumerate(values):
            if value != "":
                sheet += cell(number, column, value)
    if merged:
        sheet += record(0xE5, struct.pack("<HHHHH", 1, *merged))
    return globals_ + sheet + end


def xls(rows: list[list[str | float]], merged: tuple[int, int, int, int] | None = None) -> bytes:
    """The records in their container: a header, the list of sectors, the directory, the stream."""
    stream = stream_of(rows, merged).ljust(4096, b"\0")  # what is shorter is kept elsewhere
    stream = stream.ljust(-(-len(stream) // SECTOR) * SECTOR, b"\0")
    sectors = len(stream) // SECTOR
    chain = [TABLE, END, *range(3, sectors + 2), END]
    if len(chain) > SECTOR // 4:
        raise ValueError("The rows do not fit into one list of sectors.")
    table = struct.pack(f"<{SECTOR // 4}i", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<iiiiiiiii", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109i", 0, *[FREE] * 108)
    directory = entry("Root Entry", 5, END, 0, child=1) + entry("Workbook", 2, 2, len(stream)) + bytes(256)
    return head + table + directory + stream


def entry(name: str, kind: int, first: int, size: int, child: int = FREE) -> bytes:
    """An entry of the container's directory."""
    spelled = name.encode("utf-16-le") + b"\0\0"
    said = spelled.ljust(64, b"\0") + struct.pack("<HBBiii", len(spelled), kind, 1, FREE, FREE, child)
    return (said + bytes(36) + struct.pack("<iI", first, size)).ljust(128, b"\0")
