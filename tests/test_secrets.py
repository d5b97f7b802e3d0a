"""Nothing in the repository opens anything: no keys, no passwords, and what would hold them is never committed."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# What keys and tokens look like, written so that this file has none.
SECRETS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE" + r" KEY(?: BLOCK)?-----",
    "a key of a cloud": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of a forge": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,}|glpat-[A-Za-z0-9_-]{20,})",
    "a token of a package index": r"\b(?:pypi-[A-Za-z0-9_-]{50,}|npm_[A-Za-z0-9]{36})",
    "a token of a chat": r"\bxox[abposr]-[A-Za-z0-9-]{10,}",
    "a key of a mapping or mail service": r"\b(?:AIza[A-Za-z0-9_-]{35}|SG\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,})",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    "an address of Sentry": r"https://[0-9a-f]{32}(?::[0-9a-f]{32})?@[\w.-]+/\d+",
    "a password in an address": r"\b[a-z][a-z+]*://[^\s:@/\"'{}<>$]+:(?P<password>[^\s:@/\"'{}<>$]+)@[\w.-]+",
    "a value of a secret setting": r"(?m)^\s*(?:SECRET_KEY|METRICS_TOKEN|AWS_SECRET_ACCESS_KEY)\s*[=:]\s*"
    r"[\"']?(?P<value>[A-Za-z0-9+/_=-]{16,})",
}
# Words of examples and of tests, which everybody can read here and nobody is let in by.
EXAMPLES = re.compile(
    r"password|passwd|pass|pw|secret|user|example|your|not-a-secret.*|tests-only.*|geheim|mat-khau", re.I
)
BINARY = {".png", ".woff2", ".ttf", ".mo", ".xlsx", ".ods", ".xls"}


def committed() -> list[Path]:
    """What is handed on: the files of the repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def secrets_in(text: str) -> list[str]:
    """What in a text looks like a secret and is no example."""
    return [
        f"{what}: {found[0][:60]}"
        for what, pattern in SECRETS.items()
        for found in re.finditer(pattern, text)
        if not any(EXAMPLES.fullmatch(said) for said in found.groups() if said)
    ]


def test_nothing_that_is_committed_looks_like_a_secret():
    files = [path for path in committed() if path.suffix not in BINARY and path.is_file()]
    assert len(files) > 400
    found = {str(path.relative_to(ROOT)): secrets_in(path.read_text(errors="replace")) for path in files}
    assert {name: said for name, said in found.items() if said} == {}


def test_no_file_is_committed_that_holds_keys_or_data_of_an_installation():
    names = [path.name for path in committed()]
    kept = (".pem", ".key", ".p12", ".pfx", ".jks", ".sqlite3", ".dump", ".kdbx")
    assert [name for name in names if name.endswith(kept) or name in {".env", "id_rsa", "id_ed25519", ".pgpass"}] == []


@pytest.mark.parametrize(
    "name", [".env", "var/portal.sqlite3", "var/trial-secret-key", "build/sbom.cdx.json", ".venv", "a.sqlite3"]
)
def test_what_holds_secrets_or_is_made_is_never_committed(name):
    assert subprocess.run(["git", "check-ignore", "-q", "--no-index", name], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE" + " KEY-----",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a" * 36,
        "postgres://portal:hG7x92Lq" + "@db.example.vn/portal",
        "SECRET_KEY=" + "k3Jd93jLw0sPq7ZbXn2v",
        "https://" + "0" * 32 + "@sentry.example.vn/2",
    ],
)
def test_a_secret_is_noticed(text):
    assert secrets_in(text)
