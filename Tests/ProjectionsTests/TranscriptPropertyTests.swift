import InteractionModel
import Synchronization
import Testing

@testable import Projections

@Suite("ConversationArchive: properties on random histories")
struct TranscriptPropertyTests {
  private let context = RowContext(key: "c")

  private func reread<State: FoldState>(_ state: State) throws -> State {
    try State(decoding: state.encoded())
  }

  private func checkRoundTrip<State: FoldState>(_ records: [Record], _ type: State.Type) throws {
    func fold(_ records: some Sequence<Record>, from state: State = State()) throws -> State {
      var state = state
      for record in records { try state.apply(record) }
      return state
    }
    let whole = try fold(records)
    let rows = whole.rows(context)
    for cut in 0...records.count {
      let state = try fold(records[cut...], from: reread(fold(records[..<cut])))
      #expect(state.encoded() == whole.encoded(), "cut after \(cut)")
      #expect(state.rows(context) == rows, "cut after \(cut)")
    }
  }

  @Test(
    "After every prefix, the decoded state goes on like the one that was encoded",
    arguments: 1...12 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var conversation = RandomConversation(seed: seed)
    try checkRoundTrip(try conversation.records(40), Transcript.self)
  }

  @Test(
    "Whatever a record changes in the conversation's row, the trace names",
    arguments: 1...60 as ClosedRange<UInt64>)
  func trace(seed: UInt64) throws {
    var conversation = RandomConversation(seed: seed)
    let missed = try Tracing<TranscriptTrace>(key: "c").missed(in: conversation.records(60)) {
      try Transcripts.rows($0, ConversationArchive.conversations).first?["document"]?.object ?? [:]
    }
    #expect(missed == [])
  }

  @Test("A message more is no reason to look at what it does not bear on")
  func quietTrace() throws {
    var builder = TranscriptBuilder()
    var trace = TranscriptTrace(key: "c")
    var state = Transcript()
    let first = builder.message(at: 1, ["item": "m0", "attachments": ["a1"]])
    var others: Set<ConversationField> = []
    let rest = (1..<200).map { builder.message(at: $0 + 1, ["item": .string("m\($0)")]) }
    for said in [first] + rest {
      let record = try builder.record(said)
      try state.apply(record)
      let fields = trace.fields(changedBy: record, in: state)
      if state.events > 1 { others.formUnion(fields) }
    }
    #expect(others == [.counts, .last])
    // What becomes of a message, and of a leg that stays as it is, neither.
    let plain = builder.message(at: 500)
    var late: [[ConversationField]] = []
    for said in [
      plain, builder.about(plain, "message.redacted", at: 501),
      builder.said("contact.held", at: 502, ["contact": "k1", "agent": "a7"]),
      builder.said("contact.resumed", at: 503, ["contact": "k1", "agent": "a7"]),
      builder.about(first, "message.redacted", at: 504),
    ] {
      let record = try builder.record(said)
      try state.apply(record)
      late.append(trace.fields(changedBy: record, in: state).filter { !others.contains($0) })
    }
    #expect(late == [[], [], [.participants, .contacts], [], []])
  }

  @Test(
    "After every prefix, the decoded response goes on like the one that was encoded",
    arguments: 1...8 as ClosedRange<UInt64>)
  func responseRoundTrip(seed: UInt64) throws {
    try checkRoundTrip(try responses(seed: seed, 25), CodifiedResponse.self)
  }

  /// Random records of a response, others among them.
  private func responses(seed: UInt64, _ count: Int) throws -> [Record] {
    var history = RandomHistory(seed: seed)
    var builder = TranscriptBuilder(stream: "document-r1")
    return try (0..<count).map { _ in
      var event = history.event()
      if Bool.random(using: &history.generator) {
        event.type = EventType(
          history.pick([
            "response.codified", "response.approved", "response.retired",
            "response.owner_changed",
          ]))
        event.body = ["version": .int(Int64.random(in: 1...3, using: &history.generator))]
        if Bool.random(using: &history.generator) { event.body = [:] }
        event.body["owner"] = .string(history.pick(["a1", "a2"]))
      }
      return try builder.record(Said(event: event, isSealed: true))
    }
  }

  @Test(
    "Any subset of a history folds into rows whose values fit their tables and whose keys differ",
    arguments: 20...35 as ClosedRange<UInt64>)
  func total(seed: UInt64) throws {
    var conversation = RandomConversation(seed: seed)
    let records = try conversation.records(60)
    let answers = try responses(seed: seed, 60)
    let tables = ConversationArchive.projection.tables
    for _ in 0..<20 {
      let places = records.indices.filter { _ in
        Int.random(in: 0..<3, using: &conversation.history.generator) == 0
      }
      guard !places.isEmpty else { continue }
      var response = CodifiedResponse()
      for place in places { try response.apply(answers[place]) }
      let state = try Transcripts.fold(places.map { records[$0] })
      let rows = state.rows(context) + response.rows(RowContext(key: "r"))
      #expect(rows.count { $0.table == "conversation" } == 1)
      #expect(Set(rows.map { "\($0.table) \($0.key)" }).count == rows.count)
      for row in rows {
        let table = try #require(tables.first { $0.name == row.table })
        #expect(row.values.count == table.columns.count)
        for (column, value) in zip(table.columns, row.values) {
          switch (column.kind, value) {
          case (_, .null), (.integer, .integer), (.text, .text), (.json, .text): break
          default: Issue.record("\(table.name).\(column.name) holds \(value)")
          }
        }
      }
      try checkPromises(of: state)
    }
  }

