"""moto's S3 on loopback, which fails and dawdles when it is told to.

`python s3server.py FILE` writes its address into FILE. `POST /_mood` with JSON sets how it is:
`fail_every` answers with status 500, `slow` in seconds; its answer counts the requests so far by
method and path.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


class Moody:
    """The server's application, with something before it."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._mood: dict[str, float] = {}
        self._asked: Counter[str] = Counter()
        self._number = 0

    def __call__(self, environ: dict[str, Any], answer: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/_mood":
            content = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            self._mood = json.loads(content)
            asked, self._asked = self._asked, Counter()
            answer("200 OK", [("Content-Type", "application/json")])
            return [json.dumps(asked).encode()]
        self._number += 1
        self._asked[f"{environ['REQUEST_METHOD']} {path}"] += 1
        time.sleep(self._mood.get("slow", 0))
        every = self._mood.get("fail_every")
        if every and self._number % every == 0:
            answer("500 Internal Server Error", [("Content-Type", "application/xml")])
            return [b"<Error><Code>InternalError</Code><Message>try again</Message></Error>"]
        return self._app(environ, answer)  # type: ignore[no-any-return]


def main(note: Path) -> None:
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    app = Moody(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    note.with_suffix(".part").write_text(f"http://127.0.0.1:{server.server_port}")
    note.with_suffix(".part").rename(note)
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
