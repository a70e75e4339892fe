internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record

/// What the records of a log say about the keys that erasures destroyed.
struct ErasureClaims {
  /// An erasure that was completed.
  struct Completion {
    let subjects: Int64
    /// ``KeyDestruction/digest(of:)`` of the keys; nil when the record does not say it.
    let digest: String?
  }

  /// By position: which erasure a record requested, and of how many keys.
  private(set) var requests: [Int64: (erasure: String, subjects: Int64)] = [:]
  private(set) var completions: [String: Completion] = [:]

  /// Takes what a record says; most say nothing.
  mutating func note(_ record: Record) {
    // Only the register counts: elsewhere an import may say what it likes.
    guard record.stream == .erasures, let erasure = record.body["erasure"]?.string else { return }
    let subjects = record.body["subjects"]?.int ?? 0
    switch record.type {
    case .erasureRequested:
      requests[record.position.rawValue] = (erasure, subjects)
    case .partyErased:
      completions[erasure] = Completion(
        subjects: subjects, digest: record.body["keys"]?.string)
    default: break
    }
  }
}

extension LogVerifier {
  /// The keys marked by each erasure must be those that its records account for.
  ///
  /// A completed one says how many there are and what their ids hash to, so that none can be added,
  /// taken away or exchanged; one under way has at least those it began with. Whether any record
  /// was sealed by a key does not matter: one that was made and never used is destroyed all the
  /// same, because somebody might be about to use it.
  mutating func checkDestroyedKeys(_ database: Database) throws {
    var marked: [Int64: [String]] = [:]
    try SQLiteStatement(database, "SELECT position, key FROM destroyed_key").forEachRow { row in
      marked[row.integer(0), default: []].append(Hex.string(row.blob(1)))
      return true
    }
    for position in Set(marked.keys).union(erasures.requests.keys).sorted() {
      let keys = marked[position] ?? []
      guard let request = erasures.requests[position] else {
        let stored = try LogQuery.record(database, at: Position(position))
        let type = stored.flatMap { try? Record(line: $0.line) }?.type.rawValue
        report(
          position, "destroyed key", "an erasure.requested at that position", type ?? "none")
        continue
      }
      check(keys, of: request, at: position)
      if erasures.completions[request.erasure] != nil {
        try checkDestroyed(keys, at: position)
      }
    }
  }

  private mutating func check(
    _ keys: [String], of request: (erasure: String, subjects: Int64), at position: Int64
  ) {
    if let odd = keys.first(where: { $0.utf8.count != 32 }) {
      report(position, "destroyed key", "16 bytes", odd)
    }
    guard let completion = erasures.completions[request.erasure] else {
      if keys.count < request.subjects {
        report(position, "destroyed keys", "at least \(request.subjects)", "\(keys.count)")
      }
      return
    }
    if keys.count != completion.subjects {
      report(position, "destroyed keys", "\(completion.subjects)", "\(keys.count)")
    } else if let expected = completion.digest {
      let found = KeyDestruction.digest(of: keys)
      if found != expected { report(position, "digest of destroyed keys", expected, found) }
    }
  }
}
