public import Compliance
public import InteractionModel
internal import ProjectionEngine
internal import Projections

/// The records of something in order of time (when they occurred, then position), a page of them.
public struct Timeline: Sendable {
  /// Whose timeline it is.
  public let entity: QuerySubject
  /// What happened, one entry a record.
  public let entries: [TimelineEntry]
  /// The position to go on after; nil when nothing follows.
  public let next: Position?
  /// Whether some text stays closed only because no purpose was stated.
  public let isSealed: Bool
  /// The member of the answer that says whose it is.
  private let name: String

  /// A page, opened as far as the reader's purpose permits; no other record is held.
  /// - Parameters:
  ///   - all: when the records happened, in any order.
  ///   - page: which of them.
  ///   - entity: whose timeline it is.
  ///   - name: the member of the answer that says whose it is.
  ///   - scope: what the account says is looked at.
  ///   - questions: what reads the records of the page.
  ///   - reader: who asks.
  /// - Throws: ``QueryError/noEntry(_:of:)`` when the timeline has no entry to start after; what
  ///   opening throws.
  init(
    _ all: [Moment], _ page: EntryPage, of entity: QuerySubject, as name: String,
    scope: AccessGate.Scope, by questions: EntityQuestions, for reader: Reader
  ) async throws {
    let (moments, hasMore) = try page.cut(all.sorted(), of: entity) { $0.position }
    let records = try questions.records(at: moments.map(\.position))
    let gate = try await reader.gate()
    self.entity = entity
    self.name = name
    entries = try await gate.open(records, scope: scope).map(TimelineEntry.init)
    next = hasMore ? records.last?.position : nil
    isSealed = !gate.isOpen && records.contains { $0.sealedCount > 0 }
  }

  /// The page as answers have it.
  public var json: JSONObject {
    [
      name: .string(entity.id), "entries": .array(entries.map { .object($0.json) }),
      "next": next.map { .string($0.description) } ?? .null,
    ]
  }
}

/// Which entries of something long are shown.
public struct EntryPage: Sendable, Hashable {
  /// The position of the last entry of the page before; nil for the first page.
  public var after: Position?
  /// How many at most.
  public var limit: Int

  /// A page.
  /// - Parameters:
  ///   - after: the position of the last entry of the page before; nil for the first page.
  ///   - limit: how many at most; nil for all.
  public init(after: Position? = nil, limit: Int? = nil) {
    self.after = after
    self.limit = limit ?? .max
  }

  /// The page of some entries that are there in order, and whether more follow.
  func cut<Entry>(
    _ entries: [Entry], of subject: QuerySubject, at position: (Entry) -> Position?
  ) throws(QueryError) -> (entries: [Entry], hasMore: Bool) {
    var rest = entries[...]
    if let after {
      guard let index = entries.firstIndex(where: { position($0) == after }) else {
        throw .noEntry(after, of: subject)
      }
      rest = entries[(index + 1)...]
    }
    return (Array(rest.prefix(limit)), rest.count > limit)
  }
}
