"""What a browser gets whose request makes no sense.

Django's own view for it looks for a CSRF token in the request, and so trips over the very body that
made no sense: a server error, with a traceback of hundreds of lines, for anybody who asks for it.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseBadRequest(render_to_string("400.html"))
