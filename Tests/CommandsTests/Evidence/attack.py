"""Attacks archives of evidence, and sees what is withheld, with the other implementation's own eyes.

    attack.py VERIFIER ARCHIVE KEY COUNT SEED OTHER
        alters an archive COUNT times; names what was not found. OTHER is an archive of other records of
        the same checkpoint, which are smuggled in
    attack.py VERIFIER ARCHIVE WHOLE
        looks for what is withheld of WHOLE in all of ARCHIVE

The manifest is written anew after each alteration: nobody relies on it alone.
"""

import base64
import contextlib
import copy
import hashlib
import hmac
import html
import importlib.machinery
import importlib.util
import io
import json
import os
import random
import re
import struct
import sys
import tempfile
import zipfile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def load(path):
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader("verifier", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("verifier", loader))
    loader.exec_module(module)
    return module


def files_of(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def write(path, files):
    listed = {name: data for name, data in files.items() if name != "manifest.sha256"}
    manifest = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in listed.items())
    pack(path, {**listed, "manifest.sha256": manifest})


def pack(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            # Without a time: what differs is what was altered.
            archive.writestr(zipfile.ZipInfo(name), data)


def flipped(data, chance):
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1:]


def flipped64(text, chance):
    return base64.b64encode(flipped(base64.b64decode(text), chance)).decode()


def altered_leaf(leaf, chance):
    leaf = dict(leaf)
    if "hash" in leaf:
        leaf["hash"] = flipped64(leaf["hash"], chance)
        return leaf
    member = chance.choice(["piece", "pointer", "salt", "text", "type"])
    if member == "piece":
        leaf["piece"] += 1
    elif member == "salt":
        leaf["salt"] = flipped64(leaf["salt"], chance)
    elif member == "type":
        leaf["type"] = chance.choice([kind for kind in "abinos" if kind != leaf["type"]])
    else:
        leaf[member] += "x"
    return leaf


def attack_disclosure(part, chance, verifier):
    told = part["disclosure"]
    leaves = told["leaves"]
    place, other = chance.randrange(len(leaves)), chance.randrange(len(leaves))
    way = chance.randrange(8)
    if way == 0:
        leaves[place] = altered_leaf(leaves[place], chance)
    elif way == 1:
        leaves[place], leaves[other] = leaves[other], leaves[place]
    elif way == 2:
        del leaves[place]
    elif way == 3:
        leaves.insert(place, leaves[other])
    elif way == 4:
        leaves.append(leaves[place])
    elif way == 5:
        told["salt"] = flipped64(told["salt"], chance)
    elif way == 6:
        shown = [index for index, leaf in enumerate(leaves) if "hash" not in leaf]
        if shown:
            # It is shown no more, and still under a code.
            index = chance.choice(shown)
            leaf = leaves[index]
            hash = verifier.leaf_hash(
                base64.b64decode(leaf["salt"]), leaf["type"], leaf["pointer"], leaf["piece"],
                leaf["text"])
            leaves[index] = {"hash": base64.b64encode(hash).decode()}
            return "hides without a code"
    elif place + 1 < len(leaves):
        hashes = [
            base64.b64decode(leaf["hash"]) if "hash" in leaf else verifier.leaf_hash(
                base64.b64decode(leaf["salt"]), leaf["type"], leaf["pointer"], leaf["piece"],
                leaf["text"])
            for leaf in leaves[place:place + 2]
        ]
        node = base64.b64encode(hashlib.sha256(b"\1" + b"".join(hashes)).digest()).decode()
        leaves[place:place + 2] = [{"hash": node}]
    told["count"] = len(leaves)
    hidden = [index for index, leaf in enumerate(leaves) if "hash" in leaf]
    part["withheld"] = [{"exemption": "b6", "leaves": hidden}]
    return f"pieces, way {way}"


def attack_opened(part, chance):
    way = chance.choice(["key", "seed", "commitment", "content", "attachmentKeys"])
    if way == "content":
        part["content"]["more"] = 1
    elif way == "attachmentKeys":
        part[way].append(part["key"])
    else:
        part[way] = flipped64(part[way], chance)
    return f"opened, {way}"


def attack_records(files, chance, others):
    """Leaves a whole record out, adds one of the log that belongs to something else, or exchanges one for
    such; all that is about it goes along. `others` has the files of another archive of that checkpoint."""
    bundle, more = json.loads(files["bundle.json"]), json.loads(others["bundle.json"])
    places, foreign = bundle["records"], sorted(set(more["records"]) - set(bundle["records"]))
    way = chance.choice(["left out", "added", "exchanged"] if foreign else ["left out"])
    if len(places) == 1 and way == "left out":
        way = "added"

    def own(position, source):
        return [name for name in source if re.match(
            f"(records/{position}[.]json|proofs/{position}[.]tlog-proof|parts/{position}-.*)$", name)]

    if way != "added":
        gone = places.pop(chance.randrange(len(places)))
        for name in own(gone, files):
            del files[name]
    if way != "left out":
        come = chance.choice(foreign)
        places.append(come)
        files.update({name: others[name] for name in own(come, others)})
    used = {name for place in places
            for name in json_attachments(files[f"records/{place}.json"])}
    for name in used - set(files):
        if name in others:
            files[name] = others[name]
    for name in [name for name in files if name.startswith("attachments/") and name not in used]:
        del files[name]
    bundle["records"] = sorted(places)
    way += " with its count" if (counts := chance.random() < 0.5) else ""
    if counts:
        bundle["completeness"]["row"]["values"]["records"] = len(places)
    files["bundle.json"] = json.dumps(bundle, ensure_ascii=False).encode()
    return f"a record {way}"


