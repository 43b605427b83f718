from yichuang.doors.tests.conftest import enter, town  # noqa: F401
