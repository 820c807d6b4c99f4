"""What the processes of a service write down: one JSON object a line, with ids and counts, never anybody's words.

A message's text comes from the code; its arguments are ids, counts and names of our own. Of an exception only the type and
the place are told: its text may quote a calendar. https://docs.python.org/3/library/logging.html#formatter-objects
"""

import json
import logging
from datetime import UTC, datetime
from pathlib import PurePath
from traceback import extract_tb

STRANGERS = ("rq", "redis", "urllib3", "waitress", "sqlalchemy", "alembic", "werkzeug")  # told of from warnings upwards


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "process": record.process,
            "message": record.getMessage() if _is_ours(record) else record.msg if not record.args else record.name,
        }
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
            told["where"] = [f"{PurePath(one.filename).name}:{one.lineno}" for one in extract_tb(record.exc_info[2])]
        return json.dumps(told, ensure_ascii=False)


def write_logs(level: int = logging.INFO) -> None:
    """From now on this process logs to stderr, for whatever collects it."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in STRANGERS:
        logging.getLogger(name).setLevel(logging.WARNING)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in ("connectors", "workers", "plugin")
