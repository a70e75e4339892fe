"""Computes roots, salts and disclosures of plaintexts by the rule of PlaintextRoots.md, and compares
them with test vectors. Knows nothing of the Swift code and needs Python's standard library only.

    python3 roots.py roots.json            checks every vector
    python3 roots.py roots.json --renew    writes what is computed into the file
    python3 roots.py - < disclosures       a line each: {"disclosure":…,"root":…}; says ok or why not
"""

import base64
import hashlib
import hmac
import json
import struct
import sys

LABEL = b"throughline/root/v1"


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def u32(number):
    return struct.pack(">I", number)


def code(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def okm(data_key, event_id, index):
    info = b"throughline/record/v1\0" + event_id + u32(index)
    first = code(data_key, info + b"\1")
    second = code(data_key, first + info + b"\2")
    return first, second, code(data_key, second + info + b"\3")


def pieces(text):
    """Scalar by scalar, unlike the other implementation, which goes by bytes."""
    found, piece, size = [], "", 0
    for scalar in text:
        more = len(scalar.encode())
        ended = size >= 8 and piece[-1] in " \n" and scalar not in " \n"
        if ended or size + more > 64:
            found.append(piece)
            piece, size = "", 0
        piece += scalar
        size += more
    return found + [piece] if piece or not found else found


def leaves(value, pointer=""):
    """Type, pointer, piece and text of each leaf, in canonical order."""
    if isinstance(value, dict) and value:
        for name in sorted(value, key=lambda name: name.encode("utf-16-be")):
            token = name.replace("~", "~0").replace("/", "~1")
            yield from leaves(value[name], pointer + "/" + token)
    elif isinstance(value, list) and value:
        for index, element in enumerate(value):
            yield from leaves(element, f"{pointer}/{index}")
    elif isinstance(value, str):
        for number, piece in enumerate(pieces(value)):
            yield "s", pointer, number, piece
    elif isinstance(value, bool):
        yield "b", pointer, 0, "true" if value else "false"
    elif value is None:
        yield "n", pointer, 0, "null"
    elif isinstance(value, int):
        yield "i", pointer, 0, str(value)
    else:
        yield ("o" if isinstance(value, dict) else "a"), pointer, 0, ""


def leaf_hash(salt, kind, pointer, piece, text):
    where = pointer.encode()
    return sha(
        b"\0", salt, kind.encode(), u32(len(where)), where, u32(piece), text.encode())


def tree_hash(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else sha()
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return sha(b"\1", tree_hash(hashes[:half]), tree_hash(hashes[half:]))


def root_hash(salt, hashes):
    return sha(b"\2", salt, u32(len(hashes)), tree_hash(hashes))


def commit(seed, content):
    """Salt of the root, leaves with salt and hash, tree and root."""
    salt = code(seed, LABEL)[:16]
    found = []
    for index, leaf in enumerate(leaves(content)):
        own = code(seed, u32(index))[:16]
        found.append((leaf, own, leaf_hash(own, *leaf)))
    hashes = [hash for _, _, hash in found]
    return salt, found, tree_hash(hashes), root_hash(salt, hashes)


def b64(data):
    return base64.b64encode(data).decode()


def disclose(seed, content, withholding):
    salt, found, _, _ = commit(seed, content)
    met, told, offset = set(), [], {}
    for (kind, pointer, piece, text), own, hash in found:
        start = offset.get(pointer, 0)
        offset[pointer] = end = start + len(text)
        hit = False
        for number, span in enumerate(withholding):
            if span["pointer"] != pointer:
                continue
            met.add(number)
            if kind != "s" or end == 0 or (span["start"] < end and span["end"] > start):
                hit = True
        if hit:
            told.append({"hash": b64(hash)})
        else:
            told.append(
                {"piece": piece, "pointer": pointer, "salt": b64(own), "text": text, "type": kind})
    assert len(met) == len(withholding), "a span names nothing"
    return {"count": len(told), "leaves": told, "rule": 1, "salt": b64(salt)}


def check(disclosure, root):
    """Nothing when the disclosure is what the root commits to, else why not."""
    if sorted(disclosure) != ["count", "leaves", "rule", "salt"] or disclosure["rule"] != 1:
        return "form"
    if disclosure["count"] != len(disclosure["leaves"]):
        return "count"
    hashes = []
    for leaf in disclosure["leaves"]:
        if sorted(leaf) == ["hash"]:
            hashes.append(base64.b64decode(leaf["hash"], validate=True))
        elif sorted(leaf) == ["piece", "pointer", "salt", "text", "type"]:
            own = base64.b64decode(leaf["salt"], validate=True)
            if len(own) != 16 or len(leaf["type"]) != 1:
                return "form"
            hashes.append(
                leaf_hash(own, leaf["type"], leaf["pointer"], leaf["piece"], leaf["text"]))
        else:
            return "form"
        if len(hashes[-1]) != 32:
            return "form"
    salt = base64.b64decode(disclosure["salt"], validate=True)
    return None if root_hash(salt, hashes) == root else "root"


def computed(vector):
    key = bytes.fromhex(vector["dataKey"])
    record, commitment, seed = okm(key, bytes.fromhex(vector["eventID"]), vector["index"])
    salt, found, tree, root = commit(seed, vector["content"])
    return dict(
        vector,
        recordKey=record.hex(), commitment=commitment.hex(), seed=seed.hex(),
        rootSalt=salt.hex(),
        leaves=[
            {
                "hash": hash.hex(), "piece": piece, "pointer": pointer, "salt": own.hex(),
                "text": text, "type": kind,
            }
            for (kind, pointer, piece, text), own, hash in found
        ],
        tree=tree.hex(), root=root.hex(),
        disclosure=disclose(seed, vector["content"], vector["withholding"]),
    )


def main(path, *options):
    if path == "-":
        for line in sys.stdin.buffer:
            told = json.loads(line)
            print(check(told["disclosure"], bytes.fromhex(told["root"])) or "ok")
        return 0
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    wanted = [computed(vector) for vector in vectors]
    if "--renew" in options:
        with open(path, "w", encoding="utf-8") as file:
            json.dump(wanted, file, ensure_ascii=True, indent=1, sort_keys=True)
            file.write("\n")
        return 0
    wrong = [vector["name"] for vector, ours in zip(vectors, wanted) if vector != ours]
    for vector in vectors:
        reason = check(vector["disclosure"], bytes.fromhex(vector["root"]))
        if reason:
            wrong.append(f"{vector['name']}: {reason}")
    print("\n".join(f"wrong: {name}" for name in wrong) or f"{len(vectors)} vectors agree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
