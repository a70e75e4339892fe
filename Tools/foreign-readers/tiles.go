// Reads checkpoints and exported tiles with the code of Go's own checksum database, which knows
// nothing of Throughline: golang.org/x/mod/sumdb/note opens the checkpoints, sumdb/tlog checks every
// record's inclusion in each tree that it stands in, and that each tree goes on from the one before.
//
// usage: tiles VKEY FOLDER CHECKPOINT…   (from the smallest; those of the folder's log)
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// folder is a tree of files as C2SP tlog-tiles lays it out: as Go does, without the height.
type folder struct {
	path string
	// size is how many records the largest tree has that is asked for: a tile which that tree fills
	// may be there in its full width only.
	size int64
}

func (f folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(f.file(tile))
		if err != nil {
			full := tile
			full.W = 1 << tile.H
			data, err = os.ReadFile(f.file(full))
		}
		if err != nil {
			return nil, err
		}
		if len(data) < tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", f.file(tile), len(data))
		}
		all = append(all, data[:tile.W*tlog.HashSize])
	}
	return all, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) file(tile tlog.Tile) string {
	return filepath.Join(f.path, "tile", strings.TrimPrefix(tile.Path(), "tile/8/"))
}

// entries reads the records themselves, which tlog-tiles puts beside the tiles of the lowest level.
func (f folder) entries() ([][]byte, error) {
	var all [][]byte
	for n := int64(0); n*256 < f.size; n++ {
		width := f.size - n*256
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: 8, L: 0, N: n, W: int(width)}
		path := strings.Replace(f.file(tile), "/tile/0/", "/tile/entries/", 1)
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for len(data) >= 2 {
			length := int(binary.BigEndian.Uint16(data))
			if len(data) < 2+length {
				return nil, fmt.Errorf("%s ends within a record", path)
			}
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
	}
	if int64(len(all)) != f.size {
		return nil, fmt.Errorf("%d records instead of %d", len(all), f.size)
	}
	return all, nil
}

func open(path string, verifier note.Verifier) (tlog.Tree, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("%s: %v", path, err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("%s is no checkpoint of %s", path, verifier.Name())
	}
	var size int64
	if _, err := fmt.Sscanf(lines[1], "%d", &size); err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func check(arguments []string) error {
	verifier, err := note.NewVerifier(arguments[0])
	if err != nil {
		return err
	}
	var trees []tlog.Tree
	for _, path := range arguments[2:] {
		tree, err := open(path, verifier)
		if err != nil {
			return err
		}
		trees = append(trees, tree)
	}
	last := trees[len(trees)-1]
	files := folder{path: arguments[1], size: last.N}
	entries, err := files.entries()
	if err != nil {
		return err
	}
	// Reads tiles by way of the tree that is signed: an altered one is refused.
	reader := tlog.TileHashReader(last, files)
	for place, tree := range trees {
		root, err := tlog.TreeHash(tree.N, reader)
		if err != nil {
			return err
		}
		if !bytes.Equal(root[:], tree.Hash[:]) {
			return fmt.Errorf("the tiles of %d records have another root", tree.N)
		}
		for n := int64(0); n < tree.N; n += 1 + tree.N/500 {
			proof, err := tlog.ProveRecord(tree.N, n, reader)
			if err != nil {
				return err
			}
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, tlog.RecordHash(entries[n])); err != nil {
				return fmt.Errorf("record %d of %d: %v", n, tree.N, err)
			}
		}
		if place == 0 {
			continue
		}
		before := trees[place-1]
		proof, err := tlog.ProveTree(tree.N, before.N, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash); err != nil {
			return fmt.Errorf("%d records do not go on from %d: %v", tree.N, before.N, err)
		}
	}
	// Every record, not only those that are proven one by one.
	for n, entry := range entries {
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(n))})
		if err != nil {
			return err
		}
		if hashes[0] != tlog.RecordHash(entry) {
			return fmt.Errorf("record %d is not the one of its tile", n)
		}
	}
	fmt.Printf("Go sumdb: %d checkpoints, %d records, every tile and proof holds\n", len(trees), last.N)
	return nil
}

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "usage: tiles VKEY FOLDER CHECKPOINT...")
		os.Exit(2)
	}
	if err := check(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "Go sumdb:", err)
		os.Exit(1)
	}
}
