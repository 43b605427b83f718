"""SM3 (GB/T 32905) and the check of an SM2 signature (GB/T 32918.2) in plain Python, for one signature and a few digests."""

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
USER = b"1234567812345678"
START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
MASK = 0xFFFFFFFF


def turn(x, n):
    """Rotate 32 bits to the left."""
    n %= 32
    return ((x << n) | (x >> (32 - n))) & MASK if n else x


def sm3(data):
    """Return the SM3 digest of bytes, in hex."""
    padded = data + b"\x80" + bytes(-(len(data) + 9) % 64) + (8 * len(data)).to_bytes(8, "big")
    state = START
    for place in range(0, len(padded), 64):
        state = squeeze(state, padded[place : place + 64])
    return b"".join(word.to_bytes(4, "big") for word in state).hex()


def squeeze(state, block):
    """Take one block into the state."""
    w = [int.from_bytes(block[n : n + 4], "big") for n in range(0, 64, 4)]
    for n in range(16, 68):
        x = w[n - 16] ^ w[n - 9] ^ turn(w[n - 3], 15)
        w.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[n - 13], 7) ^ w[n - 6])
    a, b, c, d, e, f, g, h = state
    for n in range(64):
        early = n < 16
        first = turn((turn(a, 12) + e + turn(0x79CC4519 if early else 0x7A879D8A, n)) & MASK, 7)
        ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if early else (e & f) | (~e & g & MASK)
        one = (ff + d + (first ^ turn(a, 12)) + (w[n] ^ w[n + 4])) & MASK
        two = (gg + h + first + w[n]) & MASK
        a, b, c, d = one, a, turn(b, 9), c
        e, f, g, h = two ^ turn(two, 9) ^ turn(two, 17), e, turn(f, 19), g
    return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h), strict=True))


def add(p, q):
    """Add two points of the curve; None is the point at infinity."""
    if p is None or q is None:
        return p or q
    if p[0] == q[0] and (p[1] + q[1]) % P == 0:
        return None
    slope = (
        (3 * p[0] * p[0] + A) * pow(2 * p[1], -1, P) if p == q else (q[1] - p[1]) * pow(q[0] - p[0], -1, P)
    )
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def times(k, p):
    """Multiply a point."""
    total = None
    while k:
        total = add(total, p) if k & 1 else total
        p, k = add(p, p), k >> 1
    return total


def signed(text, signature, public):
    """Tell whether `signature` (hex, DER) is this key's (hex, x and y) signature of a text."""
    try:
        raw, (x, y) = bytes.fromhex(signature), (int(public[:64], 16), int(public[64:], 16))
        r, s = int.from_bytes(raw[4 : 4 + raw[3]], "big"), int.from_bytes(raw[6 + raw[3] :], "big")
    except (ValueError, IndexError):
        return False
    if (y * y - x * x * x - A * x - B) % P or not (0 < r < N and 0 < s < N and (r + s) % N):
        return False
    numbers = b"".join(v.to_bytes(32, "big") for v in (A, B, *G, x, y))
    z = sm3((len(USER) * 8).to_bytes(2, "big") + USER + numbers)
    e = int(sm3(bytes.fromhex(z) + text.encode()), 16)
    point = add(times(s, G), times((r + s) % N, (x, y)))
    return point is not None and (e + point[0]) % N == r
