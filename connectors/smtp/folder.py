"""Letters kept in a folder instead of sent, each as an .eml file that any mail program opens: for trying out."""

import logging
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from connectors.errors import TryLater
from connectors.mail import Letter
from connectors.mime import write_mime

log = logging.getLogger(__name__)

WAIT = timedelta(minutes=15)


class Folder:
    """A mailer that knows what it has sent. The folder is made when the first letter comes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __repr__(self) -> str:
        return f"Folder({str(self._path)!r})"

    def send(self, letter: Letter) -> None:
        """Whole under its name, or not at all."""
        message = write_mime(letter)
        self.knock()
        try:
            with NamedTemporaryFile(dir=self._path, delete=False) as new:
                new.write(message)
            Path(new.name).replace(self._file(letter.message_id))
        except OSError as error:
            raise TryLater(f"no letter can be kept in the folder: {error.strerror}", WAIT) from error
        log.info("a letter lies in %s", self._path)

    def knock(self) -> None:
        """Make the folder. Raises TryLater."""
        try:
            self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise TryLater(f"no letter can be kept in the folder: {error.strerror}", WAIT) from error

    def find(self, message_id: str) -> bool | None:
        return self._file(message_id).exists()

    def _file(self, message_id: str) -> Path:
        return self._path / f"{message_id.replace('/', '_')}.eml"