def json_attachments(line):
    return [f"attachments/{name}" for part in json.loads(line).get("sealed", [])
            for name in part.get("attachments", [])]


def attack_completeness(files, chance, others):
    """Alters what says that these are all."""
    bundle, more = json.loads(files["bundle.json"]), json.loads(others["bundle.json"])
    told, way = bundle["completeness"], chance.randrange(7)
    if way == 0:
        member = chance.choice(["records", "root", "merged_into"])
        told["row"]["values"][member] = {
            "records": len(bundle["records"]) + 1, "merged_into": "x",
            "root": flipped64(told["row"]["values"]["root"], chance)}[member]
    elif way == 1:
        member = chance.choice(["entity", "key", "table", "position"])
        told["row"][member] = told["row"][member] + (1 if member == "position" else "x")
    elif way == 2:
        told["row"] = more["completeness"]["row"]
    elif way == 3:
        bundle["completeness"] = chance.choice([more["completeness"], None])
    elif way == 4:
        told[chance.choice(["index", "rows"])] += 1
    elif way == 5:
        member = chance.choice(["kind", "id"])
        bundle["entity"][member] = {"kind": "document", "id": bundle["entity"]["id"] + "x"}[member]
    else:
        told["path"][:1] = [told["row"]["values"]["root"]] * 2
    files["bundle.json"] = json.dumps(bundle, ensure_ascii=False).encode()
    return f"completeness, way {way}"


def attack_erasures(files, chance):
    """Alters what says what was erased, and which holds were in force."""
    bundle = json.loads(files["bundle.json"])
    erasures, registers = bundle["erasures"], bundle["registers"]
    if not erasures:
        bundle[chance.choice(["erasures", "registers"])].append({})
        way = "invented"
    else:
        way = chance.choice(["erasure", "keys", "register", "records", "line", "both"])
        if way == "erasure":
            erasures.pop()
        elif way == "keys":
            erasures[-1]["keys"].pop()
        elif way == "register":
            registers.pop(chance.randrange(len(registers)))
        elif way == "records":
            registers[-1]["records"].pop()
        elif way == "line":
            lines = files["registers.jsonl"].splitlines(keepends=True)
            del lines[chance.randrange(len(lines))]
            files["registers.jsonl"] = b"".join(lines)
        else:
            erasures.clear()
            registers.clear()
    files["bundle.json"] = json.dumps(bundle, ensure_ascii=False).encode()
    return f"erasures: {way}"


def attack(files, chance, verifier, others):
    """Alters something; answers what was done."""
    names = sorted(name for name in files if name != "manifest.sha256")
    parts = [name for name in names if name.startswith("parts/")]
    way = chance.randrange(14)
    if way == 10:
        return attack_completeness(files, chance, others)
    if way == 11:
        return attack_erasures(files, chance)
    if way > 11:
        return attack_records(files, chance, others)
    if way < 6 and parts:
        name = chance.choice(parts)
        part = json.loads(files[name])
        if part["state"] == "redacted":
            done = attack_disclosure(part, chance, verifier)
        elif part["state"] == "opened":
            done = attack_opened(part, chance)
        else:
            del part["because"]
            done = "closed for nothing"
        files[name] = json.dumps(part, ensure_ascii=False).encode()
        return f"{name}: {done}"
    name = chance.choice([name for name in names if not name.endswith(".html")])
    if way == 6:
        del files[name]
        return f"{name}: left out"
    if way == 7:
        folder = name.split("/")[0]
        other = chance.choice([it for it in names if it.split("/")[0] == folder])
        files[name], files[other] = files[other], files[name]
        return f"{name}: exchanged for {other}"
    if way == 8:
        files[name + "x"] = files[name]
        return f"{name}: comes twice"
    files[name] = flipped(files[name], chance)
    return f"{name}: a bit"


def claims_nothing(name, data):
    """What a file says without what nobody can prove: under which code something is withheld, which
    record is said to have redacted a part, at which place of how many a row stands that is proven."""
    value = json.loads(data)
    if name == "bundle.json":
        value["completeness"].pop("index")
        value["completeness"].pop("rows")
    if name.startswith("parts/"):
        value.pop("by", None)
        if "withheld" in value:
            value["withheld"] = sorted(
                leaf for entry in value["withheld"] for leaf in entry["leaves"])
    return value


def harmless(before, after):
    """Whether two archives prove the same though their bytes differ."""
    if set(before) != set(after):
        return False
    for name in before:
        if before[name] == after[name]:
            continue
        if not name.startswith("parts/") and name != "bundle.json":
            return False
        try:
            if claims_nothing(name, before[name]) != claims_nothing(name, after[name]):
                return False
        except (ValueError, AttributeError, TypeError, KeyError):
            return False
    return True


def flips(archive, count, chance):
    """The archive with a bit flipped, and whether that is outside of what is packed."""
    with open(archive, "rb") as file:
        whole = file.read()
    packed = set()
    with zipfile.ZipFile(archive) as it:
        for entry in it.infolist():
            head = whole[entry.header_offset:entry.header_offset + 30]
            start = entry.header_offset + 30 + sum(struct.unpack("<2H", head[26:]))
            packed.update(range(start, start + entry.compress_size))
    outside = [place for place in range(len(whole)) if place not in packed]
    for number in range(count):
        place = chance.choice(outside) if number % 2 else chance.randrange(len(whole))
        bit = 1 << chance.randrange(8)
        yield whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1:], place not in packed


# What stands where something else has to.
ODD = [None, True, -1, 1 << 70, "", "a\nproven: all", "\x1b[2J", [], [[]], {}, {"x": None}]


