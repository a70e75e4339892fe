import InteractionModel
import Simulation
import Testing

@Suite("What is planted is counted and can be found")
struct PlantingTests {
  @Test("Deliveries are in order and single unless asked otherwise")
  func orderly() {
    let run = Run.usual
    #expect(zip(run.events, run.events.dropFirst()).allSatisfy { $0.time <= $1.time })
    #expect(run.tally.duplicateDeliveries == 0 && run.tally.outOfOrder == 0)
  }

  @Test("Duplicates and overtaken events come at the rate asked for and are identical")
  func disorderly() {
    var options = SimulationOptions(events: 10_000)
    options.duplicateDeliveries = 20
    options.outOfOrder = 30
    let run = Run(options)
    var first: [EventID: NewEvent] = [:]
    var latest = Int64.min
    var duplicates = 0
    var overtaken = 0
    for event in run.events {
      if let known = first[event.id] {
        #expect(known == event)
        duplicates += 1
      } else {
        first[event.id] = event
        if event.time < latest { overtaken += 1 }
        latest = max(latest, event.time)
      }
    }
    #expect(duplicates == run.tally.duplicateDeliveries)
    #expect(overtaken == run.tally.outOfOrder)
    #expect((120...280).contains(duplicates), "\(duplicates)")
    #expect((150...400).contains(overtaken), "\(overtaken)")
    #expect(run.events.count == 10_000 + duplicates)
  }

  @Test("Case numbers are given in order, and nothing refers to what does not exist yet")
  func references() {
    var cases: Set<String> = []
    var conversations: Set<String> = []
    var events: Set<EventID> = []
    var lastCase = ""
    for event in Run.usual.events {
      events.insert(event.id)
      if event.type == .caseOpened, let id = event.case {
        #expect(id > lastCase)
        lastCase = id
        cases.insert(id)
      }
      if event.type == .conversationStarted, let id = event.conversation {
        #expect(conversations.insert(id).inserted)
      }
      #expect(event.case.map(cases.contains) ?? true)
      #expect(event.conversation.map(conversations.contains) ?? true)
      #expect(event.body["case"]?.string.map(cases.contains) ?? true)
      if event.type == .caseMerged || event.type == .caseSplit {
        #expect(event.body["into"]?.string.map(cases.contains) == true)
        #expect(event.body["into"]?.string != event.case)
      }
      for id in event.body["conversations"]?.array ?? [] {
        #expect(id.string.map(conversations.contains) == true)
      }
      for key in ["parent", "message", "transfer", "callback"] {
        guard let id = event.body[key]?.string else { continue }
        #expect(EventID(id).map(events.contains) == true, "\(event.type) \(key)")
      }
      #expect(event.causation.map(events.contains) ?? true)
    }
  }

  @Test("Links made after the end of a conversation are as many as the tally says")
  func lateLinks() {
    var closed: Set<String> = []
    var late = 0
    for event in Run.usual.events {
      guard let id = event.conversation else { continue }
      if event.type == .conversationClosed { closed.insert(id) }
      if event.type == .conversationLinked, closed.contains(id) { late += 1 }
    }
    #expect(late == Run.usual.tally.linksAfterTheEnd)
  }

  @Test("Conversations are put to a wrong case as often as the tally says, and put right again")
  func wrongLinks() {
    var options = SimulationOptions(events: 20_000)
    options.wrongLinks = 300
    let run = Run(options)
    var wrong: [String: String] = [:]
    var count = 0
    var corrected = 0
    for event in run.events where event.type == .conversationLinked {
      guard let id = event.conversation, let linked = event.body["case"]?.string else { continue }
      switch event.body["reason"]?.string {
      case "matched_by_clerk":
        wrong[id] = linked
        count += 1
      case "corrected":
        #expect(wrong[id] != nil && wrong[id] != linked)
        corrected += 1
      default: break
      }
    }
    #expect(count == run.tally.wrongLinks && count > 20)
    // The end of the simulation cuts some off before they are put right.
    #expect(corrected <= count && corrected >= count * 9 / 10)
  }

  @Test("Helped visits, the assistant's Spanish and replies to posts are as many as the tally says")
  func kinds() {
    let run = Run.usual
    func count(_ type: String, where holds: (NewEvent) -> Bool) -> Int {
      run.events.count { $0.type.rawValue == type && holds($0) }
    }
    let helpers: Set<String> = ["kiosk_help", "interpreter", "accommodation"]
    let helped = count("note.added") { event in
      event.body["kind"]?.string.map(helpers.contains) ?? false
    }
    let spanish = count("conversation.started") {
      $0.channel == .virtualAssistant && $0.body["language"] == "es"
    }
    let english = count("conversation.started") {
      $0.channel == .virtualAssistant && $0.body["language"] == "en"
    }
    let open = count("message.sent") { $0.body["visibility"] == "public" }
    let direct = count("message.sent") { $0.body["visibility"] == "private" }
    #expect(helped == run.tally.helpedVisits && helped > 0)
    #expect(spanish == run.tally.assistantInSpanish && spanish > 0 && spanish < english)
    #expect(open == run.tally.publicReplies && open > 0)
    #expect(direct == run.tally.privateReplies && direct > 0)
  }

