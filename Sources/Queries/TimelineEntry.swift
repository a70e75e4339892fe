public import Compliance
public import InteractionModel
public import Projections
import Vault

/// One line of a timeline.
public struct TimelineEntry: Sendable {
  private let opened: OpenedRecord

  /// Whether nobody would read anything in its sealed parts if they were open.
  private let isWordless: Bool

  /// Whether it amends a message or is a receipt of one, and names none that the log has.
  public let namesNothing: Bool

  init(_ opened: OpenedRecord, isWordless: Bool = false, namesNothing: Bool = false) {
    self.opened = opened
    self.isWordless = isWordless
    self.namesNothing = namesNothing
  }

  /// The record.
  public var record: Record { opened.record }
  /// The edit whose words stand in place of these; nil when these stand.
  public var edit: Position? { opened.edit }
  /// Who may see what was said; nil when nothing was.
  public var visibility: Visibility? { opened.visibility }

  /// Members in which people write; the first that is there is the entry's text.
  private static let textMembers = [
    "text", "note", "comment", "summary", "description", "resolution", "reason", "value", "subject",
    "title",
  ]

  /// Where in a part people write (RFC 6901).
  static let written = textMembers.map { JSONValue.string("/\($0)") }

  /// Members in which people say something.
  private static let saidMembers = Set(textMembers).union([
    "answer", "answers", "digits", "expected", "input", "outcome", "rating", "result", "score",
    "status",
  ])

  /// What is shown beside the words.
  private static let shownMembers = saidMembers.union(Whereabouts.members)
    .union(Whereabouts.correspondents)

  /// Where in a part it is that people say something (RFC 6901).
  static let places = saidMembers.sorted().map { JSONValue.string("/\($0)") }

  /// Those in which people say something with an event of a type.
  static func places(of type: EventType) -> [String] {
    let sealed = EventCatalogue.sealedFields(of: type)
    guard sealed != EventCatalogue.anyNote else { return [] }
    return sealed.filter(saidMembers.contains).map { "/\($0)" }
  }

  /// The state and the words of the record's personal parts; nil when it has none, or none with words.
  ///
  /// Words are what people wrote, else all that was opened and is not for machines alone.
  public var text: (state: String, value: String?)? {
    if opened.isRedacted { return record.sealedCount > 0 ? ("redacted", nil) : nil }
    guard let first = opened.parts.first else { return nil }
    let isOpened = opened.parts.contains { if case .opened = $0.result { true } else { false } }
    guard isOpened else { return isWordless ? nil : (first.result.state, nil) }
    let members = members
    if let words = TimelineEntry.main(of: members)?.value.string { return ("opened", words) }
    guard members.isEmpty else { return ("opened", TimelineEntry.canonical(members)) }
    // What only its source calls it is no text.
    return opened.parts.lazy.map(\.result.state).first { $0 != "opened" }.map { ($0, nil) }
  }

  /// What people wrote, as far as it was opened: their words, and before them what else they said
  /// by name, such as a subject, a rating or what is expected.
  public var said: [(name: String?, text: String)] {
    let members = members
    let main = TimelineEntry.main(of: members)
    let others = members.filter { name, _ in
      name != main?.name && (main == nil || TimelineEntry.shownMembers.contains(name))
    }
    var said = others.map { (name: Optional($0), text: TimelineEntry.words($1)) }
    if let words = main?.value.string { said.append((name: nil, text: words)) }
    return said
  }

  /// What of that is no words but has parts by names, such as the columns of a row that nothing else
  /// was made of, and an address: what it is, and each part.
  public var listed: [(name: String, parts: [(name: String, text: String)])] {
    let said = Set(said.compactMap(\.name))
    return members.compactMap { name, value in
      guard said.contains(name), let parts = TimelineEntry.parts(of: value)?.members,
        !parts.isEmpty
      else { return nil }
      return (name: name, parts: parts.map { (name: $0.key, text: TimelineEntry.words($0.value)) })
    }
  }

  /// The parts of an object; of a very wide row they are sealed as one text.
  private static func parts(of value: JSONValue) -> JSONObject? {
    value.object
      ?? value.string.flatMap { $0.hasPrefix("{") ? try? JSONValue(parsing: Array($0.utf8)) : nil }?
      .object
  }

  /// What was opened, but for what only machines read.
  private var members: [(name: String, value: JSONValue)] {
    opened.parts.flatMap { part -> [JSONObject.Member] in
      guard case .opened(let content) = part.result else { return [] }
      return content.members
    }
    .filter { !SourceWord.isMember($0.key) }
    .map { (name: $0.key, value: $0.value) }
  }

  /// What was opened of one member, in words; nil when there is none.
  func words(of name: String) -> String? {
    members.first { $0.name == name }.map { TimelineEntry.words($0.value) }
  }

  /// A value in words: of a list of texts each of them.
  private static func words(_ value: JSONValue) -> String {
    guard let elements = value.array, !elements.isEmpty else {
      return value.string ?? value.canonicalText
    }
    let texts = elements.compactMap(\.string)
    return texts.count == elements.count ? texts.joined(separator: ", ") : value.canonicalText
  }

  private static func canonical(_ members: [(name: String, value: JSONValue)]) -> String {
    JSONValue.object(JSONObject(members.map { ($0.name, $0.value) })).canonicalText
  }

  /// That in which people wrote; nil when there is none.
  private static func main(
    of members: [(name: String, value: JSONValue)]
  ) -> (name: String, value: JSONValue)? {
    textMembers.lazy.compactMap { name in
      members.first { $0.name == name && $0.value.string != nil }
    }.first
  }

  /// What must be said beside the words; nil of what is public.
  public var mark: VisibilityMark? { VisibilityMark(visibility, of: record.type) }

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
        var object: JSONObject = [
          "state": .string(text.state), "value": text.value.map(JSONValue.string) ?? .null,
        ]
        let said = said
        let also = said.compactMap { said in said.name.map { ($0, JSONValue.string(said.text)) } }
        // What stands beside people's words; without these it is the value.
        if also.count < said.count, !also.isEmpty { object["also"] = .object(JSONObject(also)) }
        return .object(object)
      } ?? .null
    object["says"] = .object(summary.json)
    object["learnedAfter"] = learnedAfter.map(JSONValue.int) ?? .null
    object["visibility"] = visibility.map { .string($0.word) } ?? .null
    if namesNothing { object["namesNothing"] = true }
    object["editedLater"] = edit.map { .int($0.rawValue) } ?? .null
    return object
  }
}
