"""The first page of people and halls."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.doors.office import pages
from yichuang.doors.office.people.frame import draw


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The parts that this post opens."""
    pages.need(request, "people:index")
    return draw(request, "index", "")
