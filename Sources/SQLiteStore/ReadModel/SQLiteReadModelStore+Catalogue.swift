public import EventLog
internal import Foundation
internal import GRDB
public import InteractionModel
internal import Migrations
public import ProjectionEngine

/// What the catalogue says of generations, and who of them serves.
extension SQLiteReadModelStore {
  /// Every generation that is building, serving or kept.
  public func generations() throws(StorageFault) -> [Generation] {
    try faulting("read the catalogue") {
      guard let catalogueFile else { return [] }
      return try catalogueFile.read { database in
        // Whoever only reads finds the catalogue as it was left.
        guard try database.tableExists("generation") else { return [] }
        let columns = try Set(database.columns(in: "generation").map(\.name))
        let later = ["digest_leaf", "kept_until", "is_held"]
          .map { columns.contains($0) ? $0 : "NULL" }.joined(separator: ", ")
        return try Row.fetchAll(
          database,
          sql: """
            SELECT projection, generation, code_version, state, digest, digest_position, \(later)
            FROM generation WHERE state <> 'retired' ORDER BY projection, generation
            """
        ).map { row in
          Generation(
            projection: row[0], number: row[1], codeVersion: Int(row[2] as Int64),
            state: Generation.State(rawValue: row[3]) ?? .building, digest: row[4],
            digestPosition: (row[5] as Int64?).map { Position($0) },
            digestLeaf: (row[6] as Data?).map { Array($0) },
            keptUntil: (row[7] as Int64?).map { Instant(microseconds: $0) },
            isHeld: row[8] as Int64? == 1)
        }
      }
    }
  }

  /// Lets a generation serve in the place of the one that did, in one transaction.
  public func serve(
    _ generation: Generation, keepingPreviousUntil keptUntil: Instant?, held isHeld: Bool
  ) throws(StorageFault) {
    try faulting("let generation \(generation.number) of \(generation.projection) serve") {
      let (before, gone) = try catalogue.write { database -> (before: [Int64], gone: [Int64]) in
        let state = try SQLiteReadModelStore.state(of: generation, database)
        guard state != .serving else { return ([], []) }
        guard state == .building || state == .previous else {
          throw SQLiteReadModelStore.gone(generation)
        }
        func numbers(_ state: Generation.State) throws -> [Int64] {
          try Int64.fetchAll(
            database,
            sql: """
              SELECT generation FROM generation
              WHERE projection = ? AND state = ? AND generation <> ?
              """, arguments: [generation.projection, state.rawValue, generation.number])
        }
        let (serving, kept) = (try numbers(.serving), try numbers(.previous))
        func set(
          _ state: Generation.State, keptUntil: Instant? = nil, held isHeld: Bool = false,
          _ number: Int64
        ) throws {
          try SQLiteReadModelStore.set(
            state, keptUntil: keptUntil, held: isHeld, of: generation.projection, number, database)
        }
        // Of each projection one serves and one is kept, at any moment.
        try set(.building, generation.number)
        for number in kept { try set(.retired, number) }
        for number in serving {
          try set(keptUntil == nil ? .retired : .previous, keptUntil: keptUntil, number)
        }
        try set(.serving, held: isHeld, generation.number)
        return keptUntil == nil ? ([], serving + kept) : (serving, kept)
      }
      for number in before {
        revoke(path(generation.projection, number), of: generation.projection)
      }
      for number in gone { retire(path(generation.projection, number), of: generation.projection) }
    }
  }

  private static func set(
    _ state: Generation.State, keptUntil: Instant? = nil, held isHeld: Bool = false,
    of projection: String, _ number: Int64, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        UPDATE generation SET state = ?, kept_until = ?, is_held = ?
        WHERE projection = ? AND generation = ?
        """,
      arguments: [state.rawValue, keptUntil?.microseconds, isHeld ? 1 : 0, projection, number])
  }

  /// Removes a generation that does not serve, and its file.
  /// - Throws: ``StorageFault`` `serving` when it does serve by now.
  public func discard(_ generation: Generation) throws(StorageFault) {
    try faulting("discard generation \(generation.number) of \(generation.projection)") {
      try catalogue.write { database in
        guard try SQLiteReadModelStore.state(of: generation, database) != .serving else {
          throw StorageFault(
            code: .serving,
            reason: "generation \(generation.number) of \(generation.projection) serves",
            remedy: "let another one serve before it is discarded")
        }
        try SQLiteReadModelStore.set(
          .retired, of: generation.projection, generation.number, database)
      }
      retire(path(generation), of: generation.projection)
    }
  }

  /// What the catalogue says of a generation now, whatever it said when the value was read.
  static func state(
    of generation: Generation, _ database: Database
  ) throws -> Generation.State? {
    try String.fetchOne(
      database, sql: "SELECT state FROM generation WHERE projection = ? AND generation = ?",
      arguments: [generation.projection, generation.number]
    ).flatMap { Generation.State(rawValue: $0) }
  }

  static func gone(_ generation: Generation) -> StorageFault {
    StorageFault(
      code: .missing,
      reason: """
        generation \(generation.number) of \(generation.projection) was replaced or discarded
        """,
      remedy: "look again which one serves, or build it with \(.rebuild(generation.projection))")
  }

  /// Takes the right to write from whoever still follows a generation, who then finds its epoch
  /// gone and looks again.
  private func revoke(_ path: String, of projection: String) {
    try? pool(path, of: projection).write { try $0.execute(sql: "UPDATE meta SET epoch = -1") }
  }

  /// The same, and removes the file.
  private func retire(_ path: String, of projection: String) {
    revoke(path, of: projection)
    removeFiles(path)
  }

  /// Notes the state digest of a generation.
  public func note(
    digest: String, at checkpoint: LogCheckpoint, of generation: Generation
  ) throws(StorageFault) {
    try faulting("note a digest") {
      try catalogue.write { database in
        try database.execute(
          sql: """
            UPDATE generation SET digest = ?, digest_position = ?, digest_leaf = ?
            WHERE projection = ? AND generation = ?
            """,
          arguments: [
            digest, checkpoint.position.rawValue, Data(checkpoint.leaf), generation.projection,
            generation.number,
          ])
      }
    }
  }

  /// How many bytes a generation takes of the disk, with what SQLite has beside it.
  public func size(of generation: Generation) -> Int64 {
    ["", "-wal"].reduce(0) { sum, suffix in
      var found = stat()
      return stat(path(generation) + suffix, &found) == 0 ? sum + Int64(found.st_size) : sum
    }
  }

  /// Notes what a build took.
  public func note(_ measure: BuildMeasure) throws(StorageFault) {
    try faulting("note what a build took") {
      try catalogue.write { database in
        try database.execute(
          sql: """
            INSERT OR REPLACE INTO build_measure (name, records, milliseconds, bytes, beside)
            VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [
            measure.name, measure.records, measure.time.wholeMilliseconds, measure.bytes,
            measure.beside,
          ])
      }
    }
  }

  /// What the last builds took.
  public func buildMeasures() throws(StorageFault) -> [BuildMeasure] {
    try faulting("read the catalogue") {
      guard let catalogueFile else { return [] }
      return try catalogueFile.read { database in
        // Whoever only reads finds the catalogue as it was left.
        guard try database.tableExists("build_measure") else { return [] }
        return try Row.fetchAll(
          database,
          sql: "SELECT name, records, milliseconds, bytes, beside FROM build_measure ORDER BY name"
        ).map { row in
          BuildMeasure(
            name: row[0], records: row[1], time: .milliseconds(row[2] as Int64), bytes: row[3],
            beside: Int(row[4] as Int64))
        }
      }
    }
  }
}
