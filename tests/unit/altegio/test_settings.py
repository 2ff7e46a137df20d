import pickle

import pytest

from reconciler.altegio import BadAddressError, BadTokenError, BookingSystem, Secret

GOOD = "https://api.alteg.io/api/v2"


def system(base_url: str = GOOD, partner: str = "p-token-123", user: str = "u-token-456") -> BookingSystem:
    return BookingSystem(base_url=base_url, partner_token=Secret(partner), user_token=Secret(user))


@pytest.mark.parametrize(
    "url",
    [
        "http://api.alteg.io/api/v2",
        "http://127.0.0.1.evil.example/api/v2",
        "http://localhost.evil.example/api/v2",
        "ftp://api.alteg.io/api/v2",
        "https://someone@api.alteg.io/api/v2",
        "https://api.alteg.io/api/v2?x=1",
        "https://api.alteg.io/api/v2#x",
        "https://api.alteg.io/",
        "https:///api/v2",
        "https://api.alteg.io:99999/api/v2",
        "https://[::1/api/v2",
        "https://api.alteg.io/\n/api/v2",
        "",
    ],
)
def test_an_address_that_tokens_may_not_be_sent_to_is_refused(url: str) -> None:
    with pytest.raises(BadAddressError):
        system(url)


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        (GOOD, False),
        (GOOD + "/", False),
        ("http://127.0.0.1:8080/api/v2", True),
        ("http://localhost:8080/api/v2", True),
        ("http://[::1]:8080/api/v2", True),
    ],
)
def test_https_and_plain_loopback_are_accepted(url: str, loopback: bool) -> None:
    assert system(url).loopback is loopback


def test_the_older_api_stands_beside_the_newer_one() -> None:
    assert system(GOOD + "/").v1_url == "https://api.alteg.io/api/v1"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "secret value",
        "secret\nvalue",
        "secret\r\nX: y",
        '"secret"',
        "'secret'",
        "sécret",
        "Bearer secret",
        "bearer",
        "secret\x00",
        "secret\u2028",
        "secret,User",
        "s" * 5000,
        "secret\t",
    ],
)
@pytest.mark.parametrize("which", ["partner", "user"])
def test_a_mangled_token_is_refused_without_being_quoted(token: str, which: str) -> None:
    with pytest.raises(BadTokenError) as caught:
        system(**{which: token})  # type: ignore[arg-type]  # one of two names
    shown = repr(caught.value) + str(caught.value) + caught.value.detail + caught.value.hint
    assert f"ALTEGIO_{which.upper()}_TOKEN" in caught.value.hint
    assert len(token) < 5 or token == "bearer" or (token not in shown and "secret" not in shown)


def test_the_sandbox_tokens_are_refused_elsewhere() -> None:
    system("http://127.0.0.1:1/api/v2", "sandbox-partner-token", "sandbox-user-token")
    with pytest.raises(BadTokenError):
        system(GOOD, "sandbox-partner-token", "u-token-456")


def test_a_secret_shows_itself_nowhere() -> None:
    secret = Secret("hush-hush-42")
    shown = f"{secret} {secret!r} {secret!s} {[secret]} {system(user='hush-hush-42')!r}"
    assert "hush" not in shown
    with pytest.raises(TypeError):
        pickle.dumps(secret)