def places(value, path=()):
    yield path
    inner = value.items() if isinstance(value, dict) else (
        enumerate(value) if isinstance(value, list) else ())
    for name, element in inner:
        yield from places(element, path + (name,))


def replaced(value, path, odd):
    if not path:
        return odd
    value = copy.copy(value)
    value[path[0]] = replaced(value[path[0]], path[1:], odd)
    return value


def answer(verifier, path, keys, *options):
    """The exit code, and what is printed."""
    given = [word for key in keys for word in ("--key", key)]
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")) as output:
        code = verifier.main([path, *given, *options])
        output.flush()
        return code, output.buffer.getvalue().decode()


def is_refusal(verifier, path, keys, *options):
    """Whether it is refused in one line, in which nothing is that cannot be seen."""
    code, text = answer(verifier, path, keys, *options)
    return code == 1 and text.startswith("NOT PROVEN: ") and text[:-1].isprintable()


def oddities(verifier, original, key, path, count, chance):
    """Puts values of other types into the JSON; names what was not refused as it must be."""
    names = [name for name in original if name.endswith(".json") and name[:7] != "records"]
    missed = []
    for _ in range(count):
        name = chance.choice(names)
        value = json.loads(original[name])
        place, odd = chance.choice(list(places(value))), chance.choice(ODD)
        data = json.dumps(replaced(value, place, odd)).encode()
        if data == json.dumps(value).encode():
            continue
        write(path, {**original, name: data})
        if not is_refusal(verifier, path, [key], "--text"):
            missed.append(f"{name}: {odd!r} at {place}")
    return missed


def path_of(verifier, hashes, place):
    """RFC 6962 §2.1.1, in base64."""
    if len(hashes) == 1:
        return []
    split = 1 << (len(hashes) - 1).bit_length() - 1
    left, right = hashes[:split], hashes[split:]
    inner, other = (left, right) if place < split else (right, left)
    return path_of(verifier, inner, place % split) + [
        base64.b64encode(verifier.tree_hash(other)).decode()]


class Log:
    """A log of four records and its own keys, which says whatever one wants, and archives of it."""

    origin, size = "own.example/log", 4

    def __init__(self, verifier, path):
        self.verifier, self.path = verifier, path
        self.keys = [Ed25519PrivateKey.generate() for _ in range(3)]
        # What the checkpoints of each are of.
        self.origins = [self.origin] * 3
        self.record = {
            "id": "r-1", "position": 1, "recorded": "2026-01-01T00:00:00Z", "schema": 1,
            "type": "message.received"}
        self.part, self.bundle, self.rotations, self.registers = None, {}, [], []
        # By the names of files.
        self.others = {}
        self.form, self.more = verifier.FORMAT, {}

    def signed(self, name, algorithm, key, time=None):
        public = bytes([algorithm]) + key.public_key().public_bytes_raw()
        key_id = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
        vkey = f"{name}+{key_id.hex()}+{base64.b64encode(public).decode()}"

        def line(body):
            head = b"" if time is None else f"cosignature/v1\ntime {time}\n".encode()
            stamp = b"" if time is None else struct.pack(">Q", time)
            blob = key_id + stamp + key.sign(head + body)
            return f"\u2014 {name} {base64.b64encode(blob).decode()}\n".encode()
        return vkey, line

    def vkey(self, number):
        return self.signed(self.origins[number], 1, self.keys[number])[0]

    def write(self, signer=0, certifier=None, names=(0,), witnesses=()):
        """Writes an archive that is signed by these of the keys, and names those."""
        verifier = self.verifier
        beside = {it["position"]: json.dumps(it).encode()
                  for it in self.rotations + self.registers + sum(self.others.values(), [])}
        line = json.dumps(self.record).encode()
        lines = [line] + [
            beside.get(place, b"%d" % place) for place in range(2, self.size + 1)]
        hashes = [verifier.sha(b"\0", it) for it in lines]
        root = base64.b64encode(verifier.tree_hash(hashes)).decode()
        origin = self.origins[signer]
        body = f"{origin}\n{self.size}\n{root}\n".encode()
        note = body + b"\n" + self.signed(origin, 1, self.keys[signer])[1](body)
        for _, cosign in witnesses:
            note += cosign(body)
        row = {
            "entity": "case-C-1", "key": "C-1", "position": 1, "table": "case_index", "values": {
                "merged_into": None, "records": 1, "root": base64.b64encode(hashes[0]).decode()}}
        rows, told = [row], []
        for name in (verifier.ERASURES, verifier.HOLDS):
            own = [it for it in self.registers if it["stream"] == name]
            if own:
                root_of = verifier.tree_hash([
                    verifier.sha(b"\0", beside[it["position"]]) for it in own])
                rows.append({
                    "entity": name, "key": name, "position": own[-1]["position"],
                    "table": "register_index", "values": {
                        "merged_into": None, "records": len(own),
                        "root": base64.b64encode(root_of).decode()}})
                told.append({"id": name, "records": [it["position"] for it in own]})
        leaves = [verifier.sha(b"\0", verifier.canonical(it)) for it in rows]
        digest = verifier.tree_hash(leaves).hex()

        def completeness(place):
            return {"index": place, "path": path_of(verifier, leaves, place), "row": rows[place],
                    "rows": len(rows)}

        for place, register in enumerate(told, 1):
            register["completeness"] = completeness(place)
        more = {} if self.form == verifier.FIRST else {"erasures": [], "registers": told}
        if self.form == verifier.FORMAT:
            more["departed"] = []
        statement = (
            f"throughline/replay@v1\norigin {origin}\nsize {self.size}\nroot {root}\n"
            f"projection {verifier.INDEX[self.form]}\ndigest {digest}\n").encode()
        certifier = self.keys[signer if certifier is None else certifier]

        def proof(place):
            return "".join(it + "\n" for it in [
                "c2sp.org/tlog-proof@v1", f"index {place - 1}",
                *path_of(verifier, hashes, place - 1), ""]).encode() + note

        files = {
            "records/1.json": line, "proofs/1.tlog-proof": proof(1),
            "checkpoint": note, "proves.html": b"x", "report.html": b"x",
            "certificate": statement + b"\n" + self.signed(
                f"{origin}/statements", 1, certifier)[1](statement),
            "keys": "".join(f"{self.vkey(number)}\n" for number in names).encode(),
            "bundle.json": json.dumps({
                "completeness": completeness(0),
                "entity": {"id": "C-1", "kind": "case"}, "format": self.form,
                "origin": self.origin, "records": [1], "root": root, "size": self.size,
                **more, **self.bundle}).encode()}
        if self.part is not None:
            files["parts/1-0.json"] = json.dumps(self.part).encode()
        if self.rotations:
            files["rotations.jsonl"] = b"".join(
                beside[it["position"]] + b"\n" for it in self.rotations)
        if self.registers:
            files["registers.jsonl"] = b"".join(
                beside[it["position"]] + b"\n" for it in self.registers)
        for name, own in self.others.items():
            files[name] = b"".join(beside[it["position"]] + b"\n" for it in own)
        if self.form != verifier.FIRST:
            files.update({
                f"proofs/{place}.tlog-proof": proof(place) for place in beside
                if place <= self.size})
        files.update(self.more)
        write(self.path, files)

    def says(self, *options, keys=(0,)):
        return answer(self.verifier, self.path, [self.vkey(it) for it in keys], *options)

    def refuses(self, reason, *options, keys=(0,)):
        code, text = self.says(*options, keys=keys)
        return code == 1 and text.count("\n") == 1 and text[:-1].isprintable() and reason in text


