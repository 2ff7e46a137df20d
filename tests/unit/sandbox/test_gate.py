from __future__ import annotations

import pytest

from reconciler.sandbox import PARTNER_TOKEN, USER_TOKEN, gate
from reconciler.sandbox.exchange import Edition, RefusedError


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8080", "localhost:1", "LOCALHOST", "[::1]:99999"])
def test_loopback_names_pass(host: str) -> None:
    gate.check_host(host)


@pytest.mark.parametrize(
    "host", ["", "evil.test", "127.0.0.1.evil.test", "localhost.evil.test:80", "10.0.0.1", "127.0.0.1\n"]
)
def test_other_names_do_not(host: str) -> None:
    with pytest.raises(RefusedError) as caught:
        gate.check_host(host)
    assert caught.value.status == 403


@pytest.mark.parametrize(
    "authorization",
    [
        f"Bearer {PARTNER_TOKEN}",
        f"Bearer {PARTNER_TOKEN}, User x",
        f"Bearer {PARTNER_TOKEN} User {USER_TOKEN}",
        f"User {USER_TOKEN}, Bearer {PARTNER_TOKEN}",
        f"Bearer real, User {USER_TOKEN}",
    ],
)
def test_any_other_tokens_are_refused_and_not_repeated(authorization: str) -> None:
    with pytest.raises(RefusedError) as caught:
        gate.check_tokens(authorization, "events")
    assert caught.value.status == 401
    assert "real" not in str(caught.value.answer())


@pytest.mark.parametrize("edition", ["events", "activities", "v1"])
def test_both_tokens_pass(edition: Edition) -> None:
    gate.check_tokens(f"Bearer {PARTNER_TOKEN}, User {USER_TOKEN}", edition)


def test_version_1_reads_need_the_partner_only() -> None:
    gate.check_tokens(f"Bearer {PARTNER_TOKEN}", "v1")
    with pytest.raises(RefusedError):
        gate.check_tokens(f"Bearer {PARTNER_TOKEN}, User wrong", "v1")


@pytest.mark.parametrize("text", ["x", "-1", "1.0", "٣", "9" * 5000, "5\n"])
def test_what_is_no_id_is_not_found(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        gate.read_activity_id(text)
    assert caught.value.status == 404
