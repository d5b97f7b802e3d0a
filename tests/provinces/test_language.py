"""The reader's language: ours and Django's say the same."""

from django.utils.translation import get_language, override

from provinces.language import reader_language, speaking


def test_without_anything_said_it_is_djangos():
    with override("en"):
        assert reader_language() == "en"
    with override("vi"):
        assert reader_language() == "vi"


def test_within_speaking_both_are_what_was_said_and_afterwards_what_they_were():
    with override("vi"):
        with speaking("en"):
            assert (reader_language(), get_language()) == ("en", "en")
            with speaking("vi"):
                assert (reader_language(), get_language()) == ("vi", "vi")
            assert (reader_language(), get_language()) == ("en", "en")
        assert (reader_language(), get_language()) == ("vi", "vi")


def test_the_language_of_before_is_back_after_an_error():
    with override("vi"):
        try:
            with speaking("en"):
                raise LookupError
        except LookupError:
            pass
        assert (reader_language(), get_language()) == ("vi", "vi")
