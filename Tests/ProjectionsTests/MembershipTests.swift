import InteractionModel
import StoreConformance
import Testing

@testable import Projections

@Suite("Membership")
struct MembershipTests {
  private var builder = RecordBuilder()

  private func membership(_ records: [Record]) -> Membership<LinkHistory> {
    var history = LinkHistory()
    for record in records { Link.links(of: record).forEach { history.append($0) } }
    return Membership(history)
  }

  @Test("A relink moves a conversation, an unlink takes it out of every case")
  mutating func relink() throws {
    let message = try builder.record("message.received", "conversation-c") { $0.case = "A" }
    var links: [Record] = []
    #expect(try membership(links).caseID(of: message) == "A")
    links.append(try builder.record("conversation.linked", "conversation-c", ["case": "B"]))
    #expect(try membership(links).caseID(of: message) == "B")
    links.append(try builder.record("conversation.linked", "conversation-c", ["case": "C"]))
    #expect(try membership(links).caseID(of: message) == "C")
    #expect(try membership(links).candidates(.case, "B") == [.case("B")])
    #expect(try membership(links).candidates(.case, "C") == [.case("C"), .conversation("c")])
    links.append(try builder.record("conversation.unlinked", "conversation-c"))
    #expect(try membership(links).caseID(of: message) == nil)
  }