def of_odd_records(log):
    """What the log itself has signed can be of no form, too, and forges no line of what is printed."""
    log.write()
    if log.says()[0]:
        yield "the own log: not proven"
    record = log.record
    for member in record:
        for odd in ODD:
            if odd == "" or isinstance(odd, str) and member != "position":
                continue
            log.record = {**record, member: odd}
            log.write()
            if not log.refuses("@1: ", "--text"):
                yield f"a record: {odd!r} as {member}"
    log.record = {**record, "type": "x\nproven: \x1b[2J", "occurred": "\u2028\u202e"}
    log.write()
    code, text = log.says("--text")
    if code or len([it for it in text.split("\n") if it.startswith("proven: ")]) != 1:
        yield "a record: a type forges a line"
    if not text.replace("\n", "").isprintable():
        yield "a record: what cannot be seen is printed"
    log.record = record


def of_other_logs(log):
    log.bundle = {"origin": "other.example/log"}
    log.write()
    if not log.refuses("of another log"):
        yield "bundle.json: another log's origin"
    log.bundle = {}


def of_retired_keys(log):
    """A key proves what it signed before another followed it, and nothing behind that."""
    def rotation(place, position, **more):
        key, old = log.vkey(place), log.keys[place - 1]
        statement = f"throughline/signing-key@v1\n{key}\n{place + 1}\n".encode()
        blob = bytes.fromhex(log.vkey(place - 1).split("+")[1]) + old.sign(statement)
        return {
            "type": "log.signing_key_rotated", "stream": "log-origin", "position": position, "body": {
                "generation": place + 1, "signature": base64.b64encode(blob).decode(),
                "signingKey": key, **more}}

    both, three = [rotation(1, 2)], [rotation(1, 2), rotation(2, 4)]
    log.rotations = three
    log.write(signer=2, names=(0, 1, 2))
    for given in range(3):
        code, text = log.says("--json", keys=(given,))
        if code or json.loads(text)["notProven"]["keys"] != given:
            yield f"keys: what follows key {given} is not proven, or what is before it is"
    for what, rotations, how, reason in [
        ("the checkpoint of a retired key", both, {"signer": 0, "certifier": 1, "names": (0, 1)},
         "the checkpoint is signed by a retired key: another followed it at @2"),
        ("the certificate of a retired key", both, {"signer": 1, "certifier": 0, "names": (0, 1)},
         "the certificate is signed by a retired key: another followed it at @2"),
        ("both of a retired key", three, {"signer": 1, "names": (0, 1, 2)},
         "signed by a retired key: another followed it at @4"),
        ("a rotation that is not in the tree", [rotation(1, 5)], {"signer": 0, "names": (0, 1)},
         "has a record that is not signed"),
        ("no rotation", [], {"signer": 1, "names": (0, 1)}, "“keys” names other keys"),
        ("another key in “keys”", [], {"signer": 0, "names": (1,)}, "“keys” names other keys"),
        ("one key too many", both, {"signer": 1, "names": (0, 1, 2)}, "“keys” names other keys"),
        ("another key before", both, {"signer": 1, "names": (2, 1)}, "is not stated by it"),
        ("a rotation to another key", [rotation(1, 2, signingKey=log.vkey(2))],
         {"signer": 1, "names": (0, 1)}, "“keys” names other keys"),
        ("a key left out", [rotation(1, 2), rotation(2, 4, generation=2)],
         {"signer": 2, "names": (0, 1, 2)}, "leaves a key out"),
        ("rotations in no order", [rotation(1, 4), rotation(2, 2)],
         {"signer": 2, "names": (0, 1, 2)}, "is not in order"),
    ]:
        log.rotations = rotations
        log.write(**how)
        for given in [(0,), (0, 1, 2)]:
            if not log.refuses(reason, keys=given):
                yield f"keys: {what}, to {given}: {log.says(keys=given)}"
    # A rotation of which nothing is proven but what the key before it signed, which was all once.
    log.rotations = both
    for log.form, is_enough in [(log.verifier.FORMAT, False), (log.verifier.FIRST, True)]:
        log.write(signer=1, names=(0, 1))
        files = files_of(log.path)
        for name in list(files):
            if name == "proofs/2.tlog-proof":
                del files[name]
        write(log.path, files)
        if is_enough != (log.says()[0] == 0) or not is_enough and not log.refuses("@2: "):
            yield f"keys: a rotation without a proof, as {log.form}"
    log.form = log.verifier.FORMAT
    log.write(signer=1, names=(0, 1))
    files = files_of(log.path)
    later = {**both[0], "recorded": "2027-01-01T00:00:00Z"}
    write(log.path, {**files, "rotations.jsonl": json.dumps(later).encode() + b"\n"})
    if not log.refuses("@2: the proof does not lead"):
        yield "keys: a rotation at another time"
    log.rotations = []
    log.write(signer=0)
    if not log.refuses("none of the given keys", keys=(1,)):
        yield "keys: a stranger's"


