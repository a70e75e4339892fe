import InteractionModel
import Testing

@testable import throughline_bench

@Suite("Entities that are far larger than the others")
struct LargeEntitiesTests {
  private static let size = LargeEntities.Size(caseEvents: 1_000, messages: 300, conversations: 40)

  private func events(_ piece: Int) -> [NewEvent] {
    var source = LargeEntities(LargeEntitiesTests.size)
    var events: [NewEvent] = []
    while case let next = source.next(piece), !next.isEmpty { events += next }
    return events
  }

  @Test("are as large as they are said to be, and no event comes twice")
  func size() {
    let events = events(700)
    #expect(events.count == LargeEntities(LargeEntitiesTests.size).count)
    #expect(Set(events.map(\.id)).count == events.count)
    let legs = events.filter { $0.conversation?.hasPrefix("leg-") == true }.map(\.conversation)
    #expect(legs.count + events.count { $0.type == .caseOpened } == 1_000)
    #expect(Set(legs).count == 10)
    #expect(events.count { $0.conversation == LargeEntities.conversation } == 301)
    let parties = events.filter { $0.party == LargeEntities.party }
    #expect(Set(parties.compactMap(\.conversation)).count == 40)
    #expect(events.filter { $0.id == LargeEntities.handoff }.map(\.type) == [.transferRequested])
  }

  @Test("come the same whatever the pieces they are asked for in, and in order of time")
  func pieces() {
    let events = events(1)
    #expect(events == self.events(10_000))
    let times = events.compactMap(\.occurred?.instant)
    #expect(times.count == events.count && times == times.sorted())
  }

  @Test("every question has a figure, and every figure of an answer but one a question")
  func questions() {
    #expect(FigureKind.allCases.compactMap(\.question) == AskedQuestion.allCases)
    #expect(
      FigureKind.allCases.filter { $0.group == "answer" && $0.question == nil } == [.answerMemory])
  }
}
