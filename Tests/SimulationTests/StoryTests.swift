import InteractionModel
import Simulation
import Testing

/// A simulation that is long enough for the day of the incident, with what is rare made usual.
enum Eventful {
  static let run: Run = {
    var options = SimulationOptions(events: 60_000)
    options.optOuts = 1_000
    options.breachNotices = 60
    options.duplicateDeliveries = 10
    options.lateDeliveries = 10
    return Run(seed: 11, options)
  }()

  /// The first delivery of each event, by when it happened.
  static let events: [NewEvent] = {
    var seen: Set<EventID> = []
    let first = run.events.filter { seen.insert($0.id).inserted }
    return first.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }()

  static func named(_ name: String) -> [NewEvent] {
    events.filter { $0.type.rawValue == name }
  }

  /// Date, minute of the day and day of the week (0 is Sunday) in the city.
  static func local(_ event: NewEvent) -> (date: Substring, minute: Int, weekday: Int) {
    let text = event.occurred?.text ?? ""
    let digits = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard digits.count > 4 else { return ("", 0, 0) }
    let days = CivilTime.days(year: digits[0], month: digits[1], day: digits[2])
    return (text.prefix(10), digits[3] * 60 + digits[4], ((days + 4) % 7 + 7) % 7)
  }

  /// Whether an event is no more than some minutes after its department has closed, on a day on
  /// which it is open.
  static func isInHours(_ event: NewEvent, grace: Int) -> Bool {
    let hours: [String: (open: Int, close: Int, saturdays: Bool)] = [
      "Public Works": (420, 1080, true), "Utility Billing": (480, 1140, true),
      "Permits": (480, 990, false), "Human Services": (480, 1080, false),
      "Parking": (510, 1020, true), "City Records": (540, 1020, false),
    ]
    guard let name = event.department, let office = hours[name] else { return false }
    let local = local(event)
    let close = (local.weekday == 6 ? 720 : office.close) + grace
    return (office.open..<close).contains(local.minute)
      && local.weekday != 0 && (local.weekday != 6 || office.saturdays)
  }
}

/// What happens in a contact centre, read off the events alone.
@Suite("What is told can be read off the events")
struct StoryTests {
  private static var eventful: Run { Eventful.run }

  private static var tally: SimulationTally { eventful.tally }

  private static func named(_ name: String) -> [NewEvent] { Eventful.named(name) }

  private static func local(_ event: NewEvent) -> (date: Substring, minute: Int, weekday: Int) {
    Eventful.local(event)
  }

  @Test("Who calls when it is closed leaves a message, is called back or writes on in the morning")
  func closed() {
    let tally = StoryTests.tally
    #expect(tally.voicemails > 0 && tally.closedContacts > tally.voicemails)
    let messages = StoryTests.named("message.received").filter {
      $0.body["mediaType"] == "voicemail"
    }
    #expect(messages.count == tally.voicemails)
    let promised = Set(StoryTests.named("callback.promised").compactMap(\.conversation))
    #expect(messages.allSatisfy { $0.conversation.map(promised.contains) == true })
    #expect(!StoryTests.named("conversation.resumed").isEmpty)
  }

  @Test("Calls back are as many as the tally says, each outcome names its promise")
  func callbacks() {
    let promises = Set(StoryTests.named("callback.promised").map(\.id.description))
    #expect(promises.count == StoryTests.tally.callbacksPromised)
    for (name, count) in [
      ("callback.completed", StoryTests.tally.callbacksKept),
      ("callback.missed", StoryTests.tally.callbacksMissed),
    ] {
      let outcomes = StoryTests.named(name)
      #expect(outcomes.count == count && count > 0)
      let known = outcomes.allSatisfy { $0.body["callback"]?.string.map(promises.contains) == true }
      #expect(known)
    }
  }

