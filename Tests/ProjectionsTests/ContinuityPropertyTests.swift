import InteractionModel
import StoreConformance
import Testing

@testable import Projections

@Suite("ContinuityHandoff: properties on random histories")
struct ContinuityPropertyTests {
  /// The types that matters take something from.
  private static let types = """
    assistant.contained assistant.escalated assistant.intent_matched assistant.turn_taken \
    callback.attempted callback.completed callback.missed callback.promised case.opened \
    commitment.broken commitment.kept commitment.made contact.abandoned contact.answered \
    contact.disconnected contact.enqueued contact.initiated conversation.closed \
    conversation.linked conversation.resumed conversation.started conversation.unlinked \
    disposition.set fact.confirmed fact.corrected fact.marked_stale fact.provided fact.requested \
    handoff.acknowledged handoff.context_missing handoff.prepared handoff.returned \
    handoff.viewed issue.coded ivr.input_given ivr.node_entered ivr.overridden message.edited \
    message.failed message.received message.redacted message.sent note.added party.authenticated \
    party.identified party.preference_set recording.added response.used selfservice.abandoned \
    selfservice.completed selfservice.session_started selfservice.step_completed \
    selfservice.step_failed sla.breached sla.met sla.paused sla.started transcript.added \
    transfer.accepted transfer.completed transfer.failed transfer.rejected transfer.requested \
    wrapup.completed wrapup.started
    """.split(separator: " ").map(String.init)

  /// Types that findings consist of, drawn more often.
  private static let lively = [
    "contact.answered", "fact.provided", "fact.requested", "message.sent", "transfer.accepted",
    "transfer.requested",
  ]

  /// Random events of continuity; hand-offs, transfers and causes point to earlier requests.
  private func events(_ history: inout RandomHistory, _ count: Int) -> [NewEvent] {
    var requests: [EventID] = []
    return (0..<count).map { place in
      var event = history.event()
      if Int.random(in: 0..<4, using: &history.generator) > 0 {
        let isLively = Bool.random(using: &history.generator)
        let agent = Actor(type: "agent", id: history.pick(["x1", "x2"]))
        let actor = isLively ? agent : event.actor
        let type = history.pick(isLively ? Self.lively : Self.types)
        event = history.builder.event(type, event.stream.rawValue, body(type, &history)) {
          $0.channel = event.channel
          $0.party = event.party
          $0.actor = actor
          $0.occurred = event.occurred
        }
      }
      let isOfHandoff = ["transfer", "handoff"].contains(String(event.type.group))
      if isOfHandoff, !requests.isEmpty, Bool.random(using: &history.generator) {
        let request = history.pick(requests)
        switch Int.random(in: 0..<3, using: &history.generator) {
        case 0: event.body["handoff"] = .string(request.description)
        case 1: event.body["transfer"] = .string(request.description)
        default: event.causation = request
        }
      }
      if event.type.rawValue == "transfer.requested" { requests.append(event.id) }
      if Bool.random(using: &history.generator) {
        event.personal = [
          PersonalPart(subject: event.defaultSubject, content: ["text": "marker-of-the-text"])
        ]
      }
      return event
    }
  }

  private func body(_ type: String, _ history: inout RandomHistory) -> JSONObject {
    var body = JSONObject()
    for (name, kind) in (EventCatalogue.fields(of: EventType(type)) ?? [:])
      .sorted(by: { $0.key < $1.key })
    where name != "handoff" && name != "transfer"
      && Int.random(
        in: 0..<3, using: &history.generator) > 0
    {
      let number = Int64.random(in: 1...3, using: &history.generator)
      if ["agent", "fromAgent", "toAgent"].contains(name) {
        body[name] = .string(history.pick(["x1", "x2"]))
        continue
      }
      switch kind {
      case .code, .name, .printable: body[name] = .string(history.pick(["red", "green", "blue"]))
      case .id, .entityID, .mintedID: body[name] = .string("id-\(number)")
      case .ids, .mintedIDs, .codes: body[name] = [.string("id-\(number)")]
      case .integer: body[name] = .int(number)
      case .decimal: body[name] = .string("0.\(number)")
      case .boolean: body[name] = .bool(number > 1)
      case .time: body[name] = .string("2026-03-0\(number)")
      }
    }
    return body
  }

