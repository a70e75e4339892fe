internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine

/// Whether the shards have what the register of the build says they must have.
extension SQLiteSearchIndex {
  /// How often somebody looks again because the index was changed between two looks.
  private static let attempts = 1_000

  /// The index was changed between two looks: nothing is known yet.
  private struct Changed: Error {}

  static func missing(_ shard: Int64) -> StorageFault {
    SearchDamage.fault("has lost the shard \(shard)")
  }

  static func disagreeing(_ shard: Int64) -> StorageFault {
    SearchDamage.fault("has another shard \(shard) than it must have, as if of another time")
  }

  /// What the shards must have.
  func register() throws -> [Int64: SearchRegister.Entry] {
    try stateDatabase.read { try SearchRegister.entries($0) }
  }

  /// Runs a body that compares shards with the register, again while somebody changes both.
  ///
  /// Readers hold no lock: register and shards are read one after the other, and what does not agree
  /// is damage only if nobody has opened the shard in between.
  func agreeing<Value>(
    _ body: ([Int64: SearchRegister.Entry]) throws -> Value
  ) throws -> Value {
    for _ in 0..<SQLiteSearchIndex.attempts {
      do {
        try checkIsThere()
        try requireNoDamageNoted()
        let entries = try register()
        try requireFiles(entries)
        return try body(entries)
      } catch is Changed {
        continue
      }
    }
    throw StorageFault(
      code: .busy, reason: "the search index changes all the time", remedy: "ask again in a moment")
  }

  /// Looks for the files: one for each shard that has something, and no other.
  private func requireFiles(_ entries: [Int64: SearchRegister.Entry]) throws {
    let files = Set(SQLiteSearchIndex.shards(in: folder))
    for (shard, entry) in entries where !files.contains(shard) && !entry.isOpen {
      throw try damage(SQLiteSearchIndex.missing(shard), shard, entry)
    }
    for shard in files.sorted() where entries[shard] == nil {
      throw try damage(
        SearchDamage.fault("has a shard \(shard) that it knows nothing of"), shard, nil)
    }
  }

  /// What to throw when a shard is not as the register said: damage, unless that was changed since.
  private func damage(
    _ fault: StorageFault, _ shard: Int64, _ entry: SearchRegister.Entry?
  ) throws -> any Error {
    try checkIsThere()
    return try register()[shard] == entry ? fault : Changed()
  }

  /// Refuses that a shard without tables has them not, but for one that is just being made.
  func requireNothing(_ number: Int64, _ entry: SearchRegister.Entry?) throws {
    guard let entry, !entry.isOpen else { return }
    throw try damage(SQLiteSearchIndex.missing(number), number, entry)
  }

  /// Refuses a shard that has not what it must have.
  /// - Parameters:
  ///   - number: which one.
  ///   - entry: what the register said before the shard was read.
  ///   - shard: its connection.
  ///   - database: the shard, as of the moment at which it is asked.
  /// - Throws: ``StorageFault`` `damaged`, or what makes ``agreeing(_:)`` look again.
  func requireAgreement(
    _ number: Int64, _ entry: SearchRegister.Entry?, _ shard: SearchDatabase, _ database: Database
  ) throws {
    guard let entry, try !shard.isKnownToAgree(database, with: entry) else { return }
    let tally = try SearchShard.check(build, database)
    // While it is open it has to agree with itself only.
    guard !entry.isOpen else { return }
    guard tally == entry.tally else {
      throw try damage(SQLiteSearchIndex.disagreeing(number), number, entry)
    }
    try shard.agree(database, with: entry)
  }

  func check() throws(StorageFault) {
    try faulting("check the search index", rebuilding: "search") {
      try agreeing { entries in
        for number in entries.keys.sorted() {
          let looked: Void? = try glance(number) { shard, database in
            try requireAgreement(number, entries[number], shard, database)
          }
          if looked == nil { try requireNothing(number, entries[number]) }
        }
      }
    }
  }

  func inspect() throws(StorageFault) {
    try notingDamage { () throws(StorageFault) in
      try check()
      try faulting("look through the search index", rebuilding: "search") {
        let shards = SQLiteSearchIndex.shards(in: folder)
        // Each by itself, as of one moment; that they are those of the register was seen before.
        let conversations = try Parallel.map(shards.count) { index -> [String] in
          try glance(shards[index]) { _, database -> [String] in
            try SearchShard.inspect(build, database)
            return try SearchShard.conversations(database)
          } ?? []
        }
        try requirePlaces(of: zip(shards, conversations))
        try checkIsThere()
      }
    }
  }

  func examine() throws(StorageFault) {
    try inspect()
    try notingDamage { () throws(StorageFault) in
      try faulting("examine the search index", rebuilding: "search") {
        let shards = SQLiteSearchIndex.shards(in: folder)
        _ = try Parallel.map(shards.count) { index in
          // FTS5 compares words with texts only where it could also write.
          let path = path(shards[index])
          guard FileObstacle.canBeWritten(path) else { return }
          // One that is just being made has nothing to compare yet.
          guard try glance(shards[index], { _, _ in true }) != nil else { return }
          let shard = try SearchDatabase.writing(path, SearchSchema.shard)
          defer { try? shard.close() }
          try shard.write { try SearchShard.checkWords($0) }
        }
        try checkIsThere()
      }
    }
  }

  /// Refuses a register that does not say where all conversations have documents.
  private func requirePlaces(
    of found: some Sequence<(Int64, [String])>
  ) throws {
    try stateDatabase.read { database in
      let known = try SQLiteStatement(
        database, "SELECT 1 FROM place WHERE conversation = ? AND shard = ?")
      for (shard, conversations) in found {
        for conversation in conversations {
          known.bind(conversation, at: 1)
          known.bind(shard, at: 2)
          guard try known.first({ _ in true }) == true else {
            throw SearchDamage.fault("does not know where all its conversations are")
          }
        }
      }
    }
  }

  // MARK: Damage that was found

  /// A file that says that the build is damaged: what takes long to find is found once.
  private var damageNote: String { "\(folder)/damaged" }

  /// Refuses a build that somebody looked through and found to be damaged.
  private func requireNoDamageNoted() throws {
    guard FileManager.default.fileExists(atPath: damageNote) else { return }
    throw SearchDamage.fault("was looked through and is not as it was written")
  }

  /// Notes damage that a body finds, where that can be written, so that from then on nobody is
  /// answered; the note goes with the build.
  private func notingDamage(
    _ body: () throws(StorageFault) -> Void
  ) throws(StorageFault) {
    do {
      try body()
    } catch {
      if [.damaged, .corrupt].contains(error.code), (try? checkIsThere()) != nil {
        let note = Foundation.open(damageNote, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if note >= 0 { Foundation.close(note) }
      }
      throw error
    }
  }
}
