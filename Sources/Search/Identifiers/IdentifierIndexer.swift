public import EventLog
public import InteractionModel
public import ProjectionEngine
@_spi(Opening) public import Vault

/// Notes in the vault by what people are known outside, record by record behind the log.
///
/// What is noted follows from the records and the rules alone, so it can be interrupted anywhere and
/// run by several processes at once. A vault that was restored from an older copy goes on from its own
/// checkpoint; one whose checkpoint is another log's, or was made by other rules, begins anew.
public struct IdentifierIndexer: Sendable {
  /// How far a run has come.
  public struct Progress: Sendable {
    /// The last record taken into account.
    public let position: Position
    /// Where the run will end.
    public let target: Position
  }

  /// How many records a batch takes at most.
  public static let batchSize = 4_096
  /// How many records one core opens before it forgets what they say.
  private static let openedAtOnce = 32

  private let log: InteractionLog
  private let archive: (any ReadModel)?
  private let batchSize: Int

  /// An indexer.
  /// - Parameters:
  ///   - log: the records and the vault that opens them.
  ///   - archive: the read model of the archive of conversations, which knows what came twice; without
  ///     it what was redacted is found by reading more.
  ///   - batchSize: how many records a batch takes at most.
  public init(
    log: InteractionLog, archive: (any ReadModel)?, batchSize: Int = IdentifierIndexer.batchSize
  ) {
    self.log = log
    self.archive = archive
    self.batchSize = max(1, batchSize)
  }

  /// Takes everything into account that the log has by now.
  /// - Parameter progress: is told after each batch that is written; answers whether to go on.
  /// - Returns: the position that it has come to.
  /// - Throws: ``/ProjectionEngine/ProjectionFailure`` when a part cannot be opened although it was
  ///   not erased: nothing of its batch or later ones is noted then; or ``/EventLog/StorageFault``.
  @discardableResult
  public func catchUp(progress: (Progress) -> Bool = { _ in true }) throws -> Position {
    let target = try log.store.head().position
    while true {
      let (base, rules, isCurrent) = try standing()
      let start = isCurrent ? base.checkpoint.position : .start
      guard start < target else { return start }
      guard let batch = try batch(after: start, through: target, base, rules, isCurrent) else {
        continue
      }
      // Another process may have gone on meanwhile: then from where that is.
      guard try log.vault.note(batch) else { continue }
      let position = batch.state.checkpoint.position
      guard progress(Progress(position: position, target: target)) else { return position }
    }
  }

  /// What the vault says, the rules that are in force, and whether what is noted was noted by them and
  /// is of this log.
  private func standing() throws -> (IdentifierState, IdentifierRules, isCurrent: Bool) {
    let state = try log.vault.identifierState()
    let rules = try IdentifierRules(of: state)
    let isCurrent = try rules.arePresent(in: state, of: log.store)
    return (state, rules, isCurrent)
  }

  // MARK: One batch

  private func batch(
    after start: Position, through target: Position, _ base: IdentifierState,
    _ rules: IdentifierRules, _ isCurrent: Bool
  ) throws -> IdentifierBatch? {
    let records = try RecordReader(log: log.store, projection: "identifiers")
      .records(after: start, through: target, limit: batchSize)
    guard let end = records.last?.position, let checkpoint = try log.store.checkpoint(at: end)
    else { return nil }
    let redacted = try Amendments.redacted(by: records, in: log.store, archive: archive)
    let candidates = records.filter {
      IdentifierRules.mayIdentify($0) && !redacted.contains($0.position)
    }
    let state = IdentifierState(region: base.region, rules: rules.name, checkpoint: checkpoint)
    return IdentifierBatch(
      from: base, to: state, startsAnew: !isCurrent, entries: try entries(candidates, rules),
      withdrawn: try redacted.flatMap { try places(at: $0) })
  }

  /// A record and the keys that seal it.
  private func places(at position: Position) throws -> [IdentifierBatch.Place] {
    try log.store.record(at: position)?.decoded().sealedParts().map { part in
      IdentifierBatch.Place(keyID: part.key, position: position)
    } ?? []
  }

  /// What some records say, opened on all cores, few at a time: what they say is long, what is kept
  /// of it is not.
  private func entries(
    _ records: [Record], _ rules: IdentifierRules
  ) throws -> [IdentifierBatch.Entry] {
    let outside = try outsideKeys(of: records)
    let wanted = try records.filter { record in
      try record.sealedParts().contains { outside.contains($0.key) }
    }
    let pieces = Parallel.pieces(wanted.count)
    return try Parallel.map(pieces.count) { piece in
      try stride(
        from: pieces[piece].lowerBound, to: pieces[piece].upperBound, by: Self.openedAtOnce
      )
      .flatMap { first in
        let last = min(first + Self.openedAtOnce, pieces[piece].upperBound)
        return try opened(Array(wanted[first..<last]), rules, outside)
      }
    }.flatMap { $0 }
  }

  /// The keys of subjects that are none of the agency's own.
  private func outsideKeys(of records: [Record]) throws -> Set<String> {
    let named = try Set(records.flatMap { try $0.sealedParts().map(\.key) })
    // Taken away and not chosen: a key that is not there must be missed, and not passed over.
    return try named.subtracting(
      log.vault.keys(withIDs: Array(named)).filter { !IdentifierRules.isOutside($0) }
        .map(\.keyID))
  }

  private func opened(
    _ records: [Record], _ rules: IdentifierRules, _ outside: Set<String>
  ) throws -> [IdentifierBatch.Entry] {
    var entries: [IdentifierBatch.Entry] = []
    for (record, parts) in zip(records, try log.open(records, checksRoots: false)) {
      for part in parts where outside.contains(part.keyID) {
        switch part.result {
        case .opened(let content):
          let place = IdentifierBatch.Place(keyID: part.keyID, position: record.position)
          entries += rules.identifiers(in: content, of: record).map { identifier in
            IdentifierBatch.Entry(hash: log.vault.hash(of: identifier), place: place)
          }
        case .unavailable(.masterKeyChanged): throw StorageFault.masterKeyRotated
        case .unavailable(let reason):
          throw ProjectionFailure(
            position: record.position,
            reason: "it cannot be opened to note by what people are known: \(reason)")
        case .erased, .notPermitted: break
        }
      }
    }
    return entries
  }
}