  /// Random records of continuity.
  func records(_ seed: UInt64, _ count: Int) throws -> [Record] {
    var history = RandomHistory(seed: seed)
    var builder = RecordBuilder()
    return try events(&history, count).map { try builder.record($0) }
  }

  private func reread(_ state: CaseContinuity) throws -> CaseContinuity {
    try CaseContinuity(decoding: state.encoded())
  }

  @Test(
    "After every prefix, the decoded state goes on like the one that was encoded",
    arguments: 1...6 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    let records = try records(seed, 40)
    let whole = try continuity(records)
    let rows = whole.rows(RowContext(key: "A"))
    for cut in 0...records.count {
      let prefix = try continuity(Array(records[..<cut]))
      var state = try reread(prefix)
      #expect(state.history == prefix.history, "cut after \(cut)")
      for record in records[cut...] { try state.apply(record) }
      #expect(state.encoded() == whole.encoded(), "cut after \(cut)")
      #expect(state.rows(RowContext(key: "A")) == rows, "cut after \(cut)")
    }
  }

  @Test(
    "Any subset of a history folds; its rows fit their tables, with keys that differ",
    arguments: 20...30 as ClosedRange<UInt64>)
  func total(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let records = try records(seed, 80)
    let tables = ContinuityHandoff.projection.tables
    for _ in 0..<20 {
      let subset = records.filter { _ in Int.random(in: 0..<2, using: &generator) == 0 }
      let rows = try continuity(subset).rows(RowContext(key: "A"))
      #expect(rows.count { $0.table == "case_continuity" } == (subset.isEmpty ? 0 : 1))
      #expect(Set(rows.map { "\($0.table)/\($0.key)" }).count == rows.count)
      let positions = Set(subset.map(\.position.rawValue))
      for row in rows {
        let table = try #require(tables.first { $0.name == row.table })
        #expect(row.values.count == table.columns.count)
        for (column, value) in zip(table.columns, row.values) {
          switch (column.kind, value) {
          case (_, .null), (.integer, .integer), (.text, .text), (.json, .text): break
          default: Issue.record("\(row.table).\(column.name) holds \(value)")
          }
        }
        guard case .text(let text)? = row.values.last else { continue }
        let document = try JSONValue(parsing: Array(text.utf8))
        if row.table == "finding" {
          let causes = document["causes"]?.array?.compactMap(\.int) ?? []
          #expect(causes == causes.sorted() && positions.isSuperset(of: causes))
          #expect(causes.contains(document["position"]?.int ?? 0))
        }
      }
    }
  }

