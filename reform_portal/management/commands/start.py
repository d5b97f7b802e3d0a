"""Prepare a trial on this machine and serve it: what `make run` calls."""

import os
import secrets
import socket

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Migrates, loads the opening content, makes an admin login if there is none, and serves."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--prepare-only", action="store_true", help="Prepare everything, serve nothing.")

    def handle(self, *args, **options):
        address = ("127.0.0.1", settings.PORT)
        reloaded = os.environ.get("RUN_MAIN") == "true"
        if not reloaded:
            if not options["prepare_only"]:
                self.check_port(address)
            self.prepare()
        if not options["prepare_only"]:
            call_command("runserver", f"{address[0]}:{address[1]}")

    @staticmethod
    def check_port(address):
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(address)
            except OSError as error:
                raise CommandError(
                    f"Port {address[1]} is taken by another program. Stop that program, or choose another port: "
                    f"make run PORT={address[1] + 1}"
                ) from error

    def prepare(self):
        try:
            settings.STATIC_ROOT.mkdir(
                parents=True, exist_ok=True
            )  # in DATA_DIR; its absence is warned of at each start
        except OSError as error:
            raise CommandError(
                f"{settings.DATA_DIR} cannot be written. Set DATA_DIR to a folder that can be."
            ) from error
        call_command("migrate", verbosity=0)
        call_command("load_published", verbosity=1)
        self.make_login()

    def make_login(self):
        """An `admin` login with a password of its own, printed this once."""
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser("admin", password=password)
        self.stdout.write(f"Login for {settings.SITE_URL}/admin/: admin, password: {password} (printed only now)")
