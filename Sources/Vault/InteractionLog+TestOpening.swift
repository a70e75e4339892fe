public import EventLog
public import InteractionModel

/// What came of opening everything that a log has sealed.
public struct TestOpening: Sendable {
  /// How many parts open.
  public internal(set) var opened: Int64 = 0
  /// How many were erased, which is as it should be.
  public internal(set) var erased: Int64 = 0
  /// What does not open although it should, in order of position.
  public internal(set) var problems: [LogProblem] = []
}

extension InteractionLog {
  /// Opens every sealed part of the log, attachments included, and tells nobody what they say.
  ///
  /// The leaves of a log commit to ciphertext: whoever exchanges the sealed data of two records and
  /// computes leaves and indexes anew is found by nobody without the keys. With them, a part's
  /// commitment, tag and additional data say whose, of which event and in which place it is. The rows of the
  /// vault have to say whose the keys are as the records do. Reads and opens on all cores, in bounded memory.
  /// - Parameters:
  ///   - limit: after how many problems to stop.
  ///   - progress: is told the position from time to time; answers whether to go on.
  /// - Returns: what came of it, as far as it went.
  /// - Throws: ``/EventLog/StorageFault`` when log or vault cannot be asked, or another master key
  ///   is in force.
  public func testOpening(
    limit: Int = .max, progress: (Position) -> Bool = { _ in true }
  ) throws -> TestOpening {
    var total = TestOpening()
    try OrderedPieces(of: ReadRange(), head: store.head().position).forEach { range in
      try testOpening(of: range)
    } take: { (piece: TestOpening, end: Position) in
      total.opened += piece.opened
      total.erased += piece.erased
      total.problems += piece.problems.prefix(limit - total.problems.count)
      return progress(end) && total.problems.count < limit
    }
    return total
  }

  private func testOpening(of range: ReadRange) throws -> (TestOpening, Position) {
    var found = TestOpening()
    let piece = try store.piece(range)
    var records: [Record] = []
    var batch = PartBatch(capacity: piece.records.count)
    for record in piece.records {
      do throws(StorageFault) {
        try batch.add(record)
        records.append(record)
      } catch {
        found.report(record.position, "sealed parts", "parts that can be read", error.cause ?? "")
      }
    }
    var keys = try vault.keys(of: batch)
    keys.markDestroyed(try store.destroyed(among: keys.names).keys)
    var opener = Opener(origin: store.origin)
    var start = 0
    for (record, end) in zip(records, batch.ends) {
      let results = try opener.attempt(record, start..<end, of: batch, with: keys) {
        name throws(StorageFault) in
        try store.attachment(name)
      }
      for (index, result) in results.enumerated() { try found.note(result, index, of: record) }
      start = end
    }
    try found.noteRows(of: keys.names, vault, in: records)
    if let fault = piece.fault {
      let position = piece.records.last?.position.next ?? range.after.next
      found.report(position, "line", "a record", fault.cause ?? fault.reason)
    }
    found.problems.sort { ($0.position ?? .start) < ($1.position ?? .start) }
    return (found, range.through)
  }
}

extension TestOpening {
  /// Looks whether the vault says whose some keys are as the records do that they seal (``SubjectClaim``).
  fileprivate mutating func noteRows(
    of keys: [String], _ vault: Vault, in records: [Record]
  ) throws(StorageFault) {
    let rows = try vault.keys(withIDs: keys).filter { !$0.isGone }
    var unseen = Dictionary(rows.map { ($0.keyID, $0) }) { first, _ in first }
    // What the log says of itself is sealed by the keys of others.
    for record in records where !record.type.isReserved && !unseen.isEmpty {
      for part in (try? record.sealedParts()) ?? [] {
        guard let row = unseen[part.key], let claim = SubjectClaim(of: row, in: record, vault)
        else { continue }
        unseen[part.key] = nil
        guard !claim.isSaid(by: row) else { continue }
        report(
          record.position, "key in the vault", claim.words, SubjectClaim.words(of: row),
          "restore vault.db from a copy")
      }
    }
  }

  fileprivate mutating func note(
    _ result: Result<JSONObject?, PartFault>, _ index: Int, of record: Record
  ) throws(StorageFault) {
    switch result {
    case .success(.some): opened += 1
    case .success(nil): erased += 1
    // Nothing is wrong with the log then.
    case .failure(.masterKeyChanged): throw .masterKeyRotated
    case .failure(let fault):
      let words = fault.words
      report(
        record.position, "part \(index): \(words.what)", words.expected, words.found, fault.remedy)
    }
  }

  fileprivate mutating func report(
    _ position: Position, _ what: String, _ expected: String, _ found: String,
    _ remedy: Remedy? = nil
  ) {
    problems.append(
      LogProblem(
        position: position, what: what, expected: expected, found: found, remedy: remedy))
  }
}
