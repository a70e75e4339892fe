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
    if words.sealed != ["note"] {
      for field in words.sealed { sealed[field] = FieldWords.sealed(field)?.example }
    }
    var data: JSONObject = ["actor": ExampleEvent.actor(of: type), "party": "p-1042"]
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

  private static func actor(of type: EventType) -> JSONValue {
    switch type.group {
    case "assistant": ["id": "alder-bot", "type": "assistant"]
    case "sla", "outreach": ["id": "case-system", "type": "system"]
    case "party", "selfservice", "ivr": ["id": "p-1042", "type": "party"]
    default:
      switch type {
      case .messageReceived, .factProvided, .contactInitiated, .contactAbandoned, .surveyAnswered:
        ["id": "p-1042", "type": "party"]
      default: ["id": "agent-017", "type": "agent"]
      }
    }
  }

  private static func direction(of type: CatalogueType) -> Direction {
    switch type {
    case .noteAdded, .wrapupStarted, .wrapupCompleted, .dispositionSet: .internal
    case .messageSent, .messageDelivered, .messageFailed, .outreachQueued, .outreachSent,
      .outreachSuppressed, .callbackAttempted, .callbackCompleted, .surveyOffered:
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
    case "recording", "transcript": .voice
    default: .chat
    }
  }
}
