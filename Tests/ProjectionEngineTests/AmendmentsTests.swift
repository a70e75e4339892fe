import EventLog
import InteractionModel
import ProjectionEngine
import Projections
import StoreConformance
import Testing

@Suite("What the log says of records, with and without the archive")
struct AmendmentsTests {
  /// Makes what is said in two conversations, and whatever can be said about it there.
  private struct Saying {
    private var random: SeededGenerator
    private var said: [String: [EventID]] = [:]
    /// Some ids of what comes later, or never.
    private let later = (0..<30).map { EventID(high: UInt64($0) << 16 | 0x4000, low: 1 << 63) }
    private var unused: [EventID]

    init(seed: UInt64) {
      random = SeededGenerator(seed: seed)
      unused = later
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func next() -> NewEvent {
      let conversation = "c-\(number(1...2))"
      let other = number(1...6) == 1 ? "c-3" : conversation
      let kind = number(1...12)
      let id =
        kind > 5 && number(1...3) == 1 && !unused.isEmpty
        ? unused.remove(at: number(0...(unused.count - 1))) : EventID.random()
      let type =
        switch kind {
        case 1...3: "message.edited"
        case 4: "message.redacted"
        case 5: "message.delivered"
        case 6: "note.added"
        case 7: "contact.answered"
        default: kind == 8 ? "message.sent" : "message.received"
        }
      var event = NewEvent(
        id: id, stream: StreamID(.conversation(kind <= 5 ? other : conversation)),
        type: EventType(type))
      if kind <= 5 {
        let known = said[conversation] ?? []
        let target =
          number(1...4) == 1 || known.isEmpty
          ? later[number(0...29)] : known[number(0...(known.count - 1))]
        event.body["message"] = .string(target.description)
      } else if number(1...3) == 1, kind != 6 || number(1...3) == 1 {
        event.body["item"] = .string("i-\(number(1...4))")
      }
      if number(1...4) == 1 { event.body["visibility"] = "internal" }
      if kind != 5, number(1...8) > 1 {
        event.personal = [PersonalPart(subject: event.defaultSubject, content: ["text": "words"])]
      }
      said[conversation, default: []].append(id)
      return event
    }
  }

  /// What the whole log says of redactions, by going through all of it until nothing changes.
  private struct Reading {
    private var redacted: Set<EventID> = []

    init(of records: [Record]) {
      var ties: [EventID: Set<EventID>] = [:]
      func tie(_ one: EventID, _ other: EventID) {
        ties[one, default: []].insert(other)
        ties[other, default: []].insert(one)
      }
      for record in records {
        if record.type == .messageEdited, let message = record.amends { tie(record.id, message) }
        guard ![.messageEdited, .messageRedacted].contains(record.type),
          let item = record.body["item"]
        else { continue }
        for other in records
        where other.type == record.type && other.conversation == record.conversation
          && other.body["item"] == item
        {
          tie(record.id, other.id)
        }
      }
      var next = Set(records.filter { $0.type == .messageRedacted }.compactMap(\.amends))
      while !next.isEmpty {
        redacted.formUnion(next)
        next = Set(next.flatMap { ties[$0] ?? [] }).subtracting(redacted)
      }
    }

    func isRedacted(_ record: Record) -> Bool {
      record.type != .messageRedacted && redacted.contains(record.id)
    }
  }

  private static func quarantine(_ position: Int64) -> NewEvent {
    let name = ConversationArchive.projection.name
    return NewEvent(
      id: .random(), stream: .projection(name), type: .eventQuarantined,
      body: ["projection": .string(name), "position": .int(position), "codeVersion": 1])
  }

  @Test(
    "Both say the same of every page, wherever the archive is, and so does the whole log",
    arguments: 1...30)
  func agreement(seed: UInt64) async throws {
    var saying = Saying(seed: seed)
    let log = MemoryEventStore(clock: LogClock { Instant(microseconds: 1_772_438_400_000_000) })
    let projection = ConversationArchive.projection(
      inPartsAbove: seed.isMultiple(of: 2) ? 2 : 1_000)
    let count = saying.number(20...120)
    for _ in 0..<count {
      var event = saying.next()
      if seed.isMultiple(of: 5), saying.number(1...30) == 1 {
        event = Self.quarantine(try log.head().position.rawValue)
      }
      _ = try await log.append(AppendRequest(plain: [event]))
    }
    let archive = MemoryReadModel(projection)
    var runner = ProjectionRunner(log: log, model: archive)
    let isBehind = seed.isMultiple(of: 3)
    try runner.catchUp(through: Position(Int64(isBehind ? count - 10 : count)))
    let records = try log.records(.all, in: ReadRange(), limit: .max).map { try $0.decoded() }
    var (told, compared) = (0, 0)
    for _ in 0..<60 {
      // A page of one conversation as a rule, which is what people look at.
      let conversation = "c-\(saying.number(1...2))"
      let page = records.filter { record in
        record.conversation == conversation && saying.number(1...12) == 1
      }
      let bearing = try BearingRecords(log: log, archive: archive)
      if try bearing.records(on: page, of: conversation) != nil { told += 1 }
      let (whole, some) = try (
        Amendments(on: page, in: log, archive: nil), Amendments(on: page, in: log, archive: archive)
      )
      let read = Reading(of: records)
      for record in page {
        #expect(whole.isRedacted(record) == read.isRedacted(record), "\(record.position)")
        #expect(some.isRedacted(record) == whole.isRedacted(record), "\(record.position)")
        #expect(some.edit(after: record) == whole.edit(after: record), "\(record.position)")
        #expect(some.visibility(of: record) == whole.visibility(of: record), "\(record.position)")
        // A redaction or a receipt has no words that somebody could see.
        guard !isBehind, !seed.isMultiple(of: 5), record.type != .messageRedacted,
          record.type != .messageDelivered
        else { continue }
        // What the archive shows by the records of the conversation alone, the log says as well.
        let table = ConversationArchive.entries
        guard let row = try archive.row(table, key: "\(conversation)/\(record.position)") else {
          continue
        }
        let values = Dictionary(uniqueKeysWithValues: zip(table.columns.map(\.name), row.values))
        guard values["state"] != .text("duplicate") else { continue }
        compared += 1
        let visibility = some.visibility(of: record) ?? .internal
        #expect(values["visibility"] == .text(visibility.word), "\(record.position)")
        guard case .integer(let text)? = values["text_position"], !some.isRedacted(record) else {
          continue
        }
        #expect(Position(text) == some.edit(after: record) ?? record.position)
      }
    }
    #expect(isBehind || seed.isMultiple(of: 5) || compared > 0, "nothing was compared")
    #expect(isBehind || told > 0, "the archive was of no help at all")
  }
}
