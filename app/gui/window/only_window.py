"""One window at a time over a library: a second start brings the first window to the front.

Use: `OnlyWindow(paths.data)`, then `take(folders)`; where this is False, another window has the
folders now and this process has nothing to do.
"""

import json
import os
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.library.errors import LibraryError

ANSWER_MS = 2000
END_MS = 20_000  # so long a window that was closed may still be at its last photos


class OnlyWindow(QObject):
    """Signals: called(list of Path) when another start wants this window, with its folders."""

    called = Signal(list)

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        """data: the library's own folder; another library has another window."""
        super().__init__(parent)
        data.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(data / "window.lock"))
        self._lock.setStaleLockTime(0)  # held until its process is gone, however long it runs
        place = os.fsencode(os.path.realpath(data))
        self._name = f"mkt-tagger-{blake2b(place, digest_size=8).hexdigest()}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def take(self, folders: Sequence[Path], end_ms: int = END_MS) -> bool:
        """Be the library's window; where there is one, give it the folders and return False.

        Where the other one is just ending, waits for it. Raises LibraryError where that is in vain.
        """
        if not self._lock.tryLock(0):
            if self._call(folders):
                return False
            if not self._lock.tryLock(end_ms):
                raise LibraryError(
                    "another window has this library open and does not answer; close it first"
                )
        QLocalServer.removeServer(self._name)  # what a killed process left
        self._server.listen(self._name)
        return True

    def close(self) -> None:
        """No longer to be called; the next start may take over once this process is gone."""
        self._server.close()

    def release(self) -> None:
        """The next start may take over now."""
        self.close()
        self._lock.unlock()

    def _call(self, folders: Sequence[Path]) -> bool:
        """Whether the other window has heard."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        paths = [os.fsencode(folder.absolute()).hex() for folder in folders]
        socket.write(json.dumps(paths).encode() + b"\n")
        heard = socket.waitForBytesWritten(ANSWER_MS) and socket.waitForReadyRead(ANSWER_MS)
        socket.disconnectFromServer()
        return heard

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda s=socket: self._read(s))
            socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.canReadLine():
            paths = json.loads(bytes(socket.readLine().data()))
            socket.write(b"heard\n")
            socket.flush()  # before what this asks for begins
            self.called.emit([Path(os.fsdecode(bytes.fromhex(path))) for path in paths])
