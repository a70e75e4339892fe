internal import EventLog
internal import InteractionModel
internal import Merkle
internal import StoreConformance

@testable import SQLiteStore

/// Appends that are made while something goes wrong, and what must be true afterwards.
struct Workload: Sendable {
  /// What the callers were told, by the number of the batch.
  struct Outcome {
    var acknowledged: [Int: [Placement]] = [:]
    var unknown: Set<Int> = []
    var refused: Set<Int> = []
    /// The last checkpoint that was kept.
    var signed: SignedCheckpoint?
  }

  /// Batches of several sizes over a few streams; the last event of each amends its first.
  let batches: [[NewEvent]]
  /// How many records the log has before.
  let baseCount: Int
  /// How many records are recent at most before they are merged.
  let recentLimit: Int
  /// How many pages the WAL has when it is written back beside the appends.
  let walFrames: Int
  /// Whether the log is signed behind each batch.
  let isSigned: Bool

  init(
    seed: UInt64 = 3, sizes: [Int] = [1, 3, 2, 4, 1, 2], baseCount: Int = 6,
    recentLimit: Int = LogTuning().recentLimit, walFrames: Int = LogTuning().walFrames,
    isSigned: Bool = false
  ) {
    self.isSigned = isSigned
    self.recentLimit = recentLimit
    self.walFrames = walFrames
    var maker = EventMaker(seed: seed)
    batches = sizes.map { size in
      let events = maker.events(size)
      guard size > 1 else { return events }
      return events.dropLast() + [maker.amendment(of: events[0].id)]
    }
    self.baseCount = baseCount
  }

  /// Opens the log and appends the batches one after the other, going on after a refusal.
  func run(in path: String) async -> Outcome {
    var outcome = Outcome()
    guard let store = try? PlainLog.open(path, recentLimit: recentLimit, walFrames: walFrames)
    else {
      outcome.refused = Set(batches.indices)
      return outcome
    }
    for index in batches.indices {
      await append(index, to: store, &outcome)
      if isSigned, let signed = try? PlainLog.signHead(of: store) { outcome.signed = signed }
      // The WAL starts anew in the middle, so that every step of a checkpoint is hit too.
      if index == batches.count / 2 { try? store.checkpoint() }
    }
    try? store.close()
    return outcome
  }

  func append(_ index: Int, to store: SQLiteEventStore, _ outcome: inout Outcome) async {
    do {
      outcome.acknowledged[index] = try await store.append(plain: batches[index])
    } catch AppendError.outcomeUnknown {
      outcome.unknown.insert(index)
    } catch {
      outcome.refused.insert(index)
    }
  }

  /// Opens the log again and says which promise was broken: what was acknowledged is where it was,
  /// nothing is half there, nothing refused is there, the log verifies, and asking again with the
  /// same ids leaves every event exactly once.
  func violations(in path: String, after outcome: Outcome) async -> [String] {
    do {
      let store = try PlainLog.open(path, recentLimit: recentLimit, walFrames: walFrames)
      defer { try? store.close() }
      var found = try store.problems()
      if let signed = outcome.signed {
        let size = try store.lastCheckpoint()?.checkpoint.size ?? 0
        if size < signed.checkpoint.size { found.append("the checkpoint of \(size) is lost") }
      }
      for (index, batch) in batches.enumerated() {
        let places = try batch.compactMap { event in
          try store.positions(.id(event.id), in: ReadRange(), limit: 1).first
        }
        if !places.isEmpty, places.count < batch.count {
          found.append("batch \(index) is half there")
        }
        if let placements = outcome.acknowledged[index], placements.map(\.position) != places {
          found.append("batch \(index) was acknowledged and is lost")
        }
        if outcome.refused.contains(index), !places.isEmpty {
          found.append("batch \(index) was refused and is there")
        }
      }
      for (index, batch) in batches.enumerated() {
        let again = try await store.append(plain: batch)
        if let before = outcome.acknowledged[index], before.map(\.position) != again.map(\.position)
        {
          found.append("batch \(index) has other places when asked again")
        }
      }
      let size = baseCount + batches.map(\.count).reduce(0, +)
      if try store.head().position != Position(Int64(size)) {
        found.append("\(try store.head().position) records instead of \(size)")
      }
      return try found + store.problems()
    } catch {
      return ["the log does not open or read: \(error)"]
    }
  }
}
