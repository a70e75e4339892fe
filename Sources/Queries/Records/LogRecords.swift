public import Compliance
public import EventLog
public import InteractionModel
internal import ProjectionEngine
internal import Vault

/// The records of a log as they are hashed, and what they say as far as a reader may know it.
public struct LogRecords: Sendable {
  private let reader: Reader
  private let gate: AccessGate

  /// The records that a reader asks for.
  /// - Parameter reader: who asks.
  /// - Throws: what keeps the reader's gate from being opened.
  public init(_ reader: Reader) async throws {
    self.reader = reader
    gate = try await reader.gate()
  }

  /// How many records a page has at most.
  private static let pageSize = 500

  /// Goes through records, page by page.
  ///
  /// Ends where the log ends when this begins: what is appended meanwhile, the account of this very
  /// reading among it, is not part of the answer.
  /// - Parameters:
  ///   - selector: which.
  ///   - type: only those of this type; nil for all.
  ///   - place: the position to start after, or before in reverse; nil to start at the end.
  ///   - isReverse: whether from the last to the first.
  ///   - limit: how many at most; nil for all.
  ///   - body: takes a page; answers whether to go on.
  /// - Throws: ``MalformedQuestion`` when the log does not reach the place,
  ///   ``/EventLog/StorageFault`` when the log cannot be read, `CancellationError` when the
  ///   reader wants it to stop, and what `body` throws.
  public func forEachPage(
    of selector: Selector, ofType type: EventType? = nil, after place: Position? = nil,
    reverse isReverse: Bool = false, limit: Int? = nil,
    _ body: ([StoredRecord]) async throws -> Bool
  ) async throws {
    var pages = try Pages(self, selector, type, place, isReverse, limit)
    while let records = try pages.next() {
      guard try await body(records) else { return }
    }
  }

  /// The records that are told one by one, a page of them in memory.
  private struct Pages {
    private let records: LogRecords
    private let selector: Selector
    private let type: EventType?
    private var range: ReadRange
    private var left: Int

    /// Ends where the log ends when this begins.
    init(
      _ records: LogRecords, _ selector: Selector, _ type: EventType?, _ place: Position?,
      _ isReverse: Bool, _ limit: Int?
    ) throws {
      self.records = records
      self.selector = selector
      self.type = type
      let head = try records.reader.store.events.head().position
      range = ReadRange(through: head, reverse: isReverse)
      if let place {
        guard place <= head else {
          throw MalformedQuestion("there is no position \(place) yet: the log ends at @\(head)")
        }
        if isReverse { range.through = place.previous } else { range.after = place }
      }
      left = limit ?? .max
    }

    /// The next page; nil after the last one.
    mutating func next() throws -> [StoredRecord]? {
      let size = min(left, LogRecords.pageSize)
      guard size > 0 else { return nil }
      let page = try records.page(selector, ofType: type, in: range, limit: size)
      guard let last = page.last else { return nil }
      left = page.count == size ? left - size : 0
      if range.reverse {
        range.through = last.position.previous
      } else {
        range.after = last.position
      }
      return page
    }
  }

  /// What a line of a table has of a record: what stands in clear.
  private static let columns = [
    "position", "recorded", "occurred", "type", "stream", "version", "id", "actorType", "actor",
    "channel", "direction", "conversation", "case", "party", "department", "source", "correlation",
    "causation", "schema", "body", "sealed",
  ]

  /// Records for tables of other programs; see ``forEachPage(of:ofType:after:reverse:limit:_:)``.
  ///
  /// The public fields are JSON; of the sealed parts it is said how many there are.
  public func lines(
    of selector: Selector, ofType type: EventType? = nil, after place: Position? = nil,
    reverse isReverse: Bool = false, limit: Int? = nil
  ) throws -> ListLines {
    let pages = try Pages(self, selector, type, place, isReverse, limit)
    return ListLines(LogRecords.columns) { body in
      var pages = pages
      while let records = try pages.next() {
        for record in records { try body(LogRecords.line(record)) }
      }
    }
  }

  private static func line(_ stored: StoredRecord) throws -> JSONObject {
    var line = try (JSONValue(parsing: Array(stored.line)).object ?? [:]).withActorApart
    line["sealed"] = .int(Int64(line["sealed"]?.array?.count ?? 0))
    return line
  }

