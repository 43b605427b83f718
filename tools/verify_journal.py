"""The outsider's verifier: checks an exported journal and its bills with the standard library alone.

    python verify_journal.py EXPORT.jsonl BILLS.jsonl

EXPORT is what `yichuang journal export` printed (public key first, then entries in order), BILLS the file of signed
daily bills. Needs a Python whose OpenSSL knows SM3. Exit 0: every chain and every bill holds; 1: the first break is named.
"""

import hashlib
import json
import sys

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
USER = b"1234567812345678"


def sm3(data: bytes) -> str:
    """Return the SM3 digest in hex."""
    return hashlib.new("sm3", data).hexdigest()


def add(p, q):
    """Add two points of the curve; None is the point at infinity."""
    if p is None or q is None:
        return p or q
    if p[0] == q[0] and (p[1] + q[1]) % P == 0:
        return None
    if p == q:
        slope = (3 * p[0] * p[0] + A) * pow(2 * p[1], -1, P)
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, P)
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def times(k, p):
    """Multiply a point."""
    total = None
    while k:
        if k & 1:
            total = add(total, p)
        p, k = add(p, p), k >> 1
    return total


def signed(text: str, signature: str, public: str) -> bool:
    """Tell whether `signature` (DER) is the key's SM2 signature of `text` (GB/T 32918.2)."""
    raw = bytes.fromhex(signature)
    r = int.from_bytes(raw[4 : 4 + raw[3]], "big")
    s = int.from_bytes(raw[6 + raw[3] :], "big")
    key = (int(public[:64], 16), int(public[64:], 16))
    head = (
        (len(USER) * 8).to_bytes(2, "big") + USER + b"".join(v.to_bytes(32, "big") for v in (A, B, *G, *key))
    )
    e = int(sm3(bytes.fromhex(sm3(head)) + text.encode()), 16)
    t = (r + s) % N
    if not (0 < r < N and 0 < s < N and t):
        return False
    point = add(times(s, G), times(t, key))
    return point is not None and (e + point[0]) % N == r


def seal(before: str, e: dict) -> str:
    """Return the digest an entry must have."""
    columns = (
        before,
        e["subject"],
        e["seq"],
        e["region"],
        e["act"],
        _text(e["by_person"]),
        _text(e["by_post"]),
        e["by_name"],
    )
    return sm3(
        "\n".join(map(str, (*columns, e["at"], e["recorded_at"], e["idem"] or "", e["payload"]))).encode()
    )


def _text(value) -> str:
    return "" if value is None else str(value)


def main(export: str, bills: str) -> str:
    """Return an empty text if all holds, else the first break."""
    with open(export, encoding="utf-8") as lines:
        public = json.loads(next(lines))["public"]
        known, before, last = {}, "", ("", 0)
        for line in lines:
            e = json.loads(line)
            before = before if e["subject"] == last[0] else ""
            wanted = last[1] + 1 if e["subject"] == last[0] else 1
            if e["seq"] != wanted or seal(before, e) != e["digest"]:
                return f"entry {e['subject']} {e['seq']} ({e['act']}) does not hold"
            before, last = e["digest"], (e["subject"], e["seq"])
            known[last] = before
    digest = ""
    with open(bills, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            b = json.loads(line)
            heads = sm3("\n".join(f"{s} {n} {d}" for s, n, d in b["list"]).encode())
            whole = sm3(
                "\n".join(str(b[k]) for k in ("region", "day", "number", "count", "heads", "before")).encode()
            )
            if b["number"] != number or b["before"] != digest or heads != b["heads"] or whole != b["digest"]:
                return f"bill {number} of {b['day']} does not hold"
            if not signed(b["digest"], b["signature"], public):
                return f"bill {number} of {b['day']} is not signed by this key"
            for s, n, d in b["list"]:
                if known.get((s, n)) != d:
                    return f"bill {number}: entry {s} {n} is gone or altered"
            digest = b["digest"]
    return ""


if __name__ == "__main__":
    trouble = main(*sys.argv[1:3]) if len(sys.argv) == 3 else __doc__
    print(trouble or "Every chain and every bill holds.")
    sys.exit(1 if trouble else 0)
