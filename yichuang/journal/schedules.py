"""The worker's clock: rows of django-q2, made once and kept as wanted."""

from collections.abc import Mapping
from datetime import datetime

from django_q.models import OrmQ, Schedule
from django_q.scheduler import scheduler


def keep(wanted: Mapping[str, tuple[str, int]]) -> None:
    """Have each named function called every so many minutes, for ever, and nothing else."""
    Schedule.objects.exclude(name__in=list(wanted)).delete()
    for name, (func, minutes) in wanted.items():
        values = {"func": func, "schedule_type": Schedule.MINUTES, "minutes": minutes, "repeats": -1}
        made, fresh = Schedule.objects.get_or_create(name=name, defaults=values)
        if not fresh and (made.func, made.minutes) != (func, minutes):
            Schedule.objects.filter(pk=made.pk).update(func=func, minutes=minutes)


def begin(at: datetime) -> None:
    """Call everything now instead of up to a minute and a half after the worker's start; what an ended worker had taken is forgotten."""
    OrmQ.objects.all().delete()
    Schedule.objects.all().update(next_run=at)
    scheduler()
