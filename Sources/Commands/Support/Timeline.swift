internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Vault

/// The records of something in order of time (when they occurred, then position), a page of them.
struct Timeline {
  let records: [Record]
  /// Whether more follow.
  let hasMore: Bool

  /// A page.
  /// - Parameters:
  ///   - all: the records, in any order.
  ///   - after: the position of the last entry of the page before; nil for the first page.
  ///   - limit: how many at most; nil for all.
  ///   - name: whose timeline it is, for a refusal.
  /// - Throws: ``Refusal`` when the timeline has no entry of that position.
  init(_ all: [Record], after: Int64?, limit: Int?, of name: String) throws {
    let sorted = all.sorted { ($0.effectiveTime, $0.position) < ($1.effectiveTime, $1.position) }
    var rest = sorted[...]
    if let after {
      guard let index = sorted.firstIndex(where: { $0.position == Position(after) }) else {
        throw Refusal("position \(after) is not in the timeline of \(name)")
      }
      rest = sorted[(index + 1)...]
    }
    records = Array(rest.prefix(limit ?? .max))
    hasMore = records.count < rest.count
  }

  /// Opens what the purpose permits and prints the page.
  /// - Parameters:
  ///   - key: the member of the JSON answer that says whose timeline it is, and the id.
  ///   - store: where the records are.
  ///   - purpose: why text is opened; nil leaves it sealed.
  ///   - scope: what the account says is looked at.
  ///   - json: whether to print JSON.
  /// - Throws: when the account cannot be written, or a record cannot be read.
  func show(
    of key: (name: String, id: String), in store: OpenStore, purpose: String?,
    scope: AccessGate.Scope, json: Bool
  ) async throws {
    let opened = try await OpenedRecords(records, of: store, purpose: purpose, scope: scope)
    let entries = zip(records, opened.parts).map { record, parts in
      TimelineEntry(record, parts, opened.amendments)
    }
    if json {
      return Terminal.show([
        key.name: .string(key.id), "entries": .array(entries.map { .object($0.json) }),
        "next": hasMore ? records.last.map { .int($0.position.rawValue) } ?? .null : .null,
      ])
    }
    var table = TextTable("POSITION", "OCCURRED", "CHANNEL", "WHAT", "WHO", "TEXT")
    for entry in entries { entry.add(to: &table) }
    table.show()
    if hasMore, let last = records.last {
      print(Terminal.styled("more: --after \(last.position)", .dim))
    }
    if !opened.isOpen, records.contains(where: { $0.sealedCount > 0 }) {
      Terminal.note("text is sealed; --purpose TEXT opens it and records who read it and why")
    }
  }
}
