r"""Makes text that others wrote harmless in each medium that we write.

Takes any string, hostile ones included, and returns one that is only text there: it cannot
move a cursor, reorder a line, command a build server, or become a formula or markup. Nothing
is dropped: what cannot be shown is written as `\x1b`, `\u202e` or `\U000e0041`.
"""

from __future__ import annotations

import re
from unicodedata import category

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that never show as themselves: controls, bidi and zero width, surrogates."""
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_COMMAND = re.compile(r":(?=:)|(?<=#)#(?=\[|vso\[)")
"""What build servers act upon: `::name` at the start of a line, `##[` and `##vso[` anywhere."""
_ESCAPE_LIKE = re.compile(r"\\+(?=x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^ -~]|::|#)")
"""Backslashes before what looks as if it were written out, or before what may be."""
# The last four are the full-width forms, which some spreadsheets take for the plain ones.
_FORMULA = re.compile(r"[\s'\"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
"""In the order of replacement: the ampersand first."""
_PLAIN_WORDS = re.compile(r"(?:[^\W_]|[ .,()/'\u2019\u2013-]|& )+")
"""Words, and the marks that mean nothing between them; an underscore would begin emphasis."""
_ACTED_ON = re.compile(r"www\.|--|^ | $|  |[0-9a-f]{7}|\b[A-Z]{2,10}-[0-9]", re.IGNORECASE)
"""What servers turn into links (sites, commits, issues), and blanks that Markdown would drop."""
_NOT_XML = re.compile("[\ufffe\uffff]")


def _code(character: str) -> str:
    number = ord(character)
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _seen(character: str) -> str:
    if category(character) not in _HIDDEN:
        return character
    return _SHORT.get(character) or _code(character)


def visible(text: str) -> str:
    """The text with everything that does not show as itself written out; on one line."""
    if text.isprintable():
        return text
    return "".join(map(_seen, text))


def for_terminal(text: str) -> str:
    """Safe in a terminal and in a build log, wherever in a line it stands.

    Backslashes that would make a text look like something written out are doubled.
    """
    shown = visible(_ESCAPE_LIKE.sub(_twice, text) if "\\" in text else text)
    if "::" in shown or "##" in shown:
        return _COMMAND.sub(lambda found: _code(found.group()), shown)
    return shown


def pieces_for_terminal(text: str) -> list[str]:
    """Each character of the text as `for_terminal` shows it, so that a caret can find its column."""
    pieces = list(map(_seen, text))
    for found in _COMMAND.finditer(text):
        pieces[found.start()] = _code(found.group())
    for found in _ESCAPE_LIKE.finditer(text):
        for index in range(*found.span()):
            pieces[index] = "\\\\"
    return pieces


def _twice(found: re.Match[str]) -> str:
    return found.group() * 2


def for_csv(text: str) -> str:
    """Safe as a cell of a spreadsheet: what could be a formula gets an apostrophe in front.

    To read such a cell back, drop one leading apostrophe.
    """
    shown = visible(text)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def for_calendar(text: str) -> str:
    """Safe as a text of a calendar file; line breaks stay, the library escapes them."""
    return "\n".join(visible(line) for line in text.replace("\r\n", "\n").split("\n"))


def for_xml(text: str) -> str:
    """Safe as content and as a quoted attribute; characters that XML forbids are written out."""
    shown = _NOT_XML.sub(lambda found: _code(found.group()), visible(text))
    for character, entity in _ENTITIES.items():
        shown = shown.replace(character, entity)
    return shown


def for_markdown(text: str) -> str:
    """Safe wherever Markdown stands, tables and HTML included: no mention, link, heading or mark-up.

    Plain words stay as they are; anything else becomes code, in which readers and servers act on nothing.
    """
    shown = visible(text)
    if _PLAIN_WORDS.fullmatch(shown) and not _ACTED_ON.search(shown):
        return shown.replace("&", "&amp;")
    return f"<code>{''.join(map(_entity, shown))}</code>" if shown else ""


def _entity(character: str) -> str:
    return character if character.isalnum() or character == " " else f"&#{ord(character)};"


def for_github_message(text: str) -> str:
    """Safe as the message of a workflow command; line breaks stay as `%0A`."""
    shown = "\n".join(visible(line) for line in text.split("\n"))
    return shown.replace("%", "%25").replace("\n", "%0A")


def for_github_property(text: str) -> str:
    """Safe as a property of a workflow command."""
    return visible(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


def for_json(quoted: str) -> str:
    """A JSON string literal that is also harmless when printed; it still parses to the same value."""
    if quoted.isprintable():
        return quoted
    return "".join(map(_json_seen, quoted))


def _json_seen(character: str) -> str:
    if category(character) not in _HIDDEN:
        return character
    number = ord(character)
    if number <= 0xFFFF:
        return f"\\u{number:04x}"
    high, low = divmod(number - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
