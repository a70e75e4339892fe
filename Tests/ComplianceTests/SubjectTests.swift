import Compliance
import EventLog
import InteractionModel
import Testing
import Vault

@Suite("Whose keys go with a party")
struct SubjectTests {
  private let agent = Actor(type: "agent", id: "a-7")
  private let machine = Actor(type: "system", id: "asr")

  private func erased(
    _ party: String, from events: [NewEvent]
  ) async throws -> (plan: ErasurePlan, states: [String]) {
    let store = try await OpenedStore(try StoreDirectory())
    _ = try await store.log.append(events)
    let plan = try store.eraser().plan(.party(party))
    _ = try await store.eraser().erase(.party(party), authority: nil, reason: "asked for")
    let states = try events.map { try store.states($0.id).joined(separator: " ") }
    #expect(try store.problems() == [])
    try store.close()
    return (plan, states)
  }

  @Test("What staff and machines recorded about the person goes, what names nobody is listed")
  func recorded() async throws {
    let fact = EventType("fact.provided")
    var title = NewEvent(id: .random(), stream: StreamID(.case("k-1")), type: .caseOpened)
    title.actor = agent
    title.party = "p-1"
    title.personal = [PersonalPart(subject: title.defaultSubject, content: ["title": "Her bin"])]
    var matter = title
    matter.id = .random()
    matter.type = .caseEscalated
    matter.party = nil
    matter.personal = [PersonalPart(subject: matter.defaultSubject, content: ["reason": "Late"])]
    let gone = [
      noted("12 Elm Street", by: agent, about: "p-1", in: "c-1", fact, body: ["key": "address"]),
      noted(
        "Caller: I am ill.", by: machine, about: "p-1", in: "c-1", EventType("transcript.added")),
      noted("She was upset.", by: agent, about: "p-1", in: "c-1"), title,
    ]
    let kept = [
      noted("Look at the other file.", by: agent, in: "c-1"),
      noted("Noise on the line.", by: machine, in: "c-1", EventType("transcript.added")),
      noted("Who is this?", by: nil, in: "c-1"), matter,
      noted("He pays.", by: agent, about: "p-9", in: "c-1"),
      said("I am her neighbour.", by: "p-9", in: "c-1"),
      noted("Elsewhere.", by: agent, in: "c-9"),
    ]
    let (plan, states) = try await erased("p-1", from: gone + kept)
    #expect(states.prefix(gone.count).allSatisfy { $0 == "erased" })
    #expect(states.dropFirst(gone.count).allSatisfy { $0 == "opened" })
    #expect(plan.records == 4)
    let left = Set(plan.left.map { "\($0.scope.id) \($0.participantKind) \($0.records)" })
    #expect(left == ["c-1 agent 1", "c-1 system 1", "c-1 unknown 1", "k-1 agent 1"])
  }

  @Test("Only the last identification counts, and never against another party's own records")
  func corrected() async throws {
    let visitor = Actor(type: "party", id: "v-1")
    let events = [
      noted("I am q.", by: visitor, in: "c-1", .messageReceived),
      identified("v-1", as: "p-1", in: "c-1"), identified("v-1", as: "q-1", in: "c-1"),
      said("I am p.", by: "p-1", in: "c-1"), said("I am z.", by: "z-1", in: "c-1"),
      identified("z-1", as: "p-1", in: "c-1"),
    ]
    let (plan, states) = try await erased("p-1", from: events)
    #expect(states == ["opened", "", "", "erased", "opened", ""])
    // Somebody has to look at what was said of z-1 and never taken back.
    #expect(plan.left.map(\.party) == ["z-1"])
    #expect(try await erased("q-1", from: events).states.map { $0 == "erased" }.first == true)
  }

  @Test("Taken back in records that name only the other party, an identification is no more")
  func correctedBack() async throws {
    let visitor = Actor(type: "party", id: "v-1")
    let events = [
      said("I am p.", by: "p-1", in: "c-2"),
      noted("I am v.", by: visitor, in: "c-1", .messageReceived),
      identified("v-1", as: "q-1", in: "c-1"), identified("v-1", as: "p-1", in: "c-1"),
    ]
    #expect(try await erased("p-1", from: events).states == ["erased", "erased", "", ""])
  }

  @Test("An identification of nobody by name is of the one participant who was not known")
  func nameless() async throws {
    let words = noted("It is me.", by: nil, in: "c-1", .messageReceived)
    let own = said("Now you know me.", by: "p-1", in: "c-1")
    let who = identified(nil, as: "p-1", in: "c-1")
    let clerk = noted("A call.", by: agent, in: "c-1")
    #expect(
      try await erased("p-1", from: [words, clerk, who, own]).states == [
        "erased", "opened", "", "erased",
      ])

    var other = noted("Me too.", by: nil, in: "c-1", .messageReceived)
    other.personal = [
      PersonalPart(
        subject: Subject(scope: .conversation("c-1"), participant: "caller-3"),
        content: ["text": "Me too."])
    ]
    let several = try await erased("p-1", from: [words, other, who, own])
    #expect(several.states == ["opened", "opened", "", "erased"])
    #expect(Set(several.plan.left.map(\.participantKind)) == ["unknown", "participant"])

    let named = identified("caller-3", as: "p-9", in: "c-1")
    #expect(
      try await erased("p-1", from: [words, other, named, who, own]).states == [
        "erased", "opened", "", "", "erased",
      ])
  }

  @Test("An identification that names no conversation claims nothing and is listed")
  func withoutPlace() async throws {
    let visitor = Actor(type: "party", id: "v-1")
    let events = [
      noted("I am v.", by: visitor, in: "c-3", .messageReceived),
      identified("v-1", as: "p-1", in: nil), said("I am p.", by: "p-1", in: "c-1"),
    ]
    let (plan, states) = try await erased("p-1", from: events)
    #expect(states == ["opened", "", "erased"])
    #expect(plan.left.map(\.scope) == [.conversation("c-3")])
  }
}
