import InteractionModel
import Testing

@testable import Projections

@Suite("PartyContinuity: properties on random histories")
struct PartyPropertyTests {
  private func reread(_ state: PartyContinuity) throws -> PartyContinuity {
    try PartyContinuity(decoding: state.encoded())
  }

  @Test(
    "After every prefix, the decoded state goes on like the one that was encoded",
    arguments: 1...12 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var history = PartyHistory(seed: seed)
    let records = try history.records(50)
    let whole = try party(records)
    let rows = whole.rows(context(records))
    for cut in 0...records.count {
      var state = try reread(party(Array(records[..<cut])))
      for record in records[cut...] { try state.apply(record) }
      #expect(state.encoded() == whole.encoded(), "cut after \(cut)")
      #expect(state.rows(context(records)) == rows, "cut after \(cut)")
    }
  }

  @Test(
    "Any subset of a history folds, and its rows fit the tables and have keys of their own",
    arguments: 20...35 as ClosedRange<UInt64>)
  func total(seed: UInt64) throws {
    var history = PartyHistory(seed: seed)
    let records = try history.records(80)
    let tables = Dictionary(
      uniqueKeysWithValues: PartyContinuity.fold.tables.map { ($0.name, $0) })
    for turn in 0..<15 {
      let subset = records.filter { _ in
        Int.random(in: 0..<3, using: &history.history.generator) < turn % 3 + 1
      }
      // Links of the whole log: a state may be asked for rows under links it has not seen.
      for links in [subset, records] {
        let rows = try party(subset).rows(context(links))
        #expect(rows.isEmpty == subset.isEmpty)
        #expect(Set(rows.map { $0.table + " " + $0.key }).count == rows.count)
        for row in rows {
          let table = try #require(tables[row.table])
          #expect(row.values.count == table.columns.count)
          for (column, value) in zip(table.columns, row.values) {
            switch (column.kind, value) {
            case (_, .null), (.integer, .integer), (.text, .text), (.json, .text): break
            default: Issue.record("\(column.name) holds \(value)")
            }
          }
        }
      }
    }
  }

  @Test(
    "The findings are those that looking at all conversations together gives",
    arguments: 100...160 as ClosedRange<UInt64>)
  func allTogether(seed: UInt64) throws {
    var history = PartyHistory(seed: seed)
    let records = try history.records(120)
    let conversations = try party(records).placedConversations(context(records))
    #expect(
      ChainSearch.findings(conversations)
        == NaiveChainSearch(conversations: conversations).findings)
  }

  @Test(
    "In whichever order events are delivered, the rows are the same but for positions",
    arguments: 60...85 as ClosedRange<UInt64>)
  func deliveryOrder(seed: UInt64) throws {
    var history = PartyHistory(seed: seed)
    // Links count by their place in the log, so that those who looked can see what they changed.
    var events: [NewEvent] = []
    while events.count < 60 {
      var event = history.event()
      guard !Link.isLink(event.type) else { continue }
      // Times that differ, so that only positions depend on the delivery.
      event.occurred = Timestamp(
        RecordBuilder.start.advanced(bySeconds: Int64(events.count * 7_919 % 4_001) * 360))
      events.append(event)
    }
    var answers: [[JSONValue]] = []
    for _ in 0..<4 {
      var builder = RecordBuilder()
      let records = try events.map { try builder.record($0) }
      answers.append(
        try PartyContinuity.fold.tables.flatMap { table in
          try rows(table, records).values.map { withoutPlaces(.object($0)) }
            .sorted { $0.canonicalText < $1.canonicalText }
        })
      events.shuffle(using: &history.history.generator)
    }
    for other in answers.dropFirst() { #expect(other == answers[0]) }
  }

  @Test("The random histories have findings of every kind, withdrawn ones too")
  func coverage() throws {
    var seen: Set<String> = []
    for seed in 200...300 as ClosedRange<UInt64> {
      var history = PartyHistory(seed: seed)
      for finding in try findings(history.records(60)) {
        let words = finding.split(separator: " ")
        seen.insert(words.contains("withdrawn") ? "\(words[0]) withdrawn" : String(words[0]))
      }
    }
    #expect(seen.isSuperset(of: ["repeat_ask", "channel_restart", "broken_chain"]))
    #expect(seen.contains("channel_restart withdrawn"))
  }

  @Test("A damaged state is refused", arguments: [3, 4] as [UInt64])
  func damaged(seed: UInt64) throws {
    var history = PartyHistory(seed: seed)
    try checkRefusesDamage(try party(history.records(30)))
    try checkRefusesDamage(PartyContinuity())
  }

  @Test("A known type of a newer schema is refused; an unknown type is counted")
  func schema() throws {
    var script = PartyScript()
    script.say("fact.requested", "conversation-1", at: 0, ["key": "name"])
    script.say("city.invented", "conversation-1", at: 1)
    var builder = RecordBuilder()
    var event = script.events[0]
    event.schema = 2
    let newer = try builder.record(event)
    let error = #expect(throws: FoldError.self) { try party([newer]) }
    #expect(error?.remedy?.description.contains("upgrade") == true)
    var unknown = script.events[1]
    unknown.schema = 9
    let state = try party([builder.record(unknown)])
    #expect(state.counts.unknown == 1)
    #expect(state.conversations.isEmpty)
  }
}
