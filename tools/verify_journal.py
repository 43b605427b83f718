"""The outsider's verifier: checks an exported journal and its bills with the standard library alone.

    python verify_journal.py EXPORT.jsonl BILLS.jsonl [PUBLIC_KEY]

EXPORT is what `yichuang journal export` printed (public key, entries in order, heads), BILLS the file of signed daily
bills, PUBLIC_KEY the 128 hex digits got from the office by another way than EXPORT (else the one in it is believed).
Needs a Python whose OpenSSL knows SM3. Exit 0: every chain and every bill holds; 1: the first break is named.
"""

import datetime
import hashlib
import json
import sys

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
GX = 0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7
GY = 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0
USER = b"1234567812345678"
SEALED = (
    "subject", "seq", "region", "act", "by_person", "by_post", "by_name", "at", "recorded_at", "idem", "payload",
)  # fmt: skip
SIGNED = ("region", "day", "number", "count", "heads", "before", "key", "signed_at")


def sm3(text: "str | bytes") -> str:
    """Return the SM3 digest in hex."""
    return hashlib.new("sm3", text.encode() if isinstance(text, str) else text).hexdigest()


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
        total = add(total, p) if k & 1 else total
        p, k = add(p, p), k >> 1
    return total


def signed(text: str, signature: str, public: str) -> bool:
    """Tell whether `signature` (DER) is the key's SM2 signature of `text` (GB/T 32918.2)."""
    raw, (x, y) = bytes.fromhex(signature), (int(public[:64], 16), int(public[64:], 16))
    r, s = int.from_bytes(raw[4 : 4 + raw[3]], "big"), int.from_bytes(raw[6 + raw[3] :], "big")
    if (y * y - x * x * x - A * x - B) % P or not (0 < r < N and 0 < s < N and (r + s) % N):
        return False
    numbers = b"".join(v.to_bytes(32, "big") for v in (A, B, GX, GY, x, y))
    head = (len(USER) * 8).to_bytes(2, "big") + USER + numbers
    e = int(sm3(bytes.fromhex(sm3(head)) + text.encode()), 16)
    point = add(times(s, (GX, GY)), times((r + s) % N, (x, y)))
    return point is not None and (e + point[0]) % N == r


def day_of(recorded: str) -> str:
    """Return the civil date in Shanghai of an instant in UTC."""
    return str((datetime.datetime.fromisoformat(recorded[:19]) + datetime.timedelta(hours=8)).date())


def read_entries(lines, known, tops):
    """Fill `known` (entry -> digest) and `tops` (day and subject -> last entry); return the first break or nothing."""
    last, digest, ends = ("", 0), "", {}
    for e in map(json.loads, lines):
        if "chain" in e:
            if ends.pop(e["chain"], None) != (e["seq"], e["head"]):
                return f"chain {e['chain']} does not end where its subject says: {e['seq']}"
            continue
        last, digest = (last, digest) if e["subject"] == last[0] else ((e["subject"], 0), "")
        columns = ("" if e[name] is None else str(e[name]) for name in SEALED)
        if e["seq"] != last[1] + 1 or sm3("\n".join((digest, *columns))) != e["digest"]:
            return f"entry {e['subject']} {e['seq']} ({e['act']}) does not hold"
        last, digest = (e["subject"], e["seq"]), e["digest"]
        known[last] = digest
        ends[last[0]] = tops[e["region"], day_of(e["recorded_at"]), last[0]] = (last[1], digest)
    return ""


def main(export: str, bills: str, public: str = "") -> str:
    """Return an empty text if all holds, else the first break."""
    try:
        return check(export, bills, public)
    except (ValueError, KeyError, TypeError, IndexError, StopIteration) as error:
        return f"a line that cannot be read: {type(error).__name__} {error}"


def check(export: str, bills: str, public: str) -> str:
    """Walk the entries, then the bills."""
    known: dict = {}
    tops: dict = {}
    digest, days = "", set()
    with open(export, encoding="utf-8") as lines:
        head = json.loads(next(lines))
        broken = read_entries(lines, known, tops)
    if broken:
        return broken
    with open(bills, encoding="utf-8") as lines:
        for number, b in enumerate(map(json.loads, lines), 1):
            place = f"bill {number} of {b['day']}"
            said = {n: b[n] for n in SIGNED}
            body = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            heads = sm3("".join(f"{s} {n} {d}\n" for s, n, d in b["list"]))
            if (b["number"], b["before"], b["heads"], b["digest"]) != (number, digest, heads, sm3(body)):
                return f"{place} does not hold"
            if not signed(b["digest"], b["signature"], public or head["public"]):
                return f"{place} is not signed by this key"
            for s, n, d in b["list"]:
                if known.get((s, n)) != d and (head["whole"] or (s, n) in known):
                    return f"{place}: entry {s} {n} is gone or altered"
                if tops.pop((b["region"], b["day"], s), (n, d)) != (n, d):
                    return f"{place}: an entry was added to {s} afterwards"
            digest = b["digest"]
            days.add((b["region"], b["day"]))
    late = [f"{s} on {day}" for region, day, s in tops if (region, day) in days]
    return f"entry of {late[0]} stands on no bill of that day" if late else ""


if __name__ == "__main__":
    trouble = main(*sys.argv[1:4]) if len(sys.argv) in (3, 4) else __doc__
    print(trouble or "Every chain and every bill holds.")
    sys.exit(1 if trouble else 0)