  @Test("A conversation is where its start says, all of it, until it is moved, in any order")
  mutating func beginning() throws {
    let message = try builder.record("message.received", "conversation-c")
    let elsewhere = try builder.record("message.received", "conversation-c") { $0.case = "Z" }
    let inBody = try builder.record("conversation.started", "conversation-c", ["case": "A"])
    let inEnvelope = try builder.record("conversation.started", "conversation-c") { $0.case = "A" }
    let inBoth = try builder.record("conversation.started", "conversation-c", ["case": "A"]) {
      $0.case = "B"
    }
    let link = try builder.record("conversation.linked", "conversation-c", ["case": "C"])
    let unlink = try builder.record("conversation.unlinked", "conversation-c")
    for start in [inBody, inEnvelope, inBoth] {
      for record in [message, elsewhere, start] {
        #expect(try membership([start]).caseID(of: record) == "A")
        #expect(try membership([link, start]).caseID(of: record) == "C")
        #expect(try membership([start, link]).caseID(of: record) == "C")
        #expect(try membership([unlink, start]).caseID(of: record) == nil)
        #expect(try membership([start, unlink]).caseID(of: record) == nil)
      }
      #expect(try membership([start]).candidates(.case, "A") == [.case("A"), .conversation("c")])
      #expect(try membership([start, link]).candidates(.case, "A") == [.case("A")])
      #expect(
        try membership([start]).membership(of: "c", saying: "Z")
          == CaseMembership(id: "A", since: nil))
    }
    let resumed = try builder.record("conversation.resumed", "conversation-c", ["case": "D"])
    #expect(try membership([inBody, resumed]).caseID(of: message) == "D")
    #expect(try membership([link, resumed]).caseID(of: message) == "C")
  }

  @Test("A split moves the conversations it names and nothing else")
  mutating func split() throws {
    let first = try builder.record("message.received", "conversation-c1") { $0.case = "A" }
    let second = try builder.record("message.received", "conversation-c2") { $0.case = "A" }
    let split = try builder.record(
      "case.split", "case-A", ["into": "B", "conversations": ["c2"]])
    let membership = membership([split])
    #expect(try membership.caseID(of: first) == "A")
    #expect(try membership.caseID(of: second) == "B")
    #expect(try membership.caseID(of: split) == "A")
  }

  @Test("A record of a case's own stream stays with the case, wherever its conversation goes")
  mutating func ownStream() throws {
    let record = try builder.record("case.opened", "case-A") { $0.conversation = "c" }
    let link = try builder.record("conversation.linked", "conversation-c", ["case": "B"])
    #expect(try membership([link]).caseID(of: record) == "A")
  }

  @Test("Merges are followed to the end of their chain")
  mutating func chain() throws {
    let links = [
      try builder.record("case.merged", "case-A", ["into": "B"]),
      try builder.record("case.merged", "case-B", ["into": "C"]),
      try builder.record("conversation.linked", "conversation-c", ["case": "A"]),
    ]
    let membership = membership(links)
    #expect(try membership.root(.caseIntoCase, of: "A") == "C")
    #expect(try membership.caseID(of: links[2]) == "C")
    #expect(try membership.members(.caseIntoCase, of: "C") == ["A", "B", "C"])
    #expect(
      try membership.candidates(.case, "C") == [
        .case("A"), .case("B"), .case("C"), .conversation("c"),
      ])
  }

  @Test("A circle of merges ends at its smallest id, from wherever it is entered")
  mutating func circle() throws {
    let links = [
      try builder.record("case.merged", "case-Z", ["into": "C"]),
      try builder.record("case.merged", "case-C", ["into": "B"]),
      try builder.record("case.merged", "case-B", ["into": "D"]),
      try builder.record("case.merged", "case-D", ["into": "C"]),
      try builder.record("case.merged", "case-S", ["into": "S"]),
    ]
    let membership = membership(links)
    for id in ["Z", "B", "C", "D"] { #expect(try membership.root(.caseIntoCase, of: id) == "B") }
    #expect(try membership.members(.caseIntoCase, of: "B") == ["B", "C", "D", "Z"])
    #expect(try membership.root(.caseIntoCase, of: "S") == "S")
  }

  /// Links that count how often they are asked for.
  private final class CountedLinks: LinkSource {
    let base: LinkHistory
    let ends: ChainEnds?
    private(set) var looks = 0

    init(_ base: LinkHistory, remembers: Bool) {
      self.base = base
      ends = remembers ? ChainEnds() : nil
    }

    func link(_ kind: LinkKind, of subject: String) -> Link? {
      looks += 1
      return base.link(kind, of: subject)
    }

    func subjects(_ kind: LinkKind, everPointingTo target: String) -> [String] {
      looks += 1
      return base.subjects(kind, everPointingTo: target)
    }
  }

  @Test("A chain is followed once, whoever of it is asked for, and in a circle nobody twice")
  mutating func costOfChains() throws {
    let count = 2_000
    var history = LinkHistory()
    for number in 0..<count {
      let record = try builder.record(
        "party.merged", "party-p\(number)", ["into": .string("p\(number + 1)")])
      Link.links(of: record).forEach { history.append($0) }
    }
    let once = Membership(CountedLinks(history, remembers: false))
    #expect(try once.root(.partyIntoParty, of: "p0") == "p\(count)")
    #expect(once.source.looks == count + 1)
    let all = Membership(CountedLinks(history, remembers: true))
    for number in 0...count {
      #expect(try all.root(.partyIntoParty, of: "p\(number)") == "p\(count)")
    }
    #expect(all.source.looks <= 2 * count)
    #expect(try all.members(.partyIntoParty, of: "p\(count)").count == count + 1)
    // All that belongs to one in the middle belongs to the end.
    #expect(try all.candidates(.party, "p\(count / 2)") == [])
    #expect(all.source.looks <= 5 * count)

    let back = try builder.record("party.merged", "party-p\(count)", ["into": "p7"])
    Link.links(of: back).forEach { history.append($0) }
    let circle = Membership(CountedLinks(history, remembers: true))
    for number in 0...count {
      let end = try circle.end(.partyIntoParty, of: "p\(number)")
      #expect(end == ChainEnd(id: "p10", since: back.position))
    }
    #expect(circle.source.looks <= 2 * count)
  }

  @Test(
    "The end of a chain is the same whether ends are remembered or not, and since the last link",
    arguments: 1...60 as ClosedRange<UInt64>)
  func remembered(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var builder = RecordBuilder(seed: seed)
    let parties = ["p", "q", "r", "s", "t"]
    var history = LinkHistory()
    for _ in 0..<12 {
      let party = parties[Int.random(in: 0..<5, using: &random)]
      let record =
        Int.random(in: 0..<5, using: &random) == 0
        ? try builder.record("party.unmerged", "party-\(party)")
        : try builder.record(
          "party.merged", "party-\(party)",
          ["into": .string(parties[Int.random(in: 0..<5, using: &random)])])
      Link.links(of: record).forEach { history.append($0) }
      let remembering = Membership(CountedLinks(history, remembers: true))
      for party in parties.shuffled(using: &random) {
        var walked: [String] = []
        var passed: [Position] = []
        var next = party
        while !walked.contains(next), let link = history.link(.partyIntoParty, of: next),
          let target = link.target
        {
          walked.append(next)
          passed.append(link.position)
          next = target
        }
        let circle = walked.drop { $0 != next }
        let expected = ChainEnd(id: circle.min() ?? next, since: passed.max())
        #expect(try Membership(history).end(.partyIntoParty, of: party) == expected)
        #expect(try remembering.end(.partyIntoParty, of: party) == expected)
      }
    }
  }

  @Test("Unmerging a party gives its records back")
  mutating func unmerge() throws {
    let message = try builder.record("message.received", "conversation-c") { $0.party = "p1" }
    var links = [try builder.record("party.merged", "party-p1", ["party": "p1", "into": "p2"])]
    #expect(try membership(links).entity(.party, of: message) == "p2")
    #expect(try membership(links).candidates(.party, "p2") == [.party("p1"), .party("p2")])
    links.append(try builder.record("party.unmerged", "party-p1", ["party": "p1", "from": "p2"]))
    #expect(try membership(links).entity(.party, of: message) == "p1")
    #expect(try membership(links).candidates(.party, "p2") == [.party("p2")])
  }

  @Test(
    "Under random links, reading the candidates finds exactly the records of every entity",
    arguments: 1...40 as ClosedRange<UInt64>)
  func candidates(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var builder = RecordBuilder(seed: seed)
    func pick(_ elements: [String]) -> String {
      elements[Int.random(in: 0..<elements.count, using: &random)]
    }
    let cases = ["A", "B", "C", "D"]
    let conversations = ["1", "2", "3", "4"]
    let parties = ["p", "q", "r", "s"]
    var records: [Record] = []
    for _ in 0..<60 {
      let stream = pick(
        cases.map { "case-\($0)" } + conversations.map { "conversation-\($0)" }
          + parties.map { "party-\($0)" })
      let record =
        switch Int.random(in: 0..<12, using: &random) {
        case 0:
          try builder.record(
            "conversation.linked", "conversation-\(pick(conversations))",
            ["case": .string(pick(cases))])
        case 1: try builder.record("conversation.unlinked", "conversation-\(pick(conversations))")
        case 2:
          try builder.record(
            "case.merged", "case-\(pick(cases))", ["into": .string(pick(cases))])
        case 3:
          try builder.record(
            "case.split", "case-\(pick(cases))",
            ["into": .string(pick(cases)), "conversations": [.string(pick(conversations))]])
        case 4:
          try builder.record(
            "party.merged", "party-\(pick(parties))", ["into": .string(pick(parties))])
        case 5: try builder.record("party.unmerged", "party-\(pick(parties))")
        default:
          try builder.record("note.added", stream) { event in
            if Bool.random(using: &random) { event.case = pick(cases) }
            if Bool.random(using: &random) { event.conversation = pick(conversations) }
            if Bool.random(using: &random) { event.party = pick(parties) }
          }
        }
      records.append(record)
      let membership = membership(records)
      for (kind, ids) in [
        (EntityKind.case, cases), (.conversation, conversations), (.party, parties),
      ] {
        for id in ids {
          let members = try records.filter { try membership.entity(kind, of: $0) == id }
          let keys = Set(try membership.candidates(kind, id))
          let found = try records.filter { record in
            try names(record, keys) && membership.entity(kind, of: record) == id
          }
          #expect(found == members, "\(kind) \(id) after \(records.count) records")
          let fold = Fold(over: kind, reach: .withMoves, tables: [], state: EntityIndex.self)
          let all = try records.filter {
            try membership.entities(of: fold, for: $0).contains(id)
          }
          let more = Set(try membership.candidates(kind, id, reach: .withMoves))
          let reached = try records.filter { record in
            try names(record, more)
              && membership.entities(of: fold, for: record).contains(id)
          }
          #expect(reached == all, "\(kind) \(id), with moves, after \(records.count) records")
        }
      }
    }
  }

  /// What a log's index answers: the records that name one of the entities or stand in its stream.
  private func names(_ record: Record, _ keys: Set<EntityKey>) -> Bool {
    record.stream.entity.map(keys.contains) == true
      || record.case.map { keys.contains(.case($0)) } == true
      || record.conversation.map { keys.contains(.conversation($0)) } == true
      || record.party.map { keys.contains(.party($0)) } == true
  }
}