def of_erasures(log):
    """Which hold was in force when something was erased is told by registers that are whole."""
    verifier = log.verifier
    log.size = 7
    key, other = "0" * 32, "1" * 32
    part = dict.fromkeys(["commitment", "data", "nonce", "root"], "") | {"key": key}
    log.record = {**log.record, "sealed": [part], "party": "p-1", "case": "C-1"}
    log.part = {"because": "erased", "state": "closed"}

    def of(place, stream, type, **body):
        return {"id": f"r-{place}", "position": place, "recorded": "2026-01-02T00:00:00Z",
                "schema": 1, "type": type, "stream": stream, "body": body}

    def placed(place, name, kind, entity):
        return of(place, verifier.HOLDS, "hold.placed", hold=name, entityKind=kind, entity=entity)

    def released(place, name):
        return of(place, verifier.HOLDS, "hold.released", hold=name)

    def requested(place):
        return of(place, verifier.ERASURES, "erasure.requested", erasure="e-1", entityKind="party",
                  entity="p-1")

    def erased(place, keys=(key, other)):
        digest = hashlib.sha256("".join(f"{it}\n" for it in sorted(keys)).encode()).hexdigest()
        return of(place, verifier.ERASURES, "party.erased", erasure="e-1", keys=digest)

    def told(place, keys=(key, other)):
        return {"erasures": [{"keys": list(keys), "requested": place}]}

    def shown(registers, bundle):
        log.registers, log.bundle = registers, bundle
        log.write()
        (code, text), (_, data) = log.says(), log.says("--json")
        return code, text, json.loads(data)

    for what, registers, bundle, in_force, touching, words in [
        ("no hold ever", [requested(4), erased(5)], told(4), [], [], "No hold was in force @4."),
        ("a hold before", [placed(2, "h", "party", "p-1"), released(3, "h"), requested(4), erased(5)],
         told(4), [], [], "No hold was in force @4."),
        ("a hold behind", [requested(4), erased(5), placed(6, "h", "party", "p-1")],
         told(4), [], [], "No hold was in force @4."),
        ("a hold on another", [placed(2, "h", "party", "p-2"), requested(4), erased(5)],
         told(4), [2], [], "1 other hold was in force @4"),
        ("a hold on the party", [placed(2, "h", "party", "p-1"), requested(4), erased(5),
                                 released(6, "h")],
         told(4), [2], [2], "A HOLD WAS IN FORCE @4 on party p-1, placed @2."),
        ("a hold on the case", [placed(2, "h", "case", "C-1"), requested(4), erased(5)],
         told(4), [2], [2], "A HOLD WAS IN FORCE @4 on case C-1, placed @2."),
        ("released by nobody's word", [placed(2, "h", "case", "C-1"), released(3, "g"), requested(4),
                                       erased(5)],
         told(4), [2], [2], "A HOLD WAS IN FORCE"),
    ]:
        code, text, data = shown(registers, bundle)
        if code or words not in text or "whole, as the log's key states" not in text:
            yield f"erasures: {what}: {text}"
            continue
        found = data["erasures"][0]
        if [it["placed"] for it in found["holds"]] != in_force or touching != [
                it["placed"] for it in found["holds"] if it["touches"]]:
            yield f"erasures: {what}, in JSON: {found}"
        if "(erased by @4)" not in log.says("--text")[1]:
            yield f"erasures: {what}: a part is not said to be"
        if data["notProven"]["erased"] or (found["requested"], found["completed"]) != (4, 5):
            yield f"erasures: {what} is not proven"
    code, text, data = shown([requested(4)], told(4))
    if code or "is not complete" not in text or data["notProven"]["erased"] != 1:
        yield "erasures: what is under way is said to be done"
    good = [placed(2, "h", "party", "p-1"), requested(4), erased(5)]
    # What was redacted in the log before is closed because of that.
    log.part = {"because": "redacted", "by": 3, "state": "closed"}
    code, text, data = shown([requested(4), erased(5)], told(4))
    if code or data["notProven"]["redacted"] != 1 or data["erasures"][0]["parts"] != 1:
        yield f"erasures: what was redacted before: {text}"
    log.part = {"because": "erased", "state": "closed"}
    for what, registers, bundle, reason in [
        ("other keys", good, told(4, [key]), "the keys are not those"),
        ("keys that it has not", [requested(4), erased(5, [other])], told(4, [other]),
         "the erasure @4 erased nothing of this"),
        ("keys in no order", good, told(4, [other, key]), "the keys are not those"),
        ("no request", good, told(5), "an erasure is not in the register"),
        ("nothing told of it", good, {}, "there are registers, or an erasure"),
        ("no register", [], told(4), "there are registers, or an erasure"),
    ]:
        log.registers, log.bundle = registers, bundle
        log.write()
        if not log.refuses(reason):
            yield f"erasures: {what}: {log.says()}"
    # A hold that is left out, in whatever way, is missed.
    log.registers, log.bundle = good, told(4)
    log.write()
    files = files_of(log.path)
    whole = json.loads(files["bundle.json"])
    lines = files["registers.jsonl"].splitlines(keepends=True)
    less = {name: data for name, data in files.items() if name != "proofs/2.tlog-proof"}
    for what, registers, reason in [
        ("the register", whole["registers"][:1], "the register of holds is missing"),
        ("its records", [whole["registers"][0], {**whole["registers"][1], "records": []}], "in order"),
    ]:
        bundle = json.dumps({**whole, "registers": registers}).encode()
        write(log.path, {**less, "bundle.json": bundle, "registers.jsonl": b"".join(lines[1:])})
        if not log.refuses(reason):
            yield f"erasures: without {what}: {log.says()}"
    # An older form proves nothing of it, and says so.
    log.registers, log.bundle, log.form = [], {}, verifier.FIRST
    log.write()
    if log.says()[0] or json.loads(log.says("--json")[1])["notProven"]["erased"] != 1:
        yield "erasures: the first form"


