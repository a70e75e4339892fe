import InteractionModel
import StoreConformance
import Testing

@testable import Projections

/// What a store keeps of one matter, and what going on from it costs.
private struct MatterStore {
  /// What taking records cost.
  struct Cost: Equatable {
    var rounds = 0
    var partsRead = 0
    var partsWritten = 0
    var rows = 0
    /// Of the head and the parts, read and written.
    var bytes = 0
  }

  let size: Int
  let context = RowContext(key: "A") { $0 == "p2" ? "p1" : $0 }
  private(set) var state: [UInt8]
  private(set) var parts: [PartName: [UInt8]] = [:]
  private(set) var rows: Set<Row> = []

  /// Folds a matter at once, as a build does.
  init(_ records: some Sequence<Record> = [], pagesOf size: Int) throws {
    self.size = size
    state = []
    var matter = CaseContinuity(pagesOf: size)
    for record in records { try matter.apply(record) }
    replace(with: matter)
  }

  private mutating func replace(with matter: CaseContinuity) {
    state = matter.isLong ? matter.encodedHead() : matter.encoded()
    parts = [:]
    if matter.isLong { for part in matter.changedParts { parts[part.name] = part.bytes } }
    rows = Set(matter.rows(context))
  }

  /// Goes on from what is stored.
  @discardableResult
  mutating func take(_ records: [Record]) throws -> Cost {
    var cost = Cost(bytes: state.count)
    var known = try CaseContinuity(decoding: state, pagesOf: size)
    while true {
      cost.rounds += 1
      var matter = known
      for record in records { try matter.apply(record) }
      guard !matter.isComplete else {
        replace(with: matter)
        return cost
      }
      let missing = matter.missingParts
      guard missing.isEmpty else {
        let found = missing.compactMap { name in
          parts[name].map { StatePart(name: name, bytes: $0) }
        }
        cost.partsRead += missing.count
        cost.bytes += found.reduce(0) { $0 + $1.bytes.count }
        try known.supply(found, for: missing)
        continue
      }
      let changes = matter.changes(context)
      for row in changes.gone { rows = rows.filter { $0.table != row.table || $0.key != row.key } }
      for row in changes.rows { rows = rows.filter { $0.table != row.table || $0.key != row.key } }
      rows.formUnion(changes.rows)
      state = matter.encodedHead()
      for part in matter.changedParts { parts[part.name] = part.bytes }
      cost.bytes += state.count + matter.changedParts.reduce(0) { $0 + $1.bytes.count }
      cost.partsWritten = matter.changedParts.count
      cost.rows = changes.rows.count + changes.gone.count
      return cost
    }
  }
}

@Suite("ContinuityHandoff: a long matter is kept in parts")
struct MatterPartsTests {
  @Test(
    "Whatever comes, going on from the parts gives the rows and the parts of the whole",
    arguments: 400...439 as ClosedRange<UInt64>)
  func agree(seed: UInt64) throws {
    let records = try ContinuityPropertyTests().records(seed, 70)
    var generator = SeededGenerator(seed: seed)
    let size = [1, 2, 3, 7][Int(seed % 4)]
    var store = try MatterStore(pagesOf: size)
    var taken = 0
    while taken < records.count {
      let next = min(records.count, taken + Int.random(in: 1...5, using: &generator))
      try store.take(Array(records[taken..<next]))
      taken = next
      let whole = try MatterStore(records[..<taken], pagesOf: size)
      #expect(store.state == whole.state, "after \(taken)")
      #expect(store.parts == whole.parts, "after \(taken)")
      #expect(store.rows == whole.rows, "after \(taken)")
      let unpaged = try MatterStore(records[..<taken], pagesOf: .max)
      #expect(unpaged.parts.isEmpty && store.rows == unpaged.rows, "after \(taken)")
    }
    // Seven things of one kind do not happen in every history.
    var matter = CaseContinuity(pagesOf: size)
    for record in records { try matter.apply(record) }
    #expect(matter.isLong || size == 7)
    #expect(store.parts.isEmpty != matter.isLong)
  }

