internal import InteractionModel
internal import Queries

/// What an event says, as somebody would say it: `transfer requested: Billing bea → Permits,
/// reason cannot pay`.
enum EventWords {
  /// The type in words: `selfservice.step_failed` is `self service step failed`.
  static func type(_ type: String) -> String {
    let words = type.replacing("_", with: " ").split(separator: ".")
    let names = [
      "selfservice": "self service", "handoff": "hand-off", "sla": "SLA", "ivr": "IVR",
    ]
    return Terminal.safe(
      words.map { names[String($0)] ?? String($0) }.joined(separator: " "))
  }

  /// The type and what the public fields say.
  /// - Parameters:
  ///   - type: the type of the event.
  ///   - summary: what its fields say.
  ///   - actor: who did it, which goes without saying again.
  /// - Returns: the sentence.
  static func line(_ type: String, _ summary: EventSummary, by actor: String?) -> String {
    let said =
      ([move(summary)].compactMap { $0 }
      + summary.fields.filter { $0.name != "agent" || $0.value.string != actor }
      .compactMap { words($0.name, $0.value) }).joined(separator: ", ")
    return self.type(type) + (said.isEmpty ? "" : ": \(said)")
  }

  private static func move(_ summary: EventSummary) -> String? {
    guard !summary.from.isEmpty || !summary.to.isEmpty else { return nil }
    func name(_ place: String) -> String {
      Channel(rawValue: place) == nil ? Terminal.short(place) : Phrase.code(place)
    }
    let (from, to) = (summary.from.map(name), summary.to.map(name))
    return (from.isEmpty ? "" : "\(from.joined(separator: " ")) ")
      + (to.isEmpty ? "" : "→ \(to.joined(separator: " "))")
  }

  /// Fields whose values are names that lists are filtered by, so that they stand as they are.
  private static let names: Set = ["agent", "custodian", "department", "owner", "queue"]

  /// One field in words; nil when it says nothing.
  private static func words(_ name: String, _ value: JSONValue) -> String? {
    let text = value.string.map { text in
      if names.contains(name) { return Terminal.safe(text) }
      return Timestamp(text) == nil ? Phrase.code(text) : Phrase.time(text)
    }
    let shown = text ?? Terminal.plain(value)
    guard !shown.isEmpty, value != .array([]) else { return nil }
    switch name {
    case "key", "issue", "resolution", "service", "node", "intent", "clock": return shown
    case "task": return shown
    case "outcome": return "→ \(shown)"
    case "waited", "duration", "talk", "hold":
      return value.int.map { "\(label(name)) \(Phrase.duration($0))" } ?? "\(name) \(shown)"
    case "verified": return value == true ? "verified" : "not verified"
    case "onTime":
      switch value.string?.lowercased() {
      case "yes"?, "ontime"?: return "on time"
      case "no"?, "overdue"?: return "not on time"
      default: return "\(label(name)) \(shown)"
      }
    case "pending": return value == true ? "still to come" : nil
    case "into", "case": return "\(name) \(value.string.map(Terminal.short) ?? shown)"
    default: return "\(label(name)) \(shown)"
    }
  }

  /// The name of a field in words: `policyVersion` is `policy version`.
  private static func label(_ name: String) -> String {
    name.reduce(into: "") { words, letter in
      words += letter.isUppercase ? " \(letter.lowercased())" : String(letter)
    }
  }
}
