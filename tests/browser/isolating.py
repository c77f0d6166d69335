"""A plain web server that sends the two headers of cross-origin isolation: isolating.py FOLDER PORT."""

from __future__ import annotations

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


class Isolating(SimpleHTTPRequestHandler):
    """Files, each with both headers."""

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()


if __name__ == "__main__":
    folder, port = sys.argv[1:]
    answering = partial(Isolating, directory=folder)
    ThreadingHTTPServer(("127.0.0.1", int(port)), answering).serve_forever()