  @Test("The bytes of a long matter are read back, whole and without its pages")
  func roundTrip() throws {
    var matter = CaseContinuity(pagesOf: 2)
    for record in try ContinuityPropertyTests().records(5, 60) { try matter.apply(record) }
    #expect(matter.isLong)
    let whole = try CaseContinuity(decoding: matter.encoded(), pagesOf: 2)
    #expect(whole.isComplete && whole.encoded() == matter.encoded())
    #expect(whole.changedParts == matter.changedParts)
    let head = try CaseContinuity(decoding: matter.encodedHead(), pagesOf: 2)
    #expect(!head.isComplete && head.encodedHead() == matter.encodedHead())
    var other = head
    try other.supply(matter.changedParts, for: matter.changedParts.map(\.name))
    other.complete()
    #expect(
      other.history
        == {
          var all = matter.history; all.acts.noteStored(); all.details.noteStored(); return all
        }())
  }

  @Test("A page that is damaged, missing or behind the last one is refused")
  func damage() throws {
    var matter = CaseContinuity(pagesOf: 1)
    var journey = ContinuityBuilder()
    for _ in 0..<3 { try journey.add("message.sent", by: "a1") }
    for record in journey.records { try matter.apply(record) }
    let part = try #require(matter.changedParts.first)
    let head = try CaseContinuity(decoding: matter.encodedHead(), pagesOf: 1)
    var partial = head
    try partial.supply(Array(matter.changedParts.dropFirst()), for: [])
    partial.complete()
    #expect(!partial.isComplete)
    let strange = PartName([part.name.bytes[0], 0, 0, 0, 9])
    for other in [
      StatePart(name: part.name, bytes: Array(part.bytes.dropLast())),
      StatePart(name: part.name, bytes: part.bytes + [0]),
      StatePart(name: strange, bytes: part.bytes),
    ] {
      #expect(throws: StateDecodingError.self) {
        var head = head
        try head.supply([other], for: [other.name])
      }
    }
    #expect(throws: StateDecodingError.self) {
      var head = head
      try head.supply([], for: [part.name])
    }
  }

  // MARK: What it costs

  /// A matter with a hand-off and that many messages after it.
  private static func long(_ count: Int) throws -> (MatterStore, ContinuityBuilder) {
    var journey = ContinuityBuilder()
    try journey.add("conversation.started")
    try journey.request(to: "q2")
    try journey.add("contact.answered", ["contact": "k1", "queue": "q2", "agent": "a2"])
    for place in 0..<count {
      if place % 3 == 0 {
        try journey.add("message.received", ["attachments": ["f1"]], sealed: true)
      } else {
        try journey.add("message.sent", by: "a2")
      }
    }
    return (try MatterStore(journey.records, pagesOf: TouchPages.size), journey)
  }

  private static func costs(_ count: Int) throws -> [(what: String, cost: MatterStore.Cost)] {
    let (store, journey) = try long(count)
    let first = journey.records[5]
    let more: [(String, (inout ContinuityBuilder) throws -> Record)] = [
      ("an answer", { try $0.add("message.sent", by: "a2") }),
      ("a message", { try $0.add("message.received", sealed: true) }),
      ("an attachment", { try $0.add("message.received", ["attachments": ["f2"]], sealed: true) }),
      ("a late answer", { try $0.add("message.sent", by: "a2", at: 200) }),
      ("a question", { try $0.add("fact.requested", ["key": "income"], by: "a2") }),
      ("a fact", { try $0.add("fact.provided", ["key": "income"], sealed: true) }),
      (
        "a redaction of an early message",
        { try $0.add("message.redacted", ["message": .string(first.id.description)]) }
      ),
      ("a contact", { try $0.add("contact.initiated", ["contact": "k2"]) }),
      ("its answer", { try $0.add("contact.answered", ["contact": "k2", "agent": "a3"]) }),
      ("the end", { try $0.add("conversation.closed", ["outcome": "resolved"]) }),
    ]
    return try more.map { what, add in
      var (store, journey) = (store, journey)
      return (what, try store.take([try add(&journey)]))
    }
  }

  @Test("One more record costs what it is about, not what the matter has")
  func cost() throws {
    // As many behind the last full page in both.
    let (short, long) = (try Self.costs(64 * 3 * 10), try Self.costs(64 * 3 * 100))
    for ((what, cost), (_, other)) in zip(short, long) {
      // Positions of more digits take some bytes more.
      #expect(abs(cost.bytes - other.bytes) < 400, "\(what): \(cost.bytes) and \(other.bytes)")
      #expect(other.bytes < 24_000, "\(what): \(other.bytes)")
      var (cost, other) = (cost, other)
      (cost.bytes, other.bytes) = (0, 0)
      #expect(cost == other, "\(what)")
      #expect(other.rounds == 1 && other.partsRead == 0 && other.partsWritten <= 1, "\(what)")
      #expect(other.rows <= 4, "\(what)")
    }
  }

  @Test("A hand-off reads what its packet shows, and an answer what came after it")
  func seldom() throws {
    let (store, journey) = try Self.long(64 * 30)
    var (asked, more) = (store, journey)
    // Ten pages of attachments, and none of what was written.
    let cost = try asked.take([try more.request(from: "a2", to: "q3")])
    #expect(cost.rounds == 2 && cost.partsRead == 10)
    let taken = try asked.take([
      try more.add("transfer.accepted", ["agent": "a3"], by: "a3", causedBy: more.records.last)
    ])
    #expect(taken.partsRead == 0)
    #expect(try asked.take([try more.add("message.sent", by: "a3")]).partsRead == 0)
    #expect(
      asked.rows.count { $0.table == "finding" } == store.rows.count { $0.table == "finding" } + 1)
    // One who took the first hand-off over before all of that.
    let late = try asked.take([
      try more.add("contact.answered", ["contact": "k9", "queue": "q2", "agent": "a4"], at: 150)
    ])
    #expect(late.partsRead == 20 && late.rounds < 8)
    let whole = try MatterStore(more.records, pagesOf: TouchPages.size)
    #expect(asked.state == whole.state && asked.rows == whole.rows)
  }
}
