"""Pages about the portal itself."""


def test_the_mark_is_found_at_the_address_that_browsers_try(client):
    answer = client.get("/favicon.ico")
    assert answer.headers["Location"].endswith("img/mark.svg")
    assert "public" in answer.headers["Cache-Control"]