  /// A page of records; fewer than `limit` only at the end of the range.
  private func page(
    _ selector: Selector, ofType type: EventType? = nil, in range: ReadRange, limit: Int
  ) throws -> [StoredRecord] {
    let log = reader.store.events
    guard let type else { return try log.records(selector, in: range, limit: limit) }
    var (found, rest) = ([StoredRecord](), range)
    while true {
      try reader.stop.check()
      let page = try log.records(selector, in: rest, limit: 1_000)
      for record in page where try record.decoded().type == type {
        found.append(record)
        if found.count == limit { return found }
      }
      guard page.count == 1_000, let last = page.last?.position else { return found }
      if range.reverse { rest.through = last.previous } else { rest.after = last }
    }
  }

  /// The type of that name, which is in the vocabulary or in the log.
  /// - Parameter name: the name.
  /// - Returns: the type.
  /// - Throws: ``UnknownWord`` when it is in neither; what reading throws.
  public func type(named name: String) throws -> EventType {
    let type = EventType(name)
    if EventCatalogue.lists(type) { return type }
    guard try page(.all, ofType: type, in: ReadRange(), limit: 1).isEmpty else { return type }
    throw UnknownWord("event type", name, among: EventCatalogue.types.map(\.rawValue))
  }

  /// The records that are meant by what was typed.
  /// - Parameter selector: names what was typed: an id of any kind, or the beginning of one.
  /// - Returns: the same with the id that is meant.
  /// - Throws: ``UnknownWord`` or ``QueryError`` when nothing in the store is called so.
  public func meant(by selector: Selector) throws -> Selector {
    let log = reader.store.events
    switch selector {
    case .entity(let entity):
      let id = try TypedIDs(reader).known(entity.kind, entity.id)
      return .entity(EntityKey(entity.kind, id))
    case .id(let id):
      guard try !log.positions(selector, in: ReadRange(), limit: 1).isEmpty else {
        throw QueryError.unknown(.record(id.description))
      }
    case .stream(let stream):
      // A register or a reader's account may have nothing yet.
      guard try stream.entity == nil || log.version(of: stream) > 0 else {
        throw QueryError.unknown(.stream(stream.description))
      }
    default: break
    }
    return selector
  }

  /// What some records say.
  /// - Parameters:
  ///   - stored: the records.
  ///   - selector: what was asked for, for the account.
  ///   - redactedToo: whether redacted text is opened as well; the account says so.
  /// - Returns: one for each, in order.
  /// - Throws: what opening throws.
  public func open(
    _ stored: [StoredRecord], of selector: Selector, redactedToo: Bool = false
  ) async throws -> [RawRecord] {
    var entity: EntityKey?
    if case .entity(let key) = selector { entity = key }
    let opened = try await gate.open(
      stored.map { try $0.decoded() }, scope: AccessGate.Scope(command: "log", entity: entity),
      redactedToo: redactedToo)
    return zip(stored, opened).map { RawRecord(stored: $0, opened: $1) }
  }
}

/// A record as it is hashed, with what it says.
public struct RawRecord: Sendable {
  /// The record as it is hashed.
  public let stored: StoredRecord
  let opened: OpenedRecord

  /// The record as answers have it: one line of JSON in which the record stands byte for byte.
  /// - Parameter said: how the face says what to do.
  /// - Returns: the line.
  public func json(_ said: (Remedy) -> String) -> String {
    let parts =
      opened.isRedacted && opened.parts.isEmpty
      ? (try? opened.record.sealedParts())?.map { part in
        JSONValue.object(["key": .string(part.key), "state": "redacted"])
      } ?? []
      : opened.parts.map { .object($0.json(said)) }
    let line = String(decoding: stored.line, as: UTF8.self)
    // What an account says in words may be shared out among its parts.
    let isAccount = opened.record.type == .recordAccessed
    let words = isAccount ? AccountWords.read(opened.parts) : nil
    let member = words.map { ",\"words\":\(JSONValue.object($0).canonicalText)" } ?? ""
    return "{\"opened\":\(JSONValue.array(parts).canonicalText),\"record\":\(line)\(member)}"
  }
}

extension OpenedPart {
  fileprivate func json(_ said: (Remedy) -> String) -> JSONObject {
    var object: JSONObject = ["key": .string(keyID), "state": .string(result.state)]
    switch result {
    case .opened(let content): object["content"] = .object(content)
    case .unavailable(let reason): object["reason"] = .string(said(reason.diagnosis.sentence))
    case .erased, .notPermitted: break
    }
    return object
  }
}
