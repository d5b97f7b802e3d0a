"""The portal as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from .checks import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_portal.settings")
refuse_to_start()
portal = get_wsgi_application()
# These know models and templates, which are there by now.
import_string("reform_portal.pages.make_ready")()
# What has just gone out is sent again before Django looks at the request.
application = import_string("reform_portal.caching.finished.FinishedAnswers")(portal)