def of_redactions(log):
    """What redacted a part in the log is here, and is a redaction of what stands in the part's record."""
    part = dict.fromkeys(["commitment", "data", "nonce", "root"], "") | {"key": "k"}
    log.part = {"because": "redacted", "by": 2, "state": "closed"}

    def by(type="message.redacted", **body):
        return {"id": "r-2", "position": 2, "recorded": "2026-01-02T00:00:00Z", "schema": 1,
                "type": type, "body": body}

    own = {**log.record, "sealed": [part], "conversation": "c"}
    for what, record, redaction, proven in [
        ("its own", own, by(message="r-1"), True), ("in capitals", own, by(message="R-1"), True),
        ("of an edit", {**own, "type": "message.edited", "body": {"message": "M-9"}},
         by(message="m-9"), True),
        ("of what a fact is from", {**own, "type": "fact.provided", "causation": "m-9"},
         by(message="m-9"), True),
        ("of what caused it", {**own, "causation": "m-9"}, by(message="m-9"), False),
        ("of another", own, by(message="m-9"), False), ("of nothing", own, by(), False),
        ("of no text", own, by(message=1), False), ("not here", own, None, False),
    ]:
        log.record, log.others = record, {"redactions.jsonl": [redaction]} if redaction else {}
        log.write()
        (code, text), (_, data) = log.says("--text"), log.says("--json")
        told = "(redacted by @2)" if proven else "(said to be redacted)"
        if code or told not in text or json.loads(data)["notProven"]["redacted"] == proven:
            yield f"redactions: {what}: {text}"
    log.record = own
    for what, redaction, by_record, reason in [
        ("an edit", by("message.edited", message="r-1"), 2, "which is no redaction"),
        ("its own record", by(message="r-1"), 1, "which is no redaction"),
        ("another", by(message="r-1"), 3, "redacted nothing of this"),
    ]:
        log.part["by"], log.others = by_record, {"redactions.jsonl": [redaction]}
        log.write()
        if not log.refuses(reason):
            yield f"redactions: by {what}: {log.says()}"


def of_boxes(log):
    """A box stands on the line of the text that it is of, and on its own where nobody is told."""
    def shown(pointer, piece, text):
        return {"pointer": pointer, "piece": piece, "text": text, "type": "s"}

    hidden, box = {"hash": ""}, log.verifier.BOX
    for told, wanted in [
        ([shown("/a", 0, "one "), hidden, shown("/a", 2, "three")], [("/a", f"one {box}three")]),
        ([shown("/a", 0, "one"), hidden, shown("/b", 1, "two")],
         [("/a", "one"), ("/b", f"{box}two")]),
        ([hidden, shown("/a", 1, "two"), hidden, hidden, shown("/c", 0, "x")],
         [("/a", f"{box}two"), ("(withheld)", box * 2), ("/c", "x")]),
        ([shown("/a", 0, "one"), hidden, hidden, shown("/b", 1, "two"), hidden],
         [("/a", "one"), ("(withheld)", box), ("/b", f"{box}two"), ("(withheld)", box)]),
        ([hidden, hidden], [("(withheld)", box * 2)]),
    ]:
        found = log.verifier.told_lines(told)
        if found != wanted:
            yield f"boxes: {found}, and not {wanted}"


