"""Doors are paths of one port."""

from django.urls import include, path

urlpatterns = [
    path("entrance/", include("yichuang.doors.entrance.urls")),
    path("my/", include("yichuang.doors.me.urls")),
    path("apply/", include("yichuang.doors.apply.urls")),
    path("counter/", include("yichuang.doors.counter.urls")),
    path("desk/", include("yichuang.doors.desk.urls")),
    path("issue/", include("yichuang.doors.issue.urls")),
    path("office/", include("yichuang.doors.office.urls")),
    path("api/v1/", include("yichuang.doors.api.urls")),
    path("pay/", include("yichuang.doors.pay")),
    path("papers/", include("yichuang.doors.printing")),
    path("letters/", include("yichuang.doors.letters")),
    path("passages/", include("yichuang.doors.passages")),
    path("", include("yichuang.doors.urls")),
    path("", include("yichuang.doors.keeper.urls")),
    path("", include("yichuang.ground.urls")),
    path("", include("yichuang.doors.portal.urls")),
]
handler400 = "yichuang.ground.views.bad_request"
handler403 = "yichuang.ground.views.forbidden"
handler404 = "yichuang.ground.views.not_found"
handler429 = "yichuang.doors.entrance.views.too_many"
handler500 = "yichuang.ground.views.server_error"
