"""Make a published 双随机 draw again, with the standard library alone: python draw.py FILE.json [COMMITMENT.json] [SLIP.json].

FILE is what the office publishes beside a draw. COMMITMENT is what you kept before the draw, if you did; SLIP what the
office gave you who asked whether you were in the list. Check the public number (`announced`) yourself where its source
announced it. Exit 0: the same draw, and the slip is true; 1: it differs.
"""

import hashlib
import hmac
import json
import pathlib
import sys


def canon(value):
    """Return the JSON text that digests are made of."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha(text):
    """Return the SHA-256 digest of a text in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def rank(key, *words):
    """Return the place of something in the order under a key."""
    return hmac.new(key, "\n".join(words).encode(), hashlib.sha256).hexdigest()


def key_of(file):
    """Return the seed: the secret committed to, over the commitment and the number that nobody could know then."""
    text = f"{sha(canon(file['commitment']))}\n{file['announced']}"
    return hmac.new(bytes.fromhex(file["secret"]), text.encode(), hashlib.sha256).digest()


def order(file, key, code, line):
    """Return the inspectors of a line in the order in which they would go to an object."""
    apart = {who for who, thing in file["avoid"] if thing == code}
    there = {who for who, own, _ in file["inspectors"] if own == line} - apart
    return sorted(there, key=lambda who: rank(key, "inspector", code, line, who))


def again(file):
    """Return what the draw must be."""
    said, key = file["commitment"], key_of(file)
    ranked = sorted(file["objects"], key=lambda row: rank(key, "object", row[0]))
    chosen = set()
    for grade in "ABCD":
        own = [code for code, given, _ in ranked if given == grade]
        chosen.update(own[: -(-len(own) * said["rates"][grade] // 100)])
    rest = [code for code, _, _ in ranked if code not in chosen]
    chosen.update(rest[: max(0, -(-len(ranked) * said["overall"] // 100) - len(chosen))])
    return [
        {
            "object": c,
            "inspectors": {line: order(file, key, c, line)[: said["each"]] for line in said["lines"]},
        }
        for c, _, _ in ranked
        if c in chosen
    ]


def faults(file, before):
    """Yield what does not fit."""
    said = file["commitment"]
    if sha(canon(said)) != file["digest"] or (before and before["digest"] != file["digest"]):
        yield "the commitment is not the one that was published before the draw"
    for name in ("objects", "inspectors", "avoid"):
        if sha(canon(sorted(file[name]))) != said[name]:
            yield f"the list of {name} is not the one committed to"
    if hashlib.sha256(bytes.fromhex(file["secret"])).hexdigest() != said["secret"]:
        yield "the secret is not the one committed to"
    seals = {row[0]: row[2] for row in file["objects"] + file["inspectors"]}
    for code, one in file.get("opened", {}).items():
        if sha(f"{one['salt']}\n{one['name']}\n{one['number']}") != seals.get(code):
            yield f"{code}: not the name that was sealed"
    must, told = (again(file), file["drawn"]) if file["announced"] else ([], [])
    for place, (one, other) in enumerate(zip(must, told, strict=False)):
        if one != other:
            yield f"place {place + 1}: must be {canon(one)}, published is {canon(other)}"
    if len(must) != len(told):
        yield f"{len(must)} objects must be drawn, {len(told)} were published"
    used = {}
    for one in file.get("replaced", ()):
        place = one["object"], one["line"]
        used[place] = used.get(place, said["each"]) + 1
        if order(file, key_of(file), *place)[used[place] - 1 : used[place]] != [one["in"]]:
            yield f"{one['object']}: {one['in']} was not the next to go"


def main(paths):
    """Check one published draw, and a slip if there is one."""
    file, *rest = [json.loads(pathlib.Path(path).read_text("utf-8")) for path in paths]
    before = next((one for one in rest if "salt" not in one), None)
    slip = next((one for one in rest if "salt" in one), None)
    if slip:
        file["opened"] = file.get("opened", {}) | {slip["object"]: slip}
    found = list(faults(file, before))
    drawn = [one["object"] for one in file.get("drawn", ())]
    print("\n".join(found) or f"The same draw: {len(drawn)} objects, number {file['announced']}.")
    if slip and not found:
        print(
            f"{slip['object']} {slip['name']} was in the list, {'drawn' if slip['object'] in drawn else 'not drawn'}."
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
