import EventLog
import InteractionModel
import Projections
import Testing

@testable import ProjectionEngine

@Suite("What links do to rows")
struct LinkTests {
  private func message(
    _ conversation: String, _ change: (inout NewEvent) -> Void = { _ in }
  ) -> NewEvent {
    LogFixture.event("message.received", "conversation-\(conversation)", [:], at: 0, change)
  }

  private func linked(_ conversation: String, to target: String) -> NewEvent {
    LogFixture.event(
      "conversation.linked", "conversation-\(conversation)", ["case": .string(target)])
  }

  private func merged(_ from: String, into target: String) -> NewEvent {
    LogFixture.event("case.merged", "case-\(from)", ["into": .string(target)])
  }

  private func partyMerged(_ from: String, into target: String) -> NewEvent {
    LogFixture.event("party.merged", "party-\(from)", ["into": .string(target)])
  }

  private func partyUnmerged(_ party: String) -> NewEvent {
    LogFixture.event("party.unmerged", "party-\(party)", ["party": .string(party)])
  }

  @Test("A merge of parties renames them in every case, however the records name them")
  func partyMerge() async throws {
    let log = try await LogFixture.log([
      message("1") {
        $0.case = "A"
        $0.actor = Actor(type: "citizen", id: "p9")
      },
      LogFixture.event("party.identified", "case-B", ["party": "p9"]),
      LogFixture.event("case.opened", "case-C") { $0.party = "p9" },
      LogFixture.event("case.opened", "case-D") { $0.party = "p5" },
    ])
    // With an index of who is named, and without one.
    let models: [any ReadModel] = [
      MemoryReadModel(Tally.projection(.case)), ScriptedReadModel(Tally.projection(.case)),
    ]
    var runners = models.map { ProjectionRunner(log: log, model: $0) }
    func expect(_ parties: [String: [String]]) throws {
      for (index, model) in models.enumerated() {
        try runners[index].catchUp()
        for (entity, names) in parties { #expect(try model.parties(entity) == names, "\(entity)") }
      }
    }
    try expect(["A": ["p9"], "B": ["p9"], "C": ["p9"], "D": ["p5"]])
    try await LogFixture.append([partyMerged("p9", into: "p7")], to: log)
    try expect(["A": ["p7"], "B": ["p7"], "C": ["p7"], "D": ["p5"]])
    try await LogFixture.append([partyMerged("p7", into: "p5")], to: log)
    try expect(["A": ["p5"], "B": ["p5"], "C": ["p5"], "D": ["p5"]])
    try await LogFixture.append([partyUnmerged("p7")], to: log)
    try expect(["A": ["p7"], "B": ["p7"], "C": ["p7"], "D": ["p5"]])
    #expect(try models[0].allRows() == models[1].allRows())
  }

  @Test("The participants of a real case follow a merge of parties that only actors name")
  func caseStateParticipants() async throws {
    let log = try await LogFixture.log([
      message("1") {
        $0.case = "A"
        $0.actor = Actor(type: "party", id: "p9")
      }
    ])
    let model = try MemoryReadModel(CaseState.projection, of: log)
    #expect(try model.fields("A")?["participants"] == ["p9"])
    try await LogFixture.append([partyMerged("p9", into: "p7")], to: log)
    var runner = ProjectionRunner(log: log, model: model)
    try runner.catchUp()
    #expect(try model.fields("A")?["participants"] == ["p7"])
  }

  @Test("A party that is merged away leaves a row that names its root, until it is unmerged")
  func partyEntities() async throws {
    let log = try await LogFixture.log([
      LogFixture.event("party.preference_set", "party-p1"),
      LogFixture.event("party.preference_set", "party-p2"), partyMerged("p1", into: "p2"),
    ])
    let model = MemoryReadModel(Tally.projection(.party))
    var runner = ProjectionRunner(log: log, model: model)
    try runner.catchUp()
    #expect(try model.fields("p1")?["mergedInto"] == "p2")
    #expect(try model.positions("p1") == [])
    #expect(try model.positions("p2") == [1, 2, 3])
    try await LogFixture.append([partyUnmerged("p1")], to: log)
    try runner.catchUp()
    #expect(try model.fields("p1")?["mergedInto"] == nil)
    #expect(try model.positions("p1") == [1, 3, 4])
    #expect(try model.positions("p2") == [2])
  }

  @Test("A conversation that moves takes its records along, and a case left with none has no rows")
  func conversationMoves() async throws {
    let log = try await LogFixture.log([message("1") { $0.case = "A" }, message("1")])
    let model = MemoryReadModel(Tally.projection(.case))
    var runner = ProjectionRunner(log: log, model: model)
    try runner.catchUp()
    // The second names no case, and the first brought the conversation there.
    #expect(try model.positions("A") == [1, 2])
    try await LogFixture.append([linked("1", to: "B")], to: log)
    try runner.catchUp()
    #expect(try model.positions("B") == [1, 2, 3])
    #expect(try model.fields("A") == nil)
    #expect(model.states(of: [.case("A")]).isEmpty)
    let touches = model.rows(model.projection.tables[1], where: [], after: nil, limit: 10)
    #expect(touches.map(\.entity) == ["case-B", "case-B", "case-B"])
    try await LogFixture.append(
      [LogFixture.event("conversation.unlinked", "conversation-1")], to: log)
    try runner.catchUp()
    // It was taken out by somebody: what the source said does not count any more.
    #expect(try model.allRows() == [[], []])
    #expect(model.allStates(after: nil, limit: 10).isEmpty)
  }

  @Test("Where a conversation starts in a case, all of it is of that case, however it is delivered")
  func beginning() async throws {
    func started(_ change: (inout NewEvent) -> Void) -> NewEvent {
      LogFixture.event("conversation.started", "conversation-1", [:], at: 0, change)
    }
    let starts = [
      started { $0.body["case"] = "A" }, started { $0.case = "A" },
      started {
        $0.body["case"] = "A"
        $0.case = "B"
      },
    ]
    let opened = LogFixture.event("case.opened", "case-A")
    for start in starts {
      let told = [opened, start, message("1"), message("1") { $0.case = "B" }]
      for turn in told.indices {
        let log = try await LogFixture.log(Array(told[turn...] + told[..<turn]))
        for projection in ProjectionCatalogue.all {
          let live = MemoryReadModel(projection)
          var runner = ProjectionRunner(log: log, model: live, batchSize: 1)
          try runner.catchUp()
          #expect(try live.allRows() == MemoryReadModel(projection, of: log).allRows())
          switch projection.name {
          case CaseState.projection.name:
            #expect(try live.fields("A")?["counts"]?["events"] == 4)
            #expect(try live.fields("B") == nil)
          case ConversationArchive.projection.name:
            #expect(try live.fields("1")?["case"] == "A")
          case EntityIndex.projection.name:
            let row = try live.row(EntityIndex.table(of: .case), key: "A")
            #expect(row?.values.first == .integer(4))
          default: #expect(try live.row(ContinuityHandoff.conversations, key: "1") == nil)
          }
        }
        let model = MemoryReadModel(Tally.projection(.case))
        var runner = ProjectionRunner(log: log, model: model)
        try runner.catchUp()
        #expect(try model.positions("A") == [1, 2, 3, 4])
        try await LogFixture.append([linked("1", to: "C")], to: log)
        try runner.catchUp()
        #expect(try model.positions("C")?.count == 4)
        try await LogFixture.append(
          [LogFixture.event("conversation.unlinked", "conversation-1")], to: log)
        try runner.catchUp()
        #expect(try model.positions("A")?.count == 1)
        #expect(try model.fields("C") == nil)
      }
    }
  }

  @Test("Two conversations that change places in one batch change the owners of their rows")
  func exchange() async throws {
    let log = try await LogFixture.log([linked("1", to: "A"), linked("2", to: "B")])
    let model = try MemoryReadModel(Tally.projection(.case), of: log)
    try await LogFixture.append([linked("1", to: "B"), linked("2", to: "A")], to: log)
    var runner = ProjectionRunner(log: log, model: model)
    try runner.catchUp()
    #expect(try model.positions("A") == [2, 4])
    #expect(try model.positions("B") == [1, 3])
    let touches = model.rows(model.projection.tables[1], where: [], after: nil, limit: 10)
    #expect(touches.map(\.entity) == ["case-B", "case-A", "case-B", "case-A"])
  }

  @Test("Along a chain of merges everybody names the end, each at the record that merged it")
  func chain() async throws {
    let log = try await LogFixture.log([
      LogFixture.event("case.opened", "case-A"), merged("A", into: "B"), merged("B", into: "C"),
    ])
    for batch in [1, 8] {
      let model = MemoryReadModel(Tally.projection(.case))
      var runner = ProjectionRunner(log: log, model: model, batchSize: batch)
      try runner.catchUp()
      let rows = model.rows(model.projection.tables[0], where: [], after: nil, limit: 10)
      #expect(rows.map(\.key) == ["A", "B", "C"])
      #expect(rows.map(\.position) == [Position(2), Position(3), Position(3)])
      #expect(try model.fields("A")?["mergedInto"] == "C")
      #expect(try model.fields("B")?["mergedInto"] == "C")
      #expect(try model.positions("C") == [1, 2, 3])
    }
  }

  @Test("Merges that run in a circle end at its smallest id, which holds all records")
  func circle() async throws {
    let log = try await LogFixture.log([
      merged("C", into: "B"), merged("B", into: "C"), merged("D", into: "C"),
      merged("D", into: "D"),
    ])
    let model = MemoryReadModel(Tally.projection(.case))
    var runner = ProjectionRunner(log: log, model: model, batchSize: 3)
    try runner.catchUp()
    #expect(try model.positions("B") == [1, 2])
    #expect(try model.fields("B")?["mergedInto"] == nil)
    #expect(try model.fields("C")?["mergedInto"] == "B")
    #expect(try model.positions("D") == [3, 4])
  }

  @Test("A link moves records before and after it, in its own batch as in any other")
  func sameBatch() async throws {
    let log = try await LogFixture.log([
      message("1") { $0.case = "A" }, linked("1", to: "B"), message("1") { $0.case = "A" },
    ])
    for batch in 1...3 {
      let model = MemoryReadModel(Tally.projection(.case))
      var runner = ProjectionRunner(log: log, model: model, batchSize: batch)
      try runner.catchUp()
      #expect(try model.positions("B") == [1, 2, 3])
      #expect(try model.fields("A") == nil)
    }
  }

  @Test("A runner that another one overtook does not go on from the states it remembers")
  func staleRunner() async throws {
    let log = try await LogFixture.log([
      LogFixture.event("case.opened", "case-A"), linked("1", to: "A"),
      LogFixture.event("case.assigned", "case-A"), linked("1", to: "B"),
      LogFixture.event("case.assigned", "case-A"), message("1"),
    ])
    let model = MemoryReadModel(Tally.projection(.case))
    var first = ProjectionRunner(log: log, model: model)
    var second = ProjectionRunner(log: log, model: model)
    try first.catchUp(through: Position(2))
    try second.catchUp(through: Position(4))
    try first.catchUp()
    #expect(try model.positions("A") == [1, 3, 5])
    #expect(try model.positions("B") == [2, 4, 6])
  }
}
