#!/usr/bin/env python3
"""Reads checkpoints and exported tiles with two libraries that know nothing of Throughline.

aics-tlog verifies that the log signed and the witness cosigned each checkpoint, every tile and record against the last one, and that
each checkpoint goes on from the one before; pymerkle builds the tree of the same records for itself.

usage: tiles.py VKEY WITNESS FOLDER CHECKPOINT...   (from the smallest; those of the folder's log)
"""

import sys
from pathlib import Path

import aics_tlog
import pymerkle


class Refused(Exception):
    """What one of the libraries does not accept."""


def checkpoint(path, key, witness):
    note = aics_tlog.parse_note(Path(path).read_bytes())
    result = aics_tlog.verify_checkpoint(note, key, [witness], 1, expected_origin=key.name)
    if not result.ok:
        raise Refused(f"{path}: {result.error or 'not verified'}")
    return aics_tlog.parse_checkpoint(note.text)


def check(vkey, witness_vkey, folder, paths):
    key, witness = aics_tlog.parse_vkey(vkey), aics_tlog.parse_vkey(witness_vkey)
    checkpoints = [checkpoint(path, key, witness) for path in paths]
    last = checkpoints[-1]
    files = aics_tlog.FileSystemTileReader(folder)
    report = aics_tlog.audit_tiles(files, last.size, last.root)
    tiles = aics_tlog.VerifiedTileReader(files, last.size, last.root)
    for old, new in zip(checkpoints, checkpoints[1:]):
        proof = aics_tlog.consistency_proof_from_tiles(tiles, old.size, new.size, last.size)
        if not aics_tlog.verify_consistency(old.size, new.size, old.root, new.root, proof):
            raise Refused(f"{new.size} records do not go on from {old.size}")
    for index in range(0, last.size, 1 + last.size // 500):
        entry = aics_tlog.read_entry(tiles, index, last.size)
        proof = aics_tlog.inclusion_proof_from_tiles(tiles, index, last.size)
        if not aics_tlog.verify_leaf_inclusion(entry, index, last.size, proof, last.root):
            raise Refused(f"record {index} is not in the tree")
    print(f"aics-tlog: {len(checkpoints)} cosigned checkpoints, {report.tiles} tiles, {report.bundles} bundles hold")

    tree = pymerkle.InmemoryTree(algorithm="sha256")
    sizes = {found.size: found.root for found in checkpoints}
    for index in range(last.size):
        tree.append_entry(aics_tlog.read_entry(tiles, index, last.size))
        root = sizes.get(index + 1)
        if root is not None and tree.get_root() != root:
            raise Refused(f"pymerkle has another root of {index + 1} records")
    print(f"pymerkle: the same root of {', '.join(map(str, sizes))} records")


def main():
    if len(sys.argv) < 5:
        print("usage: tiles.py VKEY WITNESS FOLDER CHECKPOINT...", file=sys.stderr)
        return 2
    try:
        check(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
    except (Refused, OSError, ValueError) as fault:
        print(f"refused: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