  @Test("Transfers of each kind are as many as the tally says")
  func transfers() {
    let tally = StoryTests.tally
    var kinds: [String: Int] = [:]
    for event in StoryTests.named("transfer.requested") {
      kinds[event.body["kind"]?.string ?? "", default: 0] += 1
    }
    #expect(
      kinds == [
        "blind": tally.blindTransfers, "warm": tally.warmTransfers,
        "consult": tally.consultTransfers, "channel": tally.channelTransfers,
        "department": tally.departmentTransfers,
        "assistant_to_human": tally.assistantTransfers,
      ])
    #expect(kinds.values.allSatisfy { $0 > 0 })
    #expect(tally.failedTransfers > 0)
  }

  @Test("A failed payment is followed by an offer to chat that names it, often taken")
  func offers() {
    let failures = Set(StoryTests.named("selfservice.step_failed").map(\.id.description))
    let offers = StoryTests.named("outreach.queued").filter {
      $0.body["campaign"] == "payment-help"
    }
    #expect(offers.count >= StoryTests.tally.chatOffers && StoryTests.tally.chatOffers > 50)
    #expect(offers.allSatisfy { $0.body["trigger"]?.string.map(failures.contains) == true })
    #expect(StoryTests.tally.chatOffersTaken > StoryTests.tally.chatOffers / 3)
  }

  @Test("Nobody gets more than two messages of campaigns in seven days, but for what a law asks")
  func caps() {
    var sent: [String: [Int64]] = [:]
    for event in StoryTests.named("outreach.sent") where event.body["campaign"] != "breach-notice" {
      sent[event.party ?? "", default: []].append(event.time)
    }
    let week: Int64 = 7 * 86_400_000_000
    var most = 0
    for times in sent.values {
      for time in times {
        most = max(most, times.filter { time <= $0 && $0 < time + week }.count)
      }
    }
    #expect(most == 2)
    let held = StoryTests.named("outreach.suppressed")
    #expect(held.count { $0.body["cap"] == "2_in_7_days" } == StoryTests.tally.outreachCapped)
    #expect(StoryTests.tally.outreachCapped > 0)
  }

  @Test("Who opts out gets nothing more, but for what a law asks")
  func optOuts() {
    var out: [String: Int64] = [:]
    for event in StoryTests.named("party.consent_withdrawn") {
      out[event.party ?? ""] = event.time
    }
    #expect(out.count == StoryTests.tally.optOuts && out.count > 10)
    for event in StoryTests.named("outreach.sent") where event.body["campaign"] != "breach-notice" {
      #expect(out[event.party ?? ""].map { event.time <= $0 } ?? true)
    }
    let held = StoryTests.named("outreach.suppressed")
    #expect(held.count { $0.body["cap"] == "opted_out" } == StoryTests.tally.outreachRefused)
    #expect(StoryTests.tally.outreachRefused > 0)
  }

  @Test("The notices of the breach go out on one working day, and cases follow")
  func incident() {
    let notices = StoryTests.named("outreach.sent").filter {
      $0.body["campaign"] == "breach-notice"
    }
    #expect(notices.count == StoryTests.tally.breachNotices && notices.count > 50)
    let days = Set(notices.map { StoryTests.local($0).date })
    #expect(days.count == 1)
    #expect(notices.allSatisfy { (1...5).contains(StoryTests.local($0).weekday) })
    let cases = StoryTests.named("case.opened").filter { $0.body["service"] == "data_breach" }
    #expect(cases.count > notices.count / 5)
  }

  @Test("Surveys have trust in its own wording's scale and drivers of A-11")
  func surveys() {
    let answers = StoryTests.named("survey.answered")
    #expect(answers.count == StoryTests.tally.surveysAnswered && answers.count > 100)
    let drivers: Set<String> = [
      "effectiveness", "ease", "efficiency", "transparency", "humanity", "employee",
    ]
    var wordings: Set<String> = []
    for answer in answers {
      let wording = answer.body["wording"]?.string ?? ""
      wordings.insert(wording)
      let scale: ClosedRange<Int64> = wording == "trust_thumb" ? 0...1 : 1...5
      #expect(answer.body["trust"]?.int.map(scale.contains) == true)
      let named = (answer.body["positive"]?.array ?? []) + (answer.body["negative"]?.array ?? [])
      #expect(!named.isEmpty && named.allSatisfy { $0.string.map(drivers.contains) == true })
      // The form asks what was good, or what was not.
      #expect((answer.body["positive"] == nil) != (answer.body["negative"] == nil))
    }
    #expect(wordings == ["trust_5", "trust_thumb"])
  }

  @Test("A listening agent sets right what the telephone menu did not understand")
  func overrides() {
    let misses = StoryTests.named("ivr.input_given").filter { $0.body["outcome"] == "no_match" }
    #expect(misses.count >= StoryTests.tally.ivrOverrides)
    #expect(misses.count <= StoryTests.tally.ivrOverrides + 1)
    let inputs = StoryTests.named("ivr.input_given").count
    #expect((100...260).contains(misses.count * 1000 / inputs))
  }

  @Test("Posts are answered in public and in private")
  func social() {
    let replies = StoryTests.named("message.sent")
    #expect(replies.contains { $0.channel == .socialPublic && $0.body["visibility"] == "public" })
    #expect(replies.contains { $0.channel == .socialDirect && $0.body["visibility"] == "private" })
  }

  @Test("Late events come hours after they happened, and once")
  func late() {
    let tally = StoryTests.tally
    #expect((300...900).contains(tally.lateDeliveries), "\(tally.lateDeliveries)")
    var latest: Int64 = 0
    var late = 0
    for event in StoryTests.eventful.events {
      if event.time < latest - 5 * 3_600_000_000 { late += 1 }
      latest = max(latest, event.time)
    }
    // Second deliveries can be that late as well.
    #expect(late >= tally.lateDeliveries * 9 / 10)
  }

  @Test("Most agents answer for one department, some for the one next door, a few for all")
  func skills() {
    var departments: [String: Set<String>] = [:]
    for event in StoryTests.named("contact.answered") {
      guard let agent = event.body["agent"]?.string, let name = event.department else { continue }
      departments[agent, default: []].insert(name)
    }
    #expect(departments.values.contains { $0.count == 1 })
    #expect(departments.values.contains { $0.count == 2 })
    #expect(departments.values.contains { $0.count >= 3 })
  }
}
