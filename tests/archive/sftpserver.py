"""An SSH server on loopback that knows nothing but SFTP, below one folder.

`python sftpserver.py FOLDER NOTE PASSWORD PATIENCE` writes its port into NOTE, and a line on
standard output for each file that is opened to be read. It breaks each connection off after
PATIENCE files, unless that is 0.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import asyncssh


def server_below(folder: str, patience: int) -> type[asyncssh.SFTPServer]:
    class Below(asyncssh.SFTPServer):
        opened = 0

        def __init__(self, channel: asyncssh.SSHServerChannel[bytes]) -> None:
            super().__init__(channel, chroot=folder)
            self._connection = channel.get_connection()

        def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Any:
            if pflags & asyncssh.FXF_READ:
                print(f"GET {path.decode()}", flush=True)
            self.opened += 1
            if self.opened == patience:
                self._connection.abort()
            return super().open(path, pflags, attrs)

    return Below


class OnePassword(asyncssh.SSHServer):
    word = ""

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return password == self.word


async def main(folder: str, note: Path, password: str, patience: int) -> None:
    OnePassword.word = password
    server = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_factory=OnePassword,
        server_host_keys=[asyncssh.generate_private_key("ssh-ed25519")],
        sftp_factory=server_below(folder, patience),
    )
    note.with_suffix(".part").write_text(str(server.get_port()))
    note.with_suffix(".part").rename(note)
    await server.wait_closed()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