def of_epochs(log):
    """A key of another origin follows only where the one before it states what is given up."""
    root = base64.b64encode(b"\1" * 32).decode()

    def epoch(place, position, **more):
        body = {
            "generation": place + 1, "oldOrigin": log.origins[place - 1], "origin": log.origins[place],
            "root": root, "signingKey": log.vkey(place), "size": 9}
        statement = (
            f"throughline/epoch@v1\n{log.vkey(place)}\n{place + 1}\n{body['oldOrigin']}\n9\n"
            f"{root}\n").encode()
        blob = bytes.fromhex(log.vkey(place - 1).split("+")[1]) + log.keys[place - 1].sign(statement)
        body["signature"] = base64.b64encode(blob).decode()
        return {
            "type": "log.epoch_started", "stream": "log-origin", "position": position,
            "body": {**body, **more}}

    def named(*numbers):
        log.origins = [
            log.origin if number == 1 else f"{log.origin}/epoch-{number}" for number in numbers]

    named(1, 2, 3)
    log.rotations = [epoch(1, 2), epoch(2, 4)]
    log.write(signer=2, names=(0, 1, 2))
    for given in range(3):
        code, text = log.says("--json", keys=(given,))
        if code or [it["from"] for it in json.loads(text)["epochs"]] != [2, 4]:
            yield f"epochs: what follows key {given} is not proven: {text}"
    if "are lost" not in log.says(keys=(0,))[1]:
        yield "epochs: what is lost is not said"
    for what, origins, more, reason in [
        ("another size", (1, 2, 3), {"size": 8}, "is not stated by it"),
        ("another root", (1, 2, 3), {"root": base64.b64encode(b"\2" * 32).decode()},
         "is not stated by it"),
        ("no root", (1, 2, 3), {"root": "AA=="}, "has not 32 bytes"),
        ("another origin before", (1, 2, 3), {"oldOrigin": "b.example"}, "has another name"),
        ("another origin", (1, 2, 3), {"origin": "b.example"}, "has another name"),
        ("an epoch left out", (1, 3, 3), {}, "has another name"),
        ("the same origin", (1, 1, 1), {}, "has another name"),
        ("a size that is none", (1, 2, 3), {"size": -1}, "is no number"),
        ("a member more", (1, 2, 3), {"x": 1}, "and no others"),
        ("the form of a rotation", (1, 2, 3), None, "and no others"),
    ]:
        named(*origins)
        log.rotations = [epoch(1, 2, **(more or {}))]
        if more is None:
            log.rotations[0]["type"] = "log.signing_key_rotated"
        log.write(signer=1, names=(0, 1))
        if not log.refuses(reason, keys=(0,)):
            yield f"epochs: {what}: {log.says(keys=(0,))}"
    named(1, 1, 1)
    log.rotations = []


def of_witnesses(log):
    """So many of the witnesses that are known must have cosigned; a wrong line of one refuses all."""
    def witness(name, time=1767225600, key=None):
        return log.signed(name, 4, key or Ed25519PrivateKey.generate(), time)

    first, second, third = (witness(f"{name}.example/w") for name in ("a", "b", "c"))
    # Under the name and the id of the first, by another key; over another text; one byte too many.
    forged = (first[0], lambda body: first[1](body + b"x"))

    def longer(body):
        head, blob = first[1](body).decode().rsplit(" ", 1)
        return f"{head} {base64.b64encode(base64.b64decode(blob) + b'x').decode()}\n".encode()

    def given(*witnesses, quorum=None):
        return [word for it in witnesses for word in ("--witness", it[0])] + (
            [] if quorum is None else ["--quorum", str(quorum)])

    log.write(witnesses=[first, second])
    for options, told in [
        (given(), []), (given(first), ["a"]), (given(second, first), ["b", "a"]),
        (given(first, third, quorum=1), ["a"]), (given(first, second, third, quorum=2), ["a", "b"]),
    ]:
        code, text = log.says(*options, "--json")
        wanted = [{"name": f"{name}.example/w", "time": 1767225600} for name in told]
        if code or json.loads(text)["cosigned"] != wanted:
            yield f"witnesses: {told} are not named"
    if "Cosigned by a.example/w, as it says at 2026-01-01T00:00:00Z." not in log.says(*given(first))[1]:
        yield "witnesses: it is not said who cosigned, and when"
    stranger, late = witness("a.example/w"), Ed25519PrivateKey.generate()
    for options, reason in [
        (given(third), "0 of the given"), (given(first, third), "1 of the given"),
        (given(stranger), "0 of the given"),
        (given(first, third, stranger, quorum=2), "1 of the given"),
    ]:
        if not log.refuses(reason, *options):
            yield f"witnesses: {reason}: too few are enough"
    for lines in [[forged], [(first[0], longer)], [first, forged], [forged, first, second, third],
                  [witness("a.example/w", 1 << 63, late)]]:
        log.write(witnesses=lines)
        known = first if lines[0][0] == first[0] else witness("a.example/w", 1, late)
        if not log.refuses(
                "the cosignature of a.example/w is not", *given(known, second, third, quorum=1)):
            yield "witnesses: a wrong line of a known one is passed over"
    log.write(witnesses=[first, first])
    if not log.refuses("1 of the given", *given(first, second)):
        yield "witnesses: one that has two lines counts twice"
    log.write(witnesses=[witness("far.example/w", (1 << 63) - 1, late)])
    if log.says(*given(witness("far.example/w", 1, late)))[0]:
        yield "witnesses: a time that no calendar has is not shown"


def of_claims(log):
    """What only the log can prove is told apart; and what is no claim at all is refused."""
    part = dict.fromkeys(["commitment", "data", "nonce", "root"], "") | {"key": "k"}
    log.record = {**log.record, "sealed": [part]}
    log.part = {"because": "erased", "state": "closed"}
    log.write()
    if not log.refuses("a part is erased by no erasure"):
        yield "claims: an erasure that nobody made"
    log.form = log.verifier.FIRST
    for log.part, claims, told in [
        ({"because": "erased", "state": "closed"}, (1, 0),
         "said to be erased: 1, said to be redacted in the log: 0; that is not proven here"),
        ({"because": "redacted", "by": 9, "state": "closed"}, (0, 1),
         "said to be erased: 0, said to be redacted in the log: 1; that is not proven here"),
    ]:
        log.write()
        (code, text), (_, data) = log.says("--text"), log.says("--json")
        if code or told not in text or f"(said to be {log.part['because']})" not in text:
            yield f"claims: {log.part} is not told apart"
        if "report.html are not checked against the records" not in text:
            yield "claims: the pages are taken for proven"
        if json.loads(data)["notProven"] != {
                "erased": claims[0], "redacted": claims[1], "pages": ["proves.html", "report.html"],
                "codes": [], "keys": 0}:
            yield f"claims: {log.part} is not told apart in JSON"
    for odd in [*ODD, 0, "9"]:
        for part in [
            {"because": "redacted", "by": odd, "state": "closed"},
            {"because": odd, "state": "closed"}, {"because": "erased", "state": odd}, odd,
            {"because": "erased", "by": odd, "state": "closed"},
        ]:
            log.part = part
            if part is not None:
                log.write()
                if not log.refuses("@1: "):
                    yield f"claims: {part} is taken for one"


