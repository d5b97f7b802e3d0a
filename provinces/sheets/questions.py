"""What the portal does not guess: it asks, and the official's answer stays with the run."""

from dataclasses import dataclass

LEAVE_OUT = "-"
# The heading of the column that a sheet handed back has at its end; imports leave it out.
MARKS_HEADING = "Cần sửa / To mend"
# What a template shows beside the cells to fill in begins so; imports leave it out.
SHOWN_ONLY = "Để đối chiếu"


@dataclass(frozen=True, slots=True)
class Question:
    """One open question about a sheet. `code` names it in the answers; `choices` are (answer, words)."""

    code: str
    text: str
    choices: tuple[tuple[str, str], ...]
