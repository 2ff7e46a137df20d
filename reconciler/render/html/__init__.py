"""Writes a plan as one HTML file that a studio can open, filter, print and hang up.

`page` puts the view into the words and tables of the report, `document` puts them into
`report.html.j2` with its style and script, which stand beside it. The file asks nothing of the
network, and its content security policy lets nothing run but that one script.
"""

from reconciler.render.html.document import to_html

__all__ = ["to_html"]
