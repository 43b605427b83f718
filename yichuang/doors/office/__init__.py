"""The centre: catalogue, people, calendar, journal (管理中心)."""
