"""What is tracked belongs to no machine and names no package registry."""

import re

from tests.house.plan import name_of, text_of, tracked

# Put together here, so that this page does not itself hold what it forbids.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs", "org"), ("npmmirror", "com"),
        ("deb", "debian", "org"), ("security", "debian", "org"), ("mirrors", "aliyun", "com"),
        ("tuna", "tsinghua", "edu", "cn"), ("proxy", "golang", "org"),
    )
]  # fmt: skip
ADDRESSES = re.compile(
    "|".join(
        [
            *map(re.escape, HOSTS),
            r"https?://[^\s\"']*(?:/simple/|/-/[\w.\-]+\.tgz|\.whl\b)",
            r"--(?:extra-)?index-url[ =]\S",
        ]
    )
)
MACHINES = re.compile(r"(?<![\w.\-}])/(?:root|work|home/\w+|Users/\w+)/[\w.]")
LARGE = 1_500_000


def found_by(pattern, skip=()):
    for path in tracked():
        if name_of(path) in skip:
            continue
        for number, line in enumerate(text_of(path).splitlines(), 1):
            match = pattern.search(line)
            if match:
                yield f"{name_of(path)}:{number}: {match.group()}"


def test_no_address_of_a_registry():
    found = list(found_by(ADDRESSES))
    assert not found, "\n".join(found[:20])


def test_no_path_of_one_machine():
    found = list(found_by(MACHINES, skip={"tests/house/test_tracked.py"}))
    assert not found, "\n".join(found[:20])


def test_no_large_file_slips_in():
    sizes = {name_of(path): path.stat().st_size for path in tracked() if path.exists()}
    large = [f"{name}: {size:,} bytes" for name, size in sizes.items() if size > LARGE]
    assert not large, "\n".join(large)
