internal import InteractionModel

/// An event of a type as a CloudEvent that can be appended: all of its fields, in one small story.
///
/// The story is about a party, a conversation and a case; where one event speaks of another, it names
/// the example of that one. A type that the log itself writes has none.
struct ExampleEvent {
  let json: JSONObject

  init?(of words: TypeWords) {
    let type = words.type.type
    guard !type.isReserved else { return nil }
    var body = JSONObject()
    for (field, _) in EventCatalogue.listedFields(of: type) + EventCatalogue.commonFields {
      guard let value = FieldWords.body(field, of: type)?.example else { continue }
      body[field] = ExampleEvent.resolved(value)
    }
    var sealed = JSONObject()
    if words.sealed != EventCatalogue.anyNote {
      for field in words.sealed { sealed[field] = FieldWords.sealed(field, of: type)?.example }
    }
    var data: JSONObject = ["actor": ExampleEvent.actor(of: words.type)]
    if !body.isEmpty { data["body"] = .object(body) }
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    var event: JSONObject = [
      "id": .string(ExampleEvent.id(of: words.type)), "source": "desk.example",
      "specversion": "1.0", "time": .string(ExampleEvent.time(of: words.type)),
      "type": .string(type.rawValue),
    ]
    switch type.group {
    case "party": break
    case "case", "sla": data["case"] = "PA-2026-000017"
    case "response" where words.type != .responseUsed: event["partitionkey"] = "document-kb-14"
    case "topic": event["partitionkey"] = "document-t-8"
    default:
      data["conversation"] = "c-2201"
      data["channel"] = .string(ExampleEvent.channel(of: type).rawValue)
      data["direction"] = .string(ExampleEvent.direction(of: words.type).rawValue)
      data["department"] = "Utility Billing"
    }
    // Answers and topics are about nobody.
    if event["partitionkey"] == nil { data["party"] = "p-1042" }
    event["data"] = .object(data)
    json = event
  }

  /// The id of the example of a type.
  static func id(of type: CatalogueType) -> String {
    "00000000-0000-4000-8000-000000000\(String(1000 + Int(type.rawValue)).dropFirst())"
  }

  /// A minute later for each type, so that the examples are in the order of the catalogue.
  private static func time(of type: CatalogueType) -> String {
    let (hour, minute) = Int(type.rawValue).quotientAndRemainder(dividingBy: 60)
    return "2026-03-04T\(10 + hour):\(minute < 10 ? "0" : "")\(minute):00-05:00"
  }

  /// A value in which `‹type›` stands for the id of that type's example.
  private static func resolved(_ value: JSONValue) -> JSONValue {
    guard let text = value.string, text.hasPrefix("‹"),
      let type = EventType(String(text.dropFirst().dropLast())).catalogued
    else { return value }
    return .string(id(of: type))
  }

  /// Who says it: of what somebody of the agency did, often the system in which they did it.
  private static func actor(of type: CatalogueType) -> JSONValue {
    let name = type.type
    let party: JSONValue = ["id": "p-1042", "type": "party"]
    switch type {
    case .partyMerged, .partyUnmerged: return ["id": "agent-044", "type": "agent"]
    case .messageReceived, .messageEdited, .factProvided, .conversationStarted,
      .conversationResumed, .contactInitiated, .contactAbandoned, .surveyAnswered, .outreachOpened,
      .outreachClicked:
      return party
    case .messageDelivered, .messageFailed: return ["id": "mail-gateway", "type": "system"]
    case .recordingAdded, .surveyOffered:
      return ["id": "contact-desk", "type": "system"]
    default: break
    }
    switch name.group {
    case "assistant": return ["id": "alder-bot", "type": "assistant"]
    case "sla", "outreach": return ["id": "case-system", "type": "system"]
    case "contact": return ["id": "contact-desk", "type": "system"]
    case "party", "selfservice": return party
    case "ivr" where type != .ivrOverridden: return party
    default:
      // The desk says whom it is about.
      let isOfAnother = EventCatalogue.listedFields(of: name).contains { $0.name == "agent" }
      return isOfAnother
        ? ["id": "contact-desk", "type": "system"] : ["id": "agent-017", "type": "agent"]
    }
  }

  private static func direction(of type: CatalogueType) -> Direction {
    switch type {
    case .noteAdded, .wrapupStarted, .wrapupCompleted, .dispositionSet, .messageRedacted,
      .issueCoded, .evaluationRecorded, .feedbackAcknowledged, .responseUsed, .transferRequested,
      .transferAccepted, .transferRejected, .transferCompleted, .transferFailed, .handoffPrepared,
      .handoffViewed, .handoffAcknowledged, .handoffContextMissing, .handoffReturned,
      .callbackMissed, .conversationLinked, .conversationUnlinked, .outreachSuppressed:
      .internal
    case .messageSent, .messageDelivered, .messageFailed, .outreachQueued, .outreachSent,
      .callbackPromised, .callbackAttempted, .callbackCompleted, .surveyOffered, .factRequested,
      .commitmentMade, .commitmentKept, .commitmentBroken, .assistantTurnTaken:
      .outbound
    default: .inbound
    }
  }

  private static func channel(of type: EventType) -> Channel {
    switch type.group {
    case "selfservice": .selfService
    case "ivr": .ivr
    case "assistant": .virtualAssistant
    case "outreach": .outreach
    case "survey": .survey
    case "callback": .callback
    case "message": .email
    case "contact", "recording", "transcript", "wrapup": .voice
    default: .chat
    }
  }
}