  @Test(
    "In whichever order events are delivered, all is the same but positions and packets",
    arguments: 50...65 as ClosedRange<UInt64>)
  func deliveryOrder(seed: UInt64) throws {
    var history = RandomHistory(seed: seed)
    var events = events(&history, 60)
    // Times that differ and can be used, so that only positions depend on the delivery.
    for place in events.indices {
      events[place].occurred = Timestamp(
        RecordBuilder.start.advanced(bySeconds: Int64(place * 7_919 % 4_001)))
    }
    var seen: [[JSONValue]] = []
    for _ in 0..<4 {
      var builder = RecordBuilder()
      let rows = try ContinuityRows(events.map { try builder.record($0) })
      seen.append(try rows.comparable)
      events.shuffle(using: &history.generator)
    }
    for other in seen.dropFirst() { #expect(other == seen[0]) }
  }

  @Test(
    "Whatever a record changes in a hand-off's row, the trace names",
    arguments: 200...259 as ClosedRange<UInt64>)
  func trace(seed: UInt64) throws {
    let records = try records(seed, 50)
    let context = RowContext(key: "A") { $0 == "p2" ? "p1" : $0 }
    let keys = try Set(
      stride(from: 10, through: records.count, by: 10).flatMap { cut in
        try ContinuityRows(Array(records[..<cut])).keys
      })
    for key in keys.sorted() {
      let missed = try Tracing<HandoffTrace<CaseMatter>>(key: key).missed(in: records) {
        $0.fields(nil, of: key, in: ContinuityHandoff.handoffs, context) ?? [:]
      }
      #expect(missed == [], "of \(key)")
    }
  }

  @Test(
    "The fields of a hand-off are those of its row", arguments: 300...305 as ClosedRange<UInt64>)
  func selected(seed: UInt64) throws {
    let state = try continuity(records(seed, 60))
    let rows = try ContinuityRows(state)
    #expect(!rows.keys.isEmpty)
    for key in rows.keys {
      let fields = state.fields(
        nil, of: key, in: ContinuityHandoff.handoffs, RowContext(key: "A"))
      #expect(fields == rows.handoffs[key]?["document"]?.object)
    }
    let none = state.fields(nil, of: "none", in: ContinuityHandoff.handoffs, RowContext(key: "A"))
    #expect(none == nil)
  }

  @Test("The random histories lose continuity in every way, and hand over in every state")
  func areLively() throws {
    var kinds: Set<String> = []
    var statuses: Set<String> = []
    for seed in 50...99 as ClosedRange<UInt64> {
      let rows = try ContinuityRows(records(seed, 60))
      kinds.formUnion(rows.findings.values.compactMap { $0["kind"]?.string })
      statuses.formUnion(rows.handoffs.values.compactMap { $0["status"]?.string })
    }
    #expect(kinds == Set(ContinuityHandoff.countedKinds.map(\.rawValue)))
    #expect(statuses.count == 7, "\(statuses.sorted())")
  }

  @Test("Neither states nor rows hold any text", arguments: 100...105 as ClosedRange<UInt64>)
  func noText(seed: UInt64) throws {
    let state = try continuity(records(seed, 80))
    var texts = [String(decoding: state.encoded(), as: UTF8.self)]
    for row in state.rows(RowContext(key: "A")) {
      for case .text(let text) in row.values { texts.append(text) }
    }
    for text in texts { #expect(!text.contains("marker") && !text.contains("bWFya2Vy")) }
  }

  @Test("A damaged state is refused", arguments: [3, 4] as [UInt64])
  func damaged(seed: UInt64) throws {
    try checkRefusesDamage(try continuity(records(seed, 25)))
    try checkRefusesDamage(CaseContinuity())
  }
}

extension ContinuityRows {
  /// What does not depend on the order of delivery.
  var comparable: [JSONValue] {
    get throws {
      func plain(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(plain))
        case .object(let object):
          // Places in the log, and what is named by or made at one.
          let dropped = ["position", "statedAt", "packet", "completedBy", "causes", "id"]
          return .object(
            JSONObject(
              object.members.filter { !dropped.contains($0.key) }.map { ($0.key, plain($0.value)) }
            ))
        default: return value
        }
      }
      func sorted(_ values: [JSONValue]) -> [JSONValue] {
        values.sorted { $0.canonicalText < $1.canonicalText }
      }
      var matter = matter
      var document = matter["document"]?.object ?? [:]
      document["findings"] = .int(Int64(document["findings"]?.array?.count ?? 0))
      matter["document"] = .object(document)
      let handoffs = handoffs.values.map { row in
        var row = row
        var document = row["document"]?.object ?? [:]
        document["findings"] = .int(Int64(document["findings"]?.array?.count ?? 0))
        row["document"] = .object(document)
        return plain(.object(row))
      }
      let findings = findings.values.map { finding in
        var finding = finding
        finding["causeCount"] = .int(Int64(finding["causes"]?.array?.count ?? 0))
        return plain(.object(finding))
      }
      return [plain(.object(matter))] + sorted(handoffs) + sorted(findings)
    }
  }
}
