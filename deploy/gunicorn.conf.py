"""One web service of the portal: a master that keeps its workers alive, and threads in each.

    gunicorn --config deploy/gunicorn.conf.py

Several services, each on a port of its own, stand behind nginx (deploy/nginx/portal.conf, deploy/systemd).
"""

import os

wsgi_app = "reform_portal.wsgi:application"
bind = os.environ.get("WEB_BIND", "127.0.0.1:8001")

# A page is made by the processor: more threads than these wait for the database and for each other.
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "1"))
threads = int(os.environ.get("WEB_THREADS", "4"))

# What waits when all threads are busy; beyond it nginx is refused at once and asks another service.
backlog = int(os.environ.get("WEB_BACKLOG", "128"))
worker_connections = 200

# A worker that has not moved for so long is ended. Told to go, it finishes what it is doing within the second.
timeout = int(os.environ.get("WEB_TIMEOUT_SECONDS", "60"))
graceful_timeout = int(os.environ.get("WEB_GRACEFUL_SECONDS", "30"))
# Longer than nginx keeps a connection open: of the two, nginx closes it.
keepalive = 75

# Memory that a library loses is given back now and then, and never by all workers at once.
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "50000"))
max_requests_jitter = max_requests // 10
worker_tmp_dir = "/dev/shm"  # noqa: S108 - the workers' signs of life must not wait for a disk

# nginx writes who asked for what; here only what goes wrong is said.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL", "info")
# Only the portal reads these headers, and believes them from TRUSTED_PROXIES alone.
forwarded_allow_ips = ""
control_socket_disable = True
