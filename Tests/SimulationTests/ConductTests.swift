import InteractionModel
import Simulation
import Testing

/// What cannot happen in a contact centre, whatever the mix.
@Suite("Nothing happens that cannot happen")
struct ConductTests {
  private static let live: Set<Channel> = [.voice, .chat, .video, .inPerson, .callback]

  private static func text(_ event: NewEvent, _ key: String) -> String {
    event.body[key]?.string ?? ""
  }

  @Test("An agent has one live contact at a time, and each has an end")
  func oneAtATime() {
    var contacts: [String: String] = [:]
    var ended = 0
    for event in Eventful.events where event.channel.map(ConductTests.live.contains) == true {
      switch event.type.rawValue {
      case "contact.answered":
        let agent = ConductTests.text(event, "agent")
        #expect(contacts[agent] == nil, "\(agent) has \(contacts[agent] ?? "") at \(event.time)")
        contacts[agent] = ConductTests.text(event, "contact")
      case "contact.disconnected":
        let contact = ConductTests.text(event, "contact")
        guard let agent = contacts.first(where: { $0.value == contact })?.key else {
          Issue.record("\(contact) was not answered")
          continue
        }
        contacts[agent] = nil
        ended += 1
      default: break
      }
    }
    // The end of the simulation comes in the midst of a few.
    #expect(ended > 1_000 && contacts.count < 60, "\(contacts.count)")
  }

  @Test("Who waits is answered in opening hours, or gives up and says so")
  func hours() {
    for event in Eventful.named("contact.answered") {
      guard [.voice, .chat, .video].contains(event.channel) else { continue }
      // Who waited when the doors closed is still answered.
      #expect(Eventful.isInHours(event, grace: 60), "\(event.department ?? "") \(event.time)")
    }
    for event in Eventful.named("ivr.overridden") {
      #expect(Eventful.isInHours(event, grace: 1))
    }
    let abandoned = Eventful.named("contact.abandoned")
    #expect(!abandoned.isEmpty)
    for event in abandoned {
      #expect((60...3_600).contains(event.body["waited"]?.int ?? 0), "\(event.body)")
    }
  }

  @Test("Talk lasts minutes; surveys come when the contact is over")
  func talk() {
    var over: Set<String> = []
    for event in Eventful.events {
      guard let conversation = event.conversation else { continue }
      switch event.type.rawValue {
      case "contact.disconnected":
        let isLive = event.channel.map(ConductTests.live.contains) == true
        #expect((event.body["talk"] != nil) == isLive)
        #expect(event.body["talk"]?.int.map { $0 < 5_400 } ?? true, "\(event.body)")
      case "survey.offered": over.insert(conversation)
      case _ where event.type.group == "contact":
        #expect(!over.contains(conversation), "\(event.type) after the survey")
      default: break
      }
    }
    #expect(over.count > 100)
  }

