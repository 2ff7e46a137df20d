"""The search for tokens finds them in whatever form, and is at work in every test."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from urllib.parse import quote

import pytest
from secrecy import tokens_in

from reconciler.sandbox import PARTNER_TOKEN, USER_TOKEN

HEADER = f"Bearer {PARTNER_TOKEN}, User {USER_TOKEN}"


@pytest.mark.parametrize(
    "text",
    [
        HEADER,
        f"x{USER_TOKEN}y",
        b64encode(HEADER.encode()).decode(),
        *(b64encode((" " * lead + USER_TOKEN).encode()).decode() for lead in range(3)),
        quote(HEADER),
        PARTNER_TOKEN.encode().hex(),
        PARTNER_TOKEN[:9] + "\n" + PARTNER_TOKEN[9:],
        HEADER.encode(),
    ],
)
def test_a_token_is_found_in_every_form(text: str | bytes) -> None:
    assert tokens_in(text)


@pytest.mark.parametrize("text", ["", None, "the sandbox's partner and user tokens", b"\xff\x00"])
def test_other_words_are_no_token(text: str | bytes | None) -> None:
    assert tokens_in(text) == []


def test_a_process_that_prints_a_token_fails_its_test() -> None:
    with pytest.raises(AssertionError, match="holds a token"):
        subprocess.run([sys.executable, "-c", f"print({PARTNER_TOKEN!r})"], capture_output=True, check=False)


def test_a_stream_that_holds_a_token_fails_its_test(capsys: pytest.CaptureFixture[str]) -> None:
    print(HEADER)
    with pytest.raises(AssertionError, match="holds a token"):
        capsys.readouterr()
