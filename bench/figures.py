"""How times are told everywhere in the bench."""


def spread(times: list[float]) -> dict[str, float]:
    """Return the median and the slow end of some times."""
    times = sorted(times)
    at = lambda share: round(times[min(len(times) - 1, int(len(times) * share))], 1)  # noqa: E731
    return {"p50": at(0.5), "p95": at(0.95), "count": len(times)}
