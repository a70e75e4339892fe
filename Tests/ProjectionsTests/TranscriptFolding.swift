import InteractionModel

@testable import Projections

/// An event and whether it has something sealed.
struct Said {
  var event: NewEvent
  var isSealed: Bool

  var id: String { event.id.description }
}

/// Makes the records of one conversation, sealed parts included, the way a log does.
struct TranscriptBuilder {
  private(set) var position: Int64 = 0
  private var events: RecordBuilder
  var stream: String

  init(stream: String = "conversation-c", seed: UInt64 = 1) {
    self.stream = stream
    events = RecordBuilder(seed: seed)
  }

  /// An event; times in seconds from ``RecordBuilder/start``.
  mutating func said(
    _ type: String, at seconds: Int64?, _ body: JSONObject = [:], sealed: Bool = false,
    _ change: (inout NewEvent) -> Void = { _ in }
  ) -> Said {
    Said(event: events.event(type, stream, at: seconds, body, change), isSealed: sealed)
  }

  /// A message of a party with text, through e-mail.
  mutating func message(
    _ type: String = "message.received", at seconds: Int64?, _ body: JSONObject = [:],
    _ change: (inout NewEvent) -> Void = { _ in }
  ) -> Said {
    said(type, at: seconds, body, sealed: true) { event in
      event.channel = .email
      event.direction = type == "message.sent" ? .outbound : .inbound
      event.actor = Actor(type: type == "message.sent" ? "agent" : "party", id: "x1")
      change(&event)
    }
  }

  /// An edit, a redaction or a receipt of something that was said.
  mutating func about(
    _ target: Said, _ type: String, at seconds: Int64?, _ body: JSONObject = [:],
    sealed: Bool = false, _ change: (inout NewEvent) -> Void = { _ in }
  ) -> Said {
    var body = body
    body["message"] = .string(target.id)
    return said(type, at: seconds, body, sealed: sealed, change)
  }

  /// The record of an event at the next position, recorded an hour after the start and later.
  mutating func record(_ said: Said) throws -> Record {
    position += 1
    let part = SealedPart(
      key: "00112233445566778899aabbccddeeff", commitment: [UInt8](repeating: 1, count: 32),
      nonce: [UInt8](repeating: 2, count: 12), data: [UInt8](repeating: 3, count: 48),
      root: [UInt8](repeating: 4, count: 32))
    let line = try RecordLine(said.event, sealed: said.isSealed ? [part] : []).bytes(
      position: Position(position),
      recorded: RecordBuilder.start.advanced(bySeconds: 3600 + position), version: position)
    return try Record(line: line)
  }
}

/// Folding and reading transcripts in tests.
enum Transcripts {
  static func fold(_ records: [Record]) throws -> Transcript {
    var state = Transcript()
    for record in records { try state.apply(record) }
    return state
  }

  /// The state of some events in their order of delivery.
  static func deliver(_ events: [Said]) throws -> Transcript {
    var builder = TranscriptBuilder()
    return try fold(events.map { try builder.record($0) })
  }

  /// A row by column name, its key included; JSON columns parsed.
  static func object(_ row: Row, _ table: Table) throws -> JSONObject {
    var object: JSONObject = ["key": .string(row.key)]
    for (column, value) in zip(table.columns, row.values) {
      if case .json = column.kind, case .text(let text) = value {
        object[column.name] = try JSONValue(parsing: Array(text.utf8))
      } else {
        object[column.name] = value.json
      }
    }
    return object
  }

  static func rows(
    _ state: some FoldState, _ table: Table, _ context: RowContext = RowContext(key: "c")
  ) throws -> [JSONObject] {
    try state.rows(context).filter { $0.table == table.name }.map { try object($0, table) }
  }

  /// The entries after some deliveries, in the order in which they are shown.
  static func entries(_ events: [Said]) throws -> [JSONObject] {
    try rows(deliver(events), ConversationArchive.entries)
  }

  /// The row of the conversation after some deliveries.
  static func conversation(
    _ events: [Said], _ context: RowContext = RowContext(key: "c")
  ) throws -> JSONObject {
    try rows(deliver(events), ConversationArchive.conversations, context).first ?? [:]
  }

  /// The uses of responses after some deliveries.
  static func uses(_ events: [Said]) throws -> [JSONObject] {
    try rows(deliver(events), ConversationArchive.uses)
  }
}

extension JSONObject {
  /// The member at the end of some names, through objects.
  func at(_ names: String...) -> JSONValue? {
    var value: JSONValue? = .object(self)
    for name in names { value = value?[name] }
    return value
  }
}
