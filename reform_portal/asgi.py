"""The portal as an ASGI application."""

import os

from django.core.asgi import get_asgi_application

from .checks import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_portal.settings")
refuse_to_start()
application = get_asgi_application()
