"""Finds the sandbox's tokens in any text, however they are written."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from itertools import product
from urllib.parse import quote, quote_plus

from reconciler.sandbox import PARTNER_TOKEN, USER_TOKEN

TOLD = "Its tokens are sandbox-partner-token and sandbox-user-token"
"""The one place where a command names them: the help of `reconciler sandbox`. They open nothing else."""


def _forms(secret: str) -> set[str]:
    """Plain, as in an address, in hexadecimal, and in base64 at every offset."""
    raw = secret.encode()
    found = {secret, quote(secret, safe=""), quote_plus(secret), raw.hex(), secret[::-1]}
    found |= {"".join(f"%{byte:02x}" for byte in raw), "".join(f"%{byte:02X}" for byte in raw)}
    for code, lead in product((b64encode, urlsafe_b64encode), (b"", b" ", b"  ")):
        # The letters that depend on what stands before and behind are cut off.
        found.add(code(lead + raw).decode()[len(lead) + 1 : -4])
    return found


FORMS = frozenset(form for secret in (PARTNER_TOKEN, USER_TOKEN) for form in _forms(secret))


def tokens_in(text: str | bytes | None) -> list[str]:
    """The forms of our tokens that a text holds, line breaks left out of account."""
    if not text:
        return []
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    if TOLD[:14] in text:
        text = " ".join(text.split()).replace(TOLD, "")
    joined = text.replace("\n", "")
    return [form for form in FORMS if form in text or form in joined]
