"""The officials' door from the shell: the same code as the admin's import, for a file or a folder of files."""

import json
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...models import ImportRun
from ...sheets.columns import Remark
from ...sheets.confirming import Preview, RunRefused, preview, store, upload
from ...sheets.kinds import KINDS
from ...sheets.resource import SheetResource

ENDINGS = {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"}
NO_COUNTS = dict.fromkeys(("new", "changed", "same", "skipped", "refused", "warned"), 0)


class Command(BaseCommand):
    help = (
        "Imports a sheet, or every sheet in a folder. Exit 0: imported; 1: refused, or a question is open, and nothing "
        "was written; 2: wrong use."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a sheet, or a folder of them")
        parser.add_argument(
            "--kind", required=True, choices=sorted(KINDS), metavar="KIND", help=", ".join(sorted(KINDS))
        )
        parser.add_argument("--edition", metavar="CODE:YEAR", help="the edition of rows that name none: par-index:2020")
        parser.add_argument("--as-of", metavar="DATE", help="the day the sheet speaks of: 2021-11-01")
        parser.add_argument("--source", metavar="CODE", help="the source of rows that name none")
        parser.add_argument("--sheet", metavar="NAME", help="the sheet of the workbook")
        parser.add_argument("--good-rows", action="store_true", help="import the good rows although others are refused")
        parser.add_argument("--user", metavar="NAME", help="the account in whose name the sheet comes in")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--report", type=Path, metavar="OUT.json", help="where the report goes")

    def handle(self, *args, **options):
        files = self.files(options["file"])
        context = self.context(options)
        user = self.user(options["user"], KINDS[options["kind"]])
        reports = []
        for place, file in enumerate(files, start=1):
            if sys.stderr.isatty():
                self.stderr.write(f"{place}/{len(files)} {file.name}")
            reports.append(self.take_in(file, context, user, options))
            self.say(file, reports[-1])
        if options["report"]:
            named = [{"file": file.name} | report for file, report in zip(files, reports, strict=True)]
            said = {"files": named} if options["file"].is_dir() else reports[0]
            options["report"].write_text(json.dumps(said, ensure_ascii=False, indent=1))
        if any(report["state"] in {"refused", "asked"} for report in reports):
            sys.exit(1)

    @staticmethod
    def files(path: Path) -> list[Path]:
        if path.is_dir():
            found = sorted(file for file in path.iterdir() if file.suffix.lower() in ENDINGS)
            if not found:
                raise CommandError(f"{path} holds no sheet.", returncode=2)
            return found
        if not path.is_file():
            raise CommandError(f"{path} does not exist.", returncode=2)
        return [path]

    @staticmethod
    def context(options: dict[str, Any]) -> dict[str, Any]:
        said = {name: options[name] for name in ("edition", "as_of", "source") if options[name]}
        try:
            KINDS[options["kind"]].check_said(said)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from error
        return said

    @staticmethod
    def user(name: str | None, kind: type[SheetResource]):
        """The account in whose name the sheet comes in, with its rights; None for the machine's own operator."""
        if name is None:
            return None
        model = kind._meta.model._meta
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account {name}.", returncode=2)
        if not user.has_perm(f"{model.app_label}.add_{model.model_name}"):
            raise CommandError(f"{name} may not import this kind of sheet.", returncode=2)
        return user

    def take_in(self, file: Path, context: dict[str, Any], user, options: dict[str, Any]) -> dict[str, Any]:
        """One file through the door; the report of what became of it."""
        run = upload(options["kind"], file.read_bytes(), file.name, context, user)
        try:
            seen = preview(run, {"sheet": options["sheet"]} if options["sheet"] else {})
            report = report_of(seen)
            if seen.refused and not (options["good_rows"] and seen.partly_storable):
                report["state"] = "refused"
            elif seen.open:
                report["state"] = "asked"
            elif not seen.changing:
                report["state"] = "nothing"
            elif not options["dry_run"]:
                report["counts"] |= store(run.pk, user, options["good_rows"]).counts
        except (RunRefused, ValidationError) as error:
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            report = refused_as_a_whole(reason)
        if report["state"] != "imported" or options["dry_run"]:
            state = ImportRun.State.PREVIEWED if report["state"] == "asked" else ImportRun.State.REFUSED
            ImportRun.objects.filter(pk=run.pk).update(state=state, expires_at=timezone.now())
        return report

    def say(self, file: Path, report: dict[str, Any]) -> None:
        counts = ", ".join(f"{number} {name}" for name, number in report["counts"].items() if number)
        self.stdout.write(f"{file.name}: {report['state']}" + (f" ({counts})" if counts else ""))
        for refusal in report["refused"][:20]:
            self.stderr.write(f"  {refusal.get('cell', '')} {refusal['reason']}".rstrip())
        for question in report["asked"]:
            self.stderr.write(f"  ? {question['question']}")


def report_of(seen: Preview) -> dict[str, Any]:
    """What a preview says, as the report keeps it; its state is that of a sheet that goes in."""
    sheet = seen.table.name

    def line(cell, reason: str) -> dict[str, str]:
        return {"sheet": sheet, "cell": cell.address, "text": cell.text, "reason": reason}

    return {
        "state": "imported",
        "counts": NO_COUNTS | seen.counts,
        "refused": [line(r.cell, r.reason) for outcome in seen.refused for r in outcome.refusals],
        "warnings": [line(remark.cell, remark.reason) for remark in seen.remarks if isinstance(remark, Remark)],
        "skipped": [line(row.cell, row.reason) for row in seen.table.skipped],
        "asked": [
            {"question": question.text, "choices": [words for _answer, words in question.choices]}
            for question in seen.questions
        ],
    }


def refused_as_a_whole(reason: str) -> dict[str, Any]:
    return {
        "state": "refused",
        "counts": dict(NO_COUNTS),
        "refused": [{"sheet": "", "text": "", "reason": reason}],
        "warnings": [],
        "skipped": [],
        "asked": [],
    }
