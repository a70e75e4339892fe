public import Compliance
internal import EventLog
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
  /// As of when; nil for now.
  public private(set) var point: AnswerPoint?
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
    try await self.init(
      moments, hasMore: hasMore, of: entity, as: name, scope: scope, by: questions, for: reader)
  }

  /// The entries of a page that was cut already.
  private init(
    _ moments: [Moment], hasMore: Bool, of entity: QuerySubject, as name: String,
    scope: AccessGate.Scope, by questions: EntityQuestions, for reader: Reader
  ) async throws {
    let records = try questions.records(at: moments.map(\.position))
    let gate = try await reader.gate()
    self.entity = entity
    self.name = name
    let wordless = gate.isOpen ? [] : reader.wordless(among: records)
    let nameless = Set(
      try records.filter { try $0.namesNothing(in: reader.store.events) }.map(\.position))
    entries = try await gate.open(records, scope: scope).map { opened in
      let place = opened.record.position
      return TimelineEntry(
        opened, isWordless: wordless.contains(place), namesNothing: nameless.contains(place))
    }
    next = hasMore ? records.last?.position : nil
    isSealed = !gate.isOpen && entries.contains { $0.text?.state == "notPermitted" }
  }

  /// A page of the records that belong to something.
  /// - Parameters:
  ///   - page: which of them.
  ///   - entity: whose they are.
  ///   - questions: what reads them.
  ///   - reader: who asks.
  /// - Returns: the page; nil when nothing belongs to it.
  /// - Throws: ``QueryError/noEntry(_:of:)`` when it has no entry to start after; what opening throws.
  static func page(
    _ page: EntryPage, of entity: EntityKey, by questions: EntityQuestions, for reader: Reader
  ) async throws -> Timeline? {
    let found = try questions.page(of: entity.id, after: page.after, limit: page.limit)
    guard !found.isEmpty else { return nil }
    let subject = QuerySubject(entity)
    if let after = page.after, !found.hasStart { throw QueryError.noEntry(after, of: subject) }
    let kind = entity.kind.rawValue
    return try await Timeline(
      found.moments, hasMore: found.hasMore, of: subject, as: kind,
      scope: AccessGate.Scope(command: "\(kind).timeline", entity: entity), by: questions,
      for: reader)
  }

  /// The page as answers have it.
  ///
  /// `asOf` is there only where a point was asked for.
  public var json: JSONObject {
    var object: JSONObject = [
      name: .string(entity.id), "entries": .array(entries.map { .object($0.json) }),
      "next": next.map { .string($0.description) } ?? .null,
    ]
    object["asOf"] = point?.json
    return object
  }

  /// The same, which says as of when it is.
  /// - Parameters:
  ///   - point: as of when; nil for now.
  ///   - questions: what was asked.
  /// - Returns: the timeline.
  func at(_ point: AsOf?, _ questions: EntityQuestions) -> Timeline {
    var timeline = self
    timeline.point = point.map { AnswerPoint(questions.subset.through, $0) }
    return timeline
  }
}

extension Record {
  /// Whether it amends a message or is a receipt of one, and names none that the log has, or redacts what
  /// has nothing sealed: nothing comes of it then.
  fileprivate func namesNothing(in log: any EventStore) throws -> Bool {
    switch type {
    case .messageEdited, .messageRedacted, .messageDelivered, .messageFailed: break
    default: return false
    }
    let message = body["message"]?.string.flatMap { EventID($0) }
    let found = try message.flatMap {
      try log.records(.id($0), in: ReadRange(), limit: 1).first?.decoded()
    }
    return found.map { type == .messageRedacted && $0.sealedCount == 0 } ?? true
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
