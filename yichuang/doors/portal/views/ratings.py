"""What is public of ratings: the indicators of a year up to yesterday, and how bad ratings were mended; no person, no small number."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.ground import now
from yichuang.ground.now import SHANGHAI
from yichuang.journal import stamps
from yichuang.law import ratings as law
from yichuang.ratings import reading
from yichuang.ratings.models import Rating

YEAR = timedelta(days=365)
SHOWN = ("good", "bad", "score", "mended", "in_time", "visited")


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Show the year's indicators, all and by body, and the newest published mendings."""
    region, today = settings.DEPLOYMENT.region, now.day_of(now.now())
    figures = stamps.kept(
        stamps.current(), ("portal.ratings", region, today), lambda: _figures(region, today)
    )
    told = {"mended": reading.public_rows(region), "today": today, **figures}
    return render(request, "portal/ratings.html", told)


def _figures(region: str, today: date) -> dict[str, Any]:
    until = datetime.combine(today, time(), SHANGHAI)
    rows = Rating.objects.filter(region=region, rated_at__gte=until - YEAR, rated_at__lt=until)
    total, bodies = reading.counts(rows), reading.counts_by(rows, "department", {})
    fit = law.public([counts.active for _, _, counts in bodies])
    words = [(which, word) for which, word, _ in law.INDICATORS if which in SHOWN]
    return {
        "total": None if total.few else _line("全部", total, words), "since": today - YEAR, "few": law.FEW, "heads": [word for _, word in words],
        "lines": [] if total.few else [_line(name, counts, words) for (_, name, counts), shown in zip(bodies, fit, strict=True) if shown],
        "hidden": fit.count(False),
    }  # fmt: skip


def _line(name: str, counts: law.Counts, words: list[tuple[str, str]]) -> dict[str, Any]:
    told = law.indicators(counts)
    return {
        "name": name,
        "active": counts.active,
        "cells": [{"label": word, "value": told[which]} for which, word in words],
    }
