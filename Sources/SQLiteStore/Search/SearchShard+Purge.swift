internal import Foundation
internal import GRDB
internal import InteractionModel

extension SearchShard {
  /// What a purge finds in a shard.
  struct Affected {
    /// The documents to remove.
    let positions: [Position]
    /// Of those that have text of other people, too, the conversations whose entries they are.
    let shared: [String]
    /// And those that are no entries.
    let sharedPositions: [Position]
    /// Whether text of documents that are gone may still stand in the file.
    let hasResidue: Bool

    var isEmpty: Bool { positions.isEmpty && !hasResidue }
  }

  static func affected(by keys: Set<String>, _ database: Database) throws -> Affected {
    let documents = try SQLiteStatement(database, "SELECT position FROM document_key WHERE key = ?")
    let residue = try SQLiteStatement(database, "SELECT 1 FROM residue WHERE key = ?")
    var positions: Set<Int64> = []
    var hasResidue = false
    for key in keys {
      documents.bind(key, at: 1)
      try documents.forEachRow { row in
        positions.insert(row.integer(0))
        return true
      }
      residue.bind(key, at: 1)
      if try residue.first({ _ in true }) == true { hasResidue = true }
    }
    let others = try SQLiteStatement(
      database,
      """
      SELECT key, iif(is_entry = 1, conversation, NULL)
      FROM document_key JOIN document USING (position)
      WHERE document_key.position = ?
      """)
    var shared: Set<String> = []
    var sharedPositions: Set<Int64> = []
    for position in positions {
      others.bind(position, at: 1)
      try others.forEachRow { row in
        guard !keys.contains(row.text(0)) else { return true }
        if row.isNull(1) { sharedPositions.insert(position) } else { shared.insert(row.text(1)) }
        return true
      }
    }
    return Affected(
      positions: positions.sorted().map { Position($0) }, shared: shared.sorted(),
      sharedPositions: sharedPositions.sorted().map { Position($0) }, hasResidue: hasResidue)
  }

  /// Removes documents so that nothing of them is left in the file or its WAL.
  static func purge(_ positions: [Position], in shard: SearchDatabase) throws {
    for step in purgeSteps(positions) { try step(shard) }
  }

  /// What a purge does, in order.
  ///
  /// A crash leaves either the documents or their keys in `residue`, by which the next purge of
  /// these keys finds the shard again.
  static func purgeSteps(_ positions: [Position]) -> [(SearchDatabase) throws -> Void] {
    [
      { shard in
        try shard.write { database in
          try remove(positions, database)
          // Merging all segments into one drops the words that were only marked as removed.
          try condense(database)
        }
      },
      // Pages keep copies of rows that moved to other pages, whatever `secure_delete` overwrites:
      // only a file that is written anew has nothing but what it holds.
      { shard in try shard.outsideTransaction { try $0.execute(sql: "VACUUM") } },
      { shard in try shard.truncateLog() },
      { shard in try shard.write { try $0.execute(sql: "DELETE FROM residue") } },
      // The file names none of the keys any more either.
      { shard in try shard.truncateLog() },
    ]
  }
}