  @Test("A call back is missed when it is due, not before; in time it is tried, then it counts on")
  func callbacks() throws {
    var due: [String: Int64] = [:]
    var attempts: [String: Int64] = [:]
    var (missed, kept) = (0, 0)
    for event in Eventful.events {
      let id = ConductTests.text(event, "callback")
      switch event.type.rawValue {
      case "callback.promised":
        let time = try #require(Timestamp(ConductTests.text(event, "due"))?.instant)
        #expect(time.microseconds > event.time)
        due[event.id.description] = time.microseconds
      case "callback.attempted":
        attempts[id, default: 0] += 1
        #expect(event.body["attempt"]?.int == attempts[id])
        if attempts[id] == 1 { #expect(event.time <= due[id] ?? 0, "late: \(event.time)") }
        kept += 1
      case "callback.missed":
        #expect(event.time >= due[id] ?? .max && attempts[id] == nil)
        missed += 1
      default: break
      }
    }
    #expect(missed > 20 && kept > 50)
  }

  @Test("A transfer goes elsewhere, into the queue that it names, not to whoever refused")
  func transfers() {
    var requests: [String: NewEvent] = [:]
    var refused: [String: String] = [:]
    var together = 0
    var warm = 0
    var gone: Set<String> = []
    for event in Eventful.events {
      let id = ConductTests.text(event, "transfer")
      switch event.type.rawValue {
      case "transfer.requested":
        requests[event.id.description] = event
        gone.remove(event.conversation ?? "")
        guard ConductTests.text(event, "kind") != "assistant_to_human" else { continue }
        #expect(
          ConductTests.text(event, "fromDepartment") != ConductTests.text(event, "toDepartment"))
      case "contact.disconnected": gone.insert(event.conversation ?? "")
      case "transfer.rejected":
        refused[event.conversation ?? ""] = ConductTests.text(event, "agent")
      case "transfer.accepted":
        guard let request = requests[id] else {
          Issue.record("\(id) was not requested")
          continue
        }
        #expect(ConductTests.text(event, "queue") == ConductTests.text(request, "toQueue"))
        #expect(refused[event.conversation ?? ""] != ConductTests.text(event, "agent"))
        if ["warm", "consult"].contains(ConductTests.text(request, "kind")) {
          warm += 1
          if !gone.contains(event.conversation ?? "") { together += 1 }
        }
      default: break
      }
    }
    // Unless everybody is busy, giver and taker speak before the giver leaves.
    #expect(warm > 20 && together * 10 > warm * 7, "\(together) of \(warm)")
    #expect(!refused.isEmpty)
  }

  @Test("A letter is answered after it has come")
  func letters() {
    var arrived: Set<String> = []
    var answered = 0
    for event in Eventful.events where event.channel == .email && event.direction != nil {
      guard let conversation = event.conversation else { continue }
      switch event.type.rawValue {
      case "message.received", "message.sent": arrived.insert(conversation)
      case "contact.answered", "fact.requested", "fact.provided":
        #expect(arrived.contains(conversation), "\(event.type) in \(conversation)")
        answered += 1
      default: break
      }
    }
    #expect(answered > 50)
  }

  @Test("Who asks for no more messages says so first")
  func stops() {
    let received = Set(Eventful.named("message.received").map(\.id))
    let withdrawn = Eventful.named("party.consent_withdrawn")
    #expect(withdrawn.count > 10)
    #expect(withdrawn.allSatisfy { $0.causation.map(received.contains) == true })
    #expect(!Eventful.named("party.consent_given").isEmpty)
  }

  @Test("A case is merged into one that is open; what was split off is closed")
  func cases() {
    var options = SimulationOptions(events: 40_000)
    options.caseSplits = 500
    options.caseMerges = 500
    var parts: Set<String> = []
    var closed: Set<String> = []
    var merged: Set<String> = []
    var settled: Set<String> = []
    for event in Run(seed: 5, options).events {
      let id = event.case ?? ""
      switch event.type.rawValue {
      case "case.merged":
        let into = ConductTests.text(event, "into")
        #expect(!merged.contains(into) && !settled.contains(into))
        merged.insert(id)
      case "case.split": parts.insert(ConductTests.text(event, "into"))
      case "case.resolved": settled.insert(id)
      case "case.reopened": settled.remove(id)
      case "case.closed": closed.insert(id)
      default: break
      }
    }
    #expect(merged.count > 20, "\(merged.count)")
    // The end of the simulation comes before that of many.
    #expect(parts.count > 20 && parts.intersection(closed).count * 3 > parts.count)
  }

  @Test("The incident brings more people in a day than usual, however short the simulation")
  func burst() {
    var contacts: [Substring: Int] = [:]
    var day: Substring = ""
    for event in Run.usual.events where event.type == .conversationStarted {
      contacts[Eventful.local(event).date, default: 0] += 1
    }
    for event in Run.usual.events where event.body["campaign"] == "breach-notice" {
      day = Eventful.local(event).date
    }
    let usual = contacts.values.sorted()[contacts.count / 2]
    #expect(contacts[day] ?? 0 > usual * 5 / 4, "\(contacts)")
    #expect(Run.usual.tally.breachNotices > 40)
  }
}