  @Test("Facts asked for again in one case are as many as the tally says")
  func repeatAsks() {
    // Without merges, splits and mistakes a conversation ends in the one case it was linked to.
    var options = SimulationOptions(events: 10_000)
    options.caseMerges = 0
    options.caseSplits = 0
    options.wrongLinks = 0
    let run = Run(options)
    var caseOf: [String: String] = [:]
    for event in run.events {
      guard let conversation = event.conversation else { continue }
      if let id = event.case ?? event.body["case"]?.string { caseOf[conversation] = id }
    }
    var provided: Set<String> = []
    var again = 0
    var unlinked = 0
    for event in run.events where event.type.group == "fact" {
      guard let key = event.body["key"]?.string, let conversation = event.conversation else {
        continue
      }
      // The end of the simulation cuts some conversations off before their link.
      guard let id = caseOf[conversation] else {
        unlinked += 1
        continue
      }
      if event.type == EventType("fact.provided") { provided.insert("\(id) \(key)") }
      if event.type == EventType("fact.requested"), provided.contains("\(id) \(key)") { again += 1 }
    }
    #expect(again > 0 && again <= run.tally.allRepeatAsks)
    #expect(run.tally.allRepeatAsks - again <= unlinked)
  }

  @Test("With all rates at zero nothing is planted")
  func nothing() {
    var options = SimulationOptions(events: 5_000)
    options.lateLinks = 0
    options.wrongLinks = 0
    options.repeatAsks = 0
    options.channelRestarts = 0
    options.caseMerges = 0
    options.caseSplits = 0
    options.partyMerges = 0
    options.reopenings = 0
    let tally = Run(options).tally
    #expect(tally.repeatAsks == 0 && tally.channelRestarts == 0 && tally.wrongLinks == 0)
    #expect(tally.caseMerges == 0 && tally.caseSplits == 0)
    #expect(tally.partyMerges == 0 && tally.partyUnmerges == 0)
    #expect(tally.count(.caseReopened) == 0)
  }

  @Test("Every rate has a name that sets it, and what is planted has numbers")
  func rates() {
    var options = SimulationOptions()
    for name in SimulationOptions.rateNames {
      let before = options
      #expect(options.setRate(name, to: 999) && options != before, "\(name)")
    }
    #expect(!options.setRate("nonsense", to: 1) && !options.setRate("repeatAsks", to: 1_001))
    let planted = Run.usual.tally.planted(SimulationOptions(events: 20_000))
    let names = planted.map(\.name)
    #expect(Set(names).count == names.count)
    for thing in planted {
      guard let opportunities = thing.opportunities else { continue }
      #expect((0...opportunities).contains(thing.count), "\(thing.name)")
    }
  }

  @Test("Rates come out as they were asked for")
  func realised() {
    var options = SimulationOptions(events: 60_000)
    options.repeatAsks = 300
    options.channelRestarts = 200
    options.missedCallbacks = 400
    options.caseSplits = 200
    options.partyMerges = 200
    options.reopenings = 200
    options.lateLinks = 300
    options.optOuts = 1_000
    let planted = Run(seed: 4, options).tally.planted(options)
    for (name, expected) in [
      ("channelRestarts", 150...250), ("surveysAnswered", 320...480),
      ("ivrOverrides", 140...220), ("callbacksMissed", 280...480), ("repeatAsks", 270...330),
      ("lateLinks", 270...330), ("optOuts", 900...1_000),
      // The end of the simulation comes before that of many journeys.
      ("caseSplits", 120...220), ("partyMerges", 120...220), ("reopenings", 80...220),
    ] {
      guard let thing = planted.first(where: { $0.name == name }),
        let opportunities = thing.opportunities
      else {
        Issue.record("\(name) is not counted")
        continue
      }
      #expect(expected.contains(thing.count * 1000 / max(1, opportunities)), "\(name)")
    }
  }

  @Test("The tally as JSON says what the properties say")
  func json() {
    let tally = Run.usual.tally
    #expect(tally.json["conversations"]?.int == Int64(tally.conversations))
    #expect(tally.json["eventsByType"]?["case.opened"]?.int == Int64(tally.cases))
  }
}
