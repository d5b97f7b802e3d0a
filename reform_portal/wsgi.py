"""The portal as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

from .checks import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_portal.settings")
refuse_to_start()
application = get_wsgi_application()
