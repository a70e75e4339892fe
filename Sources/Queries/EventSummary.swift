public import InteractionModel

/// What an event says in its public fields, as far as it tells people something: where from, where
/// to, and codes, names, times and numbers by their names.
///
/// Faces put it into words; what only machines read (ids of events, places of attachments) is left
/// out.
public struct EventSummary: Sendable, Hashable {
  /// Where it came from: department, channel, queue and agent, as far as they are said.
  public let from: [String]
  /// Where it goes to.
  public let to: [String]
  /// The other fields, those first that tell most.
  public let fields: [(name: String, value: JSONValue)]

  /// The fields that tell most, in this order.
  private static let first = [
    "key", "issue", "status", "outcome", "resolution", "reason", "error", "kind", "task", "step",
    "node", "intent", "clock", "due", "until", "service", "department", "queue", "owner", "agent",
    "priority", "level", "into", "case", "response", "version", "score", "trust", "positive",
    "negative",
  ]

  /// What is for machines, or is said beside the summary.
  private static let omitted: Set<String> = [
    "attachment", "attachments", "contact", "flags", "item", "latitude", "longitude", "mediaType",
    "message", "packet", "parent", "sourceEvent", "transaction", "transfer", "visibility",
  ]

  private static let ends = ["Department", "Channel", "Queue", "Agent", "Case"]

  /// A summary.
  /// - Parameter body: the public fields of the event.
  public init(_ body: JSONObject) {
    func side(_ name: String) -> [String] {
      EventSummary.ends.compactMap { body[name + $0]?.string }
    }
    from = side("from")
    to = side("to")
    let places = Dictionary(uniqueKeysWithValues: zip(EventSummary.first, 0...))
    let sides = Set(EventSummary.ends.flatMap { ["from" + $0, "to" + $0] })
    fields = body.members.filter { member in
      !EventSummary.omitted.contains(member.key) && !sides.contains(member.key)
        && member.value.string.map { EventID($0) == nil } ?? true
    }
    .map { (name: $0.key, value: $0.value) }
    .sorted { left, right in
      let (one, other) = (places[left.name] ?? .max, places[right.name] ?? .max)
      return (one, left.name) < (other, right.name)
    }
  }

  /// What the public fields of a record say, as far as the catalogue lists them.
  /// - Parameter record: any record.
  public init(_ record: Record) {
    self.init(EventCatalogue.partition(record.body, of: record.type).body)
  }

  /// Whether it says nothing.
  public var isEmpty: Bool { from.isEmpty && to.isEmpty && fields.isEmpty }

  /// The summary as answers have it.
  public var json: JSONObject {
    var object = JSONObject(fields.map { ($0.name, $0.value) })
    if !from.isEmpty { object["from"] = .array(from.map(JSONValue.string)) }
    if !to.isEmpty { object["to"] = .array(to.map(JSONValue.string)) }
    return object
  }

  /// Whether two say the same.
  public static func == (left: EventSummary, right: EventSummary) -> Bool {
    left.json == right.json
  }

  /// Hashes what it says.
  public func hash(into hasher: inout Hasher) { hasher.combine(json) }
}
