internal import GRDB

/// How many words each document of a shard has, by position.
///
/// FTS5 keeps the same numbers in rows of their own; looking one up for each document that an
/// expression finds costs more than finding it. These stand side by side, two bytes a position,
/// and are read at once.
///
/// Unchecked: the numbers are written by the initialiser only and live as long as the object.
final class SearchLengths: @unchecked Sendable {
  static let schema = """
    CREATE TABLE length (
      piece INTEGER NOT NULL PRIMARY KEY,
      lengths BLOB NOT NULL
    ) STRICT;
    """

  /// How many positions a row has: what fits on a page, so that a document changes one.
  private static let pieceSize: Int64 = 2_000
  /// Longer documents, and those of no words, are asked for one by one.
  private static let limit = Int64(UInt16.max)

  private let first: Int64
  private let lengths: UnsafeMutableBufferPointer<UInt16>

  /// Reads all lengths of a shard.
  init(_ database: Database) throws {
    var first: Int64?
    var lengths: [UInt16] = []
    let statement = try SQLiteStatement(
      database, "SELECT piece, lengths FROM length ORDER BY piece")
    try statement.forEachRow { row in
      let start = row.integer(0) * SearchLengths.pieceSize
      let place = Int(start - (first ?? start))
      first = first ?? start
      lengths += [UInt16](repeating: 0, count: place - lengths.count)
      lengths += SearchLengths.numbers(row.borrowed(1))
      return true
    }
    self.first = first ?? 0
    // Asked once a document: without the counting of references that an array brings.
    self.lengths = .allocate(capacity: lengths.count)
    _ = self.lengths.initialize(from: lengths)
  }

  deinit { lengths.deallocate() }

  private static func numbers(_ bytes: UnsafeRawBufferPointer) -> [UInt16] {
    (0..<Int(pieceSize)).map { index in
      guard index * 2 + 1 < bytes.count else { return 0 }
      return UInt16(
        littleEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
    }
  }

  /// The number of words of the document at a position; 0 when FTS5 has to be asked.
  @inline(__always)
  func words(at position: Int64) -> Int32 {
    let index = Int(truncatingIfNeeded: position &- first)
    guard index >= 0, index < lengths.count else { return 0 }
    return Int32(lengths[index])
  }

  /// Compares the lengths with those that FTS5 has, and these with how many words there are.
  /// - Parameters:
  ///   - words: how many words the shard must have.
  ///   - database: the shard.
  /// - Throws: ``StorageFault`` `damaged`, or what SQLite throws.
  static func check(words: Int64, _ database: Database) throws {
    let lengths = try SearchLengths(database)
    var sum: Int64 = 0
    try SQLiteStatement(database, "SELECT id, sz FROM words_docsize").forEachRow { row in
      let count = SQLiteVarint.first(of: row.borrowed(1))
      sum &+= count
      let noted = Int64(lengths.words(at: row.integer(0)))
      guard noted == (count < limit ? max(0, count) : 0) else {
        throw SearchDamage.fault("has a shard with texts of another length than it notes")
      }
      return true
    }
    guard sum == words else {
      throw SearchDamage.fault("has a shard with texts of another length than it notes")
    }
  }

  /// Notes the lengths that FTS5 has of some documents, which were just written or removed.
  static func note(_ positions: [Int64], _ database: Database) throws {
    guard !positions.isEmpty else { return }
    let sizes = try SQLiteStatement(
      database, "SELECT id, sz FROM words_docsize WHERE id BETWEEN ? AND ?")
    let read = try SQLiteStatement(database, "SELECT lengths FROM length WHERE piece = ?")
    let write = try SQLiteStatement(
      database, "INSERT OR REPLACE INTO length (piece, lengths) VALUES (?, ?)")
    for (piece, positions) in Dictionary(grouping: positions, by: { $0 / pieceSize }) {
      read.bind(piece, at: 1)
      var lengths =
        try read.first { numbers($0.borrowed(0)) } ?? [UInt16](repeating: 0, count: Int(pieceSize))
      for position in positions { lengths[Int(position % pieceSize)] = 0 }
      sizes.bind(positions.min() ?? 0, at: 1)
      sizes.bind(positions.max() ?? 0, at: 2)
      try sizes.forEachRow { row in
        let words = SQLiteVarint.first(of: row.borrowed(1))
        lengths[Int(row.integer(0) % pieceSize)] = words < limit ? UInt16(max(0, words)) : 0
        return true
      }
      write.bind(piece, at: 1)
      try lengths.map(\.littleEndian).withUnsafeBytes { bytes in
        write.bindBorrowed(bytes, at: 2)
        try write.run()
      }
    }
  }
}
