import InteractionModel
import Simulation
import Testing

@Suite("The mix is that of a contact centre")
struct MixTests {
  @Test("A conversation has about twelve events, a case about three conversations")
  func ratios() {
    let tally = Run.usual.tally
    #expect(tally.events == 20_000)
    let perConversation = Double(tally.events) / Double(tally.conversations)
    #expect((11.0...14.0).contains(perConversation), "\(perConversation)")
    let perCase = Double(tally.conversations) / Double(tally.cases)
    #expect((2.7...3.5).contains(perCase), "\(perCase)")
  }

  @Test("Records are of about 600 bytes once they are sealed")
  func sizes() throws {
    var bytes = 0
    for event in Run.usual.events {
      let parts = event.personal.map { part in
        let padded = (JSONValue.object(part.content).canonicalBytes.count + 31) / 32 * 32
        return SealedPart(
          key: String(repeating: "0", count: 32), commitment: [UInt8](repeating: 0, count: 32),
          nonce: [UInt8](repeating: 0, count: 12), data: [UInt8](repeating: 0, count: padded + 16),
          root: [UInt8](repeating: 0, count: 32))
      }
      let line = try RecordLine(event, sealed: parts)
      bytes +=
        line.bytes(position: Position(10_000), recorded: Instant(microseconds: 0), version: 9)
        .count
    }
    let average = bytes / Run.usual.events.count
    #expect((560...660).contains(average), "\(average)")
  }

  @Test("All channels and groups of events appear")
  func coverage() {
    let channels = Set(Run.usual.events.compactMap(\.channel))
    let named: Set<Channel> = [
      .voice, .chat, .email, .sms, .socialPublic, .socialDirect, .selfService, .ivr,
      .virtualAssistant, .inPerson, .mail, .callback, .kiosk, .video, .messaging, .outreach,
    ]
    #expect(named.isSubset(of: channels), "\(named.subtracting(channels))")
    let groups = Set(Run.usual.events.map { String($0.type.group) })
    let wanted: Set<String> = [
      "party", "fact", "conversation", "contact", "message", "note", "selfservice", "ivr",
      "assistant", "transfer", "handoff", "wrapup", "disposition", "case", "callback", "sla",
      "survey", "issue", "response", "outreach",
    ]
    #expect(wanted.isSubset(of: groups), "\(wanted.subtracting(groups))")
    let departments = Set(Run.usual.events.compactMap(\.department))
    #expect(departments.count == 6)
    let agents = Set(
      Run.usual.events.compactMap { $0.actor?.type == "agent" ? $0.actor?.id : nil })
    #expect(agents.count > 30)
  }

  @Test("Whatever is worth telling happens at least once")
  func stories() {
    var options = SimulationOptions(events: 30_000)
    options.caseSplits = 100
    options.partyMerges = 200
    options.partyUnmerges = 500
    options.wrongLinks = 100
    options.reopenings = 200
    let tally = Run(options).tally
    for name in [
      "case.merged", "case.split", "case.reopened", "case.pended", "case.escalated",
      "party.merged", "party.unmerged", "conversation.linked", "conversation.unlinked",
      "callback.promised", "callback.attempted", "callback.completed", "callback.missed",
      "contact.abandoned", "contact.held", "transfer.completed", "handoff.viewed", "sla.met",
      "sla.breached", "survey.answered", "selfservice.step_failed", "assistant.contained",
    ] {
      #expect(tally.count(EventType(name)) > 0, "\(name)")
    }
    #expect(tally.repeatAsks > 0 && tally.channelRestarts > 0)
    #expect(tally.lateLinks > 0 && tally.wrongLinks > 0)
  }

  @Test("By default 5,000 events cover about five days")
  func span() throws {
    let events = Run(SimulationOptions(events: 5_000)).events
    let first = try #require(events.first?.time)
    let last = try #require(events.last?.time)
    let hours = (last - first) / 3_600_000_000
    #expect((90...150).contains(hours), "\(hours) hours")
  }

  @Test("Memory is bounded by the journeys in flight")
  func inFlight() {
    #expect(Run.usual.mostInFlight < 1_000)
    var options = SimulationOptions(events: 10_000, startsPerHour: 1_000)
    options.inFlightLimit = 50
    let limited = Run(options)
    #expect(limited.mostInFlight == 50)
    #expect(limited.tally.events == 10_000)
  }

  @Test("At one rate of arrival what is held stays the same while events grow")
  func bounded() {
    let short = Run(SimulationOptions(events: 25_000, startsPerHour: 2))
    let long = Run(SimulationOptions(events: 75_000, startsPerHour: 2))
    #expect(long.mostActive < short.mostActive * 5 / 4, "\(long.mostActive)")
  }

  @Test("Asking for no events gives none")
  func none() {
    #expect(Run(SimulationOptions(events: 0)).events.isEmpty)
  }
}
