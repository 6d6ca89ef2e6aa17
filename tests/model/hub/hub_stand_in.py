"""A Hugging Face hub on 127.0.0.1: small files it gives itself, for large ones it redirects.

What it speaks is the part of the real hub's protocol that a download uses: HEAD and GET of
/{owner}/{repository}/resolve/main/{file}, the X- headers, a redirect to a store, and ranges.
"""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

LARGE = 1_000_000
COMMIT = "0" * 40


class Hub:
    """Serves `files`, {"owner/repository/file": content}, until the `with` block ends.

    gets: (path, Range) of every GET. cuts: the next large downloads break off after so many bytes.
    stalls: if set, a cut download hangs instead, until `go_on` is set.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.gets: list[tuple[str, str | None]] = []
        self.cuts: list[int] = []
        self.stalls, self.go_on = False, threading.Event()

    def __enter__(self) -> "Hub":
        handler = type("Handler", (_Handler,), {"hub": self})
        self._servers = [_Server(("127.0.0.1", 0), handler) for _ in range(2)]
        self.url, self.store = (f"http://127.0.0.1:{s.server_port}" for s in self._servers)
        self._threads = [
            threading.Thread(target=s.serve_forever, kwargs={"poll_interval": 0.05})
            for s in self._servers
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on.set()
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()

    def ranges(self, name: str) -> list[str | None]:
        """The Range header of every GET that the store answered for a file."""
        return [r for path, r in self.gets if path.startswith("/store/") and path.endswith(name)]


class _Server(HTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that was killed is no error here."""


class _Handler(BaseHTTPRequestHandler):
    hub: Hub

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self.hub.gets.append((self.path, self.headers["Range"]))
        self._answer()

    def _answer(self) -> None:
        stored = self.path.startswith("/store/")
        name = self.path.removeprefix("/store/").lstrip("/").replace("resolve/main/", "")
        content = self.hub.files.get(name)
        if content is None:
            self._send(404, {"X-Error-Code": "EntryNotFound", "X-Error-Message": "Entry not found"})
        elif stored:
            self._send_range(content)
        elif len(content) > LARGE:
            store = {"Location": f"{self.hub.store}/store/{name}"}
            self._send(
                302,
                store
                | _facts("X-Linked-Etag", hashlib.sha256(content))
                | {"X-Linked-Size": str(len(content))},
            )
        else:
            self._send(200, _facts("ETag", hashlib.sha1(content)), content)

    def _send_range(self, content: bytes) -> None:
        # Some versions of huggingface_hub ask a store on the same host for the facts too.
        headers = _facts("ETag", hashlib.sha256(content))
        first = int((self.headers["Range"] or "bytes=0-").removeprefix("bytes=").rstrip("-"))
        if first:
            headers["Content-Range"] = f"bytes {first}-{len(content) - 1}/{len(content)}"
        cut = self.hub.cuts.pop(0) if self.command == "GET" and self.hub.cuts else None
        self._send(206 if first else 200, headers, content[first:], cut)

    def _send(
        self, status: int, headers: dict[str, str], body: bytes = b"", cut: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body[:cut])
            if cut is not None and self.hub.stalls:
                self.hub.go_on.wait(timeout=30)

    def log_message(self, *_: object) -> None:
        pass


def _facts(header: str, digest: "hashlib._Hash") -> dict[str, str]:
    return {header: f'"{digest.hexdigest()}"', "X-Repo-Commit": COMMIT}