def of_codes(log):
    """A code is printed, and is text."""
    verifier = log.verifier
    leaf = {"hash": base64.b64encode(bytes(32)).decode()}
    salt = base64.b64encode(bytes(16)).decode()
    part = dict.fromkeys(["commitment", "data", "nonce"], "") | {
        "key": "k", "root": base64.b64encode(verifier.root_of(bytes(16), [bytes(32)])).decode()}
    log.record = {**log.record, "sealed": [part]}
    told = {"count": 1, "leaves": [leaf], "rule": verifier.RULE, "salt": salt}
    for code, is_one in [("b6", True), ("§ 7 (c)", True), *((odd, False) for odd in ODD), (" ", False),
                         ("b6\u2028", False), ("b\u202e6", False), ("b\x9b6", False)]:
        log.part = {
            "disclosure": told, "state": "redacted",
            "withheld": [{"exemption": code, "leaves": [0]}]}
        log.write()
        if is_one != (log.says()[0] == 0) or not is_one and not log.refuses("@1: "):
            yield f"codes: {code!r}"
    for entries in [[{"exemption": "b6", "leaves": odd}] for odd in (*ODD, [False], ["0"], [0, 0])]:
        log.part = {"disclosure": told, "state": "redacted", "withheld": entries}
        log.write()
        if not log.refuses("@1: "):
            yield f"codes: {entries}"


# Each is asked with a log of its own.
KINDS = [
    of_odd_records, of_other_logs, of_retired_keys, of_epochs, of_witnesses, of_claims, of_codes,
    of_erasures, of_redactions, of_boxes,
]


def attacks(verifier, archive, key, count, seed, other):
    chance = random.Random(seed)
    keys = [verifier.verifier(key)]
    verifier.verify(archive, keys)
    original = files_of(archive)
    others = files_of(other)
    path = os.path.join(tempfile.mkdtemp(), "altered.zip")
    missed, made = [], 0
    while made < count:
        files = copy.deepcopy(original)
        done = attack(files, chance, verifier, others)
        if harmless(original, files):
            continue
        made += 1
        write(path, files)
        try:
            verifier.verify(path, keys)
            missed.append(done)
        except verifier.Wrong:
            pass
    # Without a new manifest any file, and any bit of the archive.
    for name in original:
        files = dict(original)
        files[name] = flipped(files[name], chance) if files[name] else b"x"
        pack(path, files)
        try:
            verifier.verify(path, keys)
            missed.append(f"{name}: a bit, with the old manifest")
        except verifier.Wrong:
            pass
    for bits, wanted in flips(archive, count, chance):
        with open(path, "wb") as file:
            file.write(bits)
        try:
            verifier.verify(path, keys)
            # A deflated text can be written in more than one way.
            if wanted or files_of(path) != original:
                missed.append("a bit of the archive")
        except verifier.Wrong:
            pass
    missed += oddities(verifier, original, key, path, count, chance)
    for kind in KINDS:
        missed += kind(Log(verifier, path))
    os.remove(path)
    print("\n".join(missed) or f"{count} found")
    return 1 if missed else 0


def look(verifier, archive, whole):
    """What is withheld stands nowhere in the archive: neither text nor salt, seed or key."""
    given, all_of_it = files_of(archive), files_of(whole)
    everything = b"\0".join(given.values())
    with open(archive, "rb") as file:
        everything += file.read()
    found, withheld = [], 0
    for name, data in given.items():
        part = json.loads(data) if name.startswith("parts/") else {}
        if part.get("state") != "redacted":
            continue
        source = json.loads(all_of_it[name])
        seed = base64.b64decode(source["seed"])
        secrets = [base64.b64decode(source[it]) for it in ("seed", "key")]
        own = list(verifier.leaves(source["content"]))
        told = part["disclosure"]["leaves"]
        assert len(own) == len(told), name
        for index, (leaf, shown) in enumerate(zip(own, told)):
            if "hash" not in shown:
                assert [shown[it] for it in ("type", "pointer", "piece", "text")] == list(leaf)
                continue
            withheld += 1
            secrets.append(hmac.new(seed, verifier.u32(index), hashlib.sha256).digest()[:16])
            if len(leaf[3]) >= 12:
                text = leaf[3]
                for spelling in (
                        text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1],
                        html.escape(text)):
                    if spelling.encode() in everything:
                        found.append(f"{name}: text of piece {index}")
        for secret in secrets:
            for spelling in (secret, base64.b64encode(secret), secret.hex().encode()):
                if spelling in everything:
                    found.append(f"{name}: a secret")
    print("\n".join(found) or f"{withheld} withheld")
    return 1 if found or not withheld else 0


def main(path, archive, *more):
    verifier = load(path)
    if len(more) == 1:
        return look(verifier, archive, more[0])
    key, count, seed, other = more
    return attacks(verifier, archive, key, int(count), int(seed), other)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