  /// What holds for every transcript: nothing redacted can be read, nothing is indexed twice, and
  /// what is indexed has something sealed.
  private func checkPromises(of state: Transcript) throws {
    let rows = try Transcripts.rows(state, ConversationArchive.entries)
    let indexed = rows.compactMap { $0["text_position"]?.int }
    #expect(Set(indexed).count == indexed.count)
    for row in rows {
      let document = try #require(row["document"]?.object)
      if row["state"] == "redacted" || document["duplicateOf"] != nil {
        #expect(row["text_position"] == .null)
        #expect(document["text"] == nil)
        #expect(document["attachments"] == nil)
      }
      if row["state"] == "duplicate" { #expect(row["text_position"] == .null) }
      if document["visibility"] == "public" {
        #expect(row["channel"] != "internal")
        #expect(document["type"]?.string?.contains(".") == true)
      }
    }
    let order = rows.compactMap { row in
      row["at"]?.int.map { ($0, row.at("document", "position")?.int ?? 0) }
    }
    #expect(zip(order, order.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test(
    "In whichever order events are delivered, the transcript is the same but for positions",
    arguments: 50...80 as ClosedRange<UInt64>)
  func deliveryOrder(seed: UInt64) throws {
    var conversation = RandomConversation(seed: seed)
    // Times that differ and can be used, so that only positions depend on the delivery.
    var events = conversation.events(40).enumerated().map { place, said in
      var said = said
      said.event.occurred = Timestamp(
        RecordBuilder.start.advanced(bySeconds: Int64(place * 7_919 % 4_001)))
      return said
    }
    var readings: [[JSONValue]] = []
    for _ in 0..<4 {
      let state = try Transcripts.deliver(events)
      readings.append(
        try state.rows(context).map { row in
          let table = try #require(
            ConversationArchive.projection.tables.first { $0.name == row.table })
          return Self.withoutDelivery(.object(try Transcripts.object(row, table)))
        })
      events.shuffle(using: &conversation.history.generator)
    }
    for other in readings.dropFirst() { #expect(other == readings[0]) }
  }

  /// A value without what follows from the order of delivery.
  private static func withoutDelivery(_ value: JSONValue) -> JSONValue {
    let numbers: Set<String> = [
      "position", "text_position", "duplicateOf", "parentPosition", "message",
    ]
    switch value {
    case .array(let elements):
      return .array(elements.filter { $0 != "late" }.map(withoutDelivery))
    case .object(let object):
      var kept = JSONObject()
      for member in object.members where !["key", "recorded", "late"].contains(member.key) {
        let place = numbers.contains(member.key) && member.value.int != nil
        kept[member.key] = place ? "somewhere" : withoutDelivery(member.value)
      }
      if kept["flags"] == [] { kept["flags"] = nil }
      return .object(kept)
    default: return value
    }
  }

  @Test("Two thousand messages take ten times what two hundred take, and no more")
  func linear() throws {
    func conversation(_ count: Int) throws -> (bytes: Int, words: Int, lookups: Int, rows: Int) {
      var builder = TranscriptBuilder()
      var state = Transcript()
      for place in 0..<count {
        let type = place % 2 == 0 ? "message.received" : "message.sent"
        let said = builder.message(type, at: Int64(place)) {
          $0.party = "p1"
          $0.department = "Parks"
        }
        try state.apply(try builder.record(said))
      }
      // Looking a party up reads links; each is looked up once, not once an entry.
      let lookups = Counter()
      let context = RowContext(
        key: "c",
        partyRoot: { party in
          lookups.add()
          return party
        })
      let rows = state.rows(context).count
      return (
        state.encoded().count, state.words.list.count, lookups.count, rows
      )
    }
    let small = try conversation(200)
    let large = try conversation(2_000)
    #expect(large.rows == 2_001)
    #expect(large.words == small.words)
    #expect(large.lookups == small.lookups)
    #expect(large.bytes < 10 * small.bytes + 10_000)
    #expect(large.bytes < 90 * 2_000, "\(large.bytes) bytes for two thousand messages")
    #expect(try conversation(100).bytes < 70 * 100)
  }

  @Test("A damaged state is refused", arguments: [3, 4] as [UInt64])
  func damaged(seed: UInt64) throws {
    var conversation = RandomConversation(seed: seed)
    var state = Transcript()
    for record in try conversation.records(20) { try state.apply(record) }
    try checkRefusesDamage(state)
    try checkRefusesDamage(Transcript())
    try checkRefusesDamage(CodifiedResponse())
  }

  @Test("A state whose entries refer to words that it does not have is refused")
  func unspelled() throws {
    var builder = TranscriptBuilder()
    for type in ["note.added", "message.edited", "response.used"] {
      var state = Transcript()
      let said = builder.message(type, at: 1, ["response": "r1"])
      try state.apply(try builder.record(said))
      state.words = StringTable()
      #expect(throws: StateDecodingError.self) { try Transcript(decoding: state.encoded()) }
    }
  }
}

/// Counts calls of a closure that must be sendable.
private final class Counter: Sendable {
  private let total = Mutex(0)

  func add() { total.withLock { $0 += 1 } }
  var count: Int { total.withLock { $0 } }
}
