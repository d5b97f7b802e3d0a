"""One web service of the portal: a master that keeps its worker alive, and threads in it.

    gunicorn --config deploy/gunicorn.conf.py

Several services, each on a port of its own, stand behind nginx (deploy/nginx/portal.conf, deploy/systemd): one can be
exchanged, or die, while the others answer. About one service for each processor; each takes 185 MB, of it 120 its
worker (with MALLOC_ARENA_MAX and MALLOC_TRIM_THRESHOLD_ as the unit of systemd sets them).
"""

import gc
import os
from pathlib import Path

from gunicorn.glogging import Logger

wsgi_app = "reform_portal.wsgi:application"
# The master loads the portal and its worker shares what was loaded. One that has died is there again in a moment, and
# a portal that cannot start says why and ends. Other code or settings need a restart of the service.
preload_app = True
bind = os.environ.get("WEB_BIND", "127.0.0.1:8001")

# A page is made by the processor; while one thread waits for the database, another makes the next page.
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "1"))
threads = int(os.environ.get("WEB_THREADS", "4"))

# Connections that may wait for a thread; nginx opens no more than 64 to a service (max_conns).
backlog = int(os.environ.get("WEB_BACKLOG", "128"))
worker_connections = 200

# A worker that shows no sign of life for so long is ended. Told to go, it takes no more and finishes what it has.
timeout = int(os.environ.get("WEB_TIMEOUT_SECONDS", "60"))
graceful_timeout = int(os.environ.get("WEB_GRACEFUL_SECONDS", "30"))
# Longer than nginx keeps a connection open (60 s): of the two, nginx closes it, and never while the other is writing.
keepalive = 75

# What memory a library may lose is given back now and then, and by no two workers at once. Rarely: while a worker goes,
# who connects anew waits up to two seconds for the next one, and no loss was seen in ten thousand requests.
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "1000000"))
max_requests_jitter = max_requests // 10
worker_tmp_dir = "/dev/shm"  # noqa: S108 - signs of life must not wait for a disk
control_socket_disable = True


def when_ready(_server: object) -> None:
    """What was loaded is looked through for garbage no more, so that it stays shared with the workers to come."""
    gc.collect()
    gc.freeze()


class NoAccessLog(Logger):
    """Puts no lines together for a log that is not written: that took a twelfth of the time of a kept page."""

    access_log_enabled = False


logger_class = NoAccessLog

# nginx and the portal write down who asked; here stands what goes wrong, as lines of JSON (docs/monitoring.md).
accesslog = None
logconfig_json = str(Path(__file__).with_name("logging.json"))
# The portal itself reads such headers, and believes them from TRUSTED_PROXIES alone.
forwarded_allow_ips = ""
