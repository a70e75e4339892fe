public import Compliance
public import InteractionModel
public import Projections
import Vault

/// One line of a timeline.
public struct TimelineEntry: Sendable {
  private let opened: OpenedRecord

  init(_ opened: OpenedRecord) {
    self.opened = opened
  }

  /// The record.
  public var record: Record { opened.record }
  /// The edit whose words stand in place of these; nil when these stand.
  public var edit: Position? { opened.edit }
  /// Who may see what was said; nil when nothing was.
  public var visibility: Visibility? { opened.visibility }

  /// Members in which people write; the first that is there is the entry's text.
  private static let textMembers = [
    "text", "note", "comment", "description", "resolution", "reason", "value", "subject", "title",
  ]

  /// What is shown beside the words.
  private static let shownMembers: Set<String> = ["expected", "reason", "subject", "title"]

  /// The state and the words of the record's personal parts; nil when it has none.
  public var text: (state: String, value: String?)? {
    if opened.isRedacted { return record.sealedCount > 0 ? ("redacted", nil) : nil }
    guard let first = opened.parts.first else { return nil }
    let contents = opened.parts.compactMap { part -> JSONObject? in
      guard case .opened(let content) = part.result else { return nil }
      return content
    }
    guard !contents.isEmpty else { return (first.result.state, nil) }
    let members = contents.flatMap(\.members)
    for name in TimelineEntry.textMembers {
      if let text = members.first(where: { $0.key == name })?.value.string {
        return ("opened", text)
      }
    }
    return ("opened", contents.map { JSONValue.object($0).canonicalText }.joined(separator: " "))
  }

  /// What people wrote, as far as it was opened: their words, and beside them what else they said
  /// by name, such as a subject or what is expected.
  public var said: [(name: String?, text: String)] {
    let members = opened.parts.flatMap { part -> [JSONObject.Member] in
      guard case .opened(let content) = part.result else { return [] }
      return content.members
    }
    let main = TimelineEntry.textMembers.first { name in
      members.contains { $0.key == name && $0.value.string != nil }
    }
    var said: [(name: String?, text: String)] = members.filter { member in
      member.key != main && (main == nil || TimelineEntry.shownMembers.contains(member.key))
    }
    .map { (name: Optional($0.key), text: $0.value.string ?? $0.value.canonicalText) }
    if let words = members.first(where: { $0.key == main })?.value.string {
      said.append((name: nil, text: words))
    }
    return said
  }

  /// What must be said beside the words, lest somebody take them for public.
  public enum Mark: Sendable, Hashable {
    /// Whoever takes part in the conversation may see them.
    case `private`
    /// A note that is no longer the agency's alone.
    case privateNote
    /// The agency alone may see them.
    case `internal`
  }

  /// What must be said beside the words; nil of what is public.
  public var mark: Mark? {
    switch visibility {
    case nil, .public?: nil
    case .private?: record.type == .noteAdded ? .privateNote : .private
    case .internal?: .internal
    }
  }

  /// What an event says in its public fields.
  public var summary: EventSummary { EventSummary(record) }

  /// How many seconds after it had happened it was recorded; nil when that is a day or less.
  public var learnedAfter: Int64? {
    let seconds =
      (record.recorded.microseconds - record.effectiveTime.microseconds) / 1_000_000
    return seconds > 86_400 ? seconds : nil
  }

  /// The entry as answers have it.
  public var json: JSONObject {
    var object: JSONObject = [
      "position": .int(record.position.rawValue),
      "recorded": .string(record.recorded.description), "type": .string(record.type.rawValue),
    ]
    object["occurred"] = record.occurred.map { .string($0.text) } ?? .null
    object["channel"] = record.channel.map { .string($0.rawValue) } ?? .null
    object["conversation"] = record.conversation.map(JSONValue.string) ?? .null
    object["actor"] = record.actor.map { .object($0.json) } ?? .null
    object["text"] =
      text.map { text in
        ["state": .string(text.state), "value": text.value.map(JSONValue.string) ?? .null]
      } ?? .null
    object["says"] = .object(summary.json)
    object["learnedAfter"] = learnedAfter.map(JSONValue.int) ?? .null
    object["visibility"] = visibility.map { .string($0.word) } ?? .null
    object["editedLater"] = edit.map { .int($0.rawValue) } ?? .null
    return object
  }
}
