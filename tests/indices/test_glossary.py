"""The words of the field: whole in both languages, each with a place of its own."""

import dataclasses
import tomllib
from collections import Counter

import pytest
from django.utils import translation

from indices.glossary import TERMS, glossary

CODES = Counter(term["code"] for term in tomllib.loads(TERMS.read_text(encoding="utf-8"))["term"])
# Two lines on a wide screen.
LONGEST = 240


@pytest.mark.parametrize("code", CODES)
def test_a_term_has_one_place_and_is_whole_in_both_languages(code):
    assert CODES[code] == 1
    assert code == code.lower().strip()
    assert " " not in code
    term = glossary(code)
    assert not [
        field.name for field in dataclasses.fields(term) if field.name != "see" and not getattr(term, field.name)
    ]
    for text in (term.says_vi, term.says_en):
        assert text.endswith((".", ")"))
        assert len(text) <= LONGEST
    assert term.says_vi != term.says_en


@pytest.mark.parametrize("code", CODES)
def test_a_term_names_only_terms_that_are_there_and_not_itself(code):
    assert set(glossary(code).see) <= CODES.keys() - {code}


def test_an_unknown_term_is_an_error_and_no_silence():
    with pytest.raises(KeyError):
        glossary("no-such-word")


def test_terms_stand_in_the_order_of_the_readers_alphabet():
    """Đ after D, whatever the database's or the machine's collation."""
    letters = "ABCDĐEÊFGHIJKLMNOÔƠPQRSTUƯVWXYZ"
    for language in ("vi", "en"):
        with translation.override(language):
            found = [letter for letter, _terms in glossary.by_letter()]
            assert found == sorted(found, key=letters.index)
            assert sum(len(terms) for _letter, terms in glossary.by_letter()) == len(CODES)
            assert "Đ" in found or language == "en"
