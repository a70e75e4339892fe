public import Compliance
public import InteractionModel
public import Projections
public import Search

/// Who is meant by a text.
public struct FoundPeople: Sendable {
  /// The people, those that are surest first.
  public let people: [FoundPerson]
  /// Whether more are known by it than were asked for or looked at.
  public let isMore: Bool
  /// Cases and conversations that were found and of which nobody knows whose they are.
  public let places: [EntityKey]
  /// Ids that begin with the text, where that is not the beginning of one alone.
  public let beginnings: [EntityKey]
  /// How many ids begin with the text, where nobody was found and it is too short to look for whom
  /// these are; nil where it is long enough.
  public let tooShort: NamedCount?
  /// How many ids begin with the text, where that is not the beginning of one alone.
  public let count: NamedCount
  /// What has not come to the end of the log, so that somebody may not be found yet.
  public let incomplete: [Incomplete]

  /// When and where they are looked at.
  public let view: Viewpoint

  /// Something that is asked and is behind the log.
  public struct Incomplete: Sendable, Hashable {
    /// `identifiers`, `search`, or the name of a projection.
    public let what: String
    /// The last record that it has taken; the beginning when it has not been built.
    public let position: Position
    /// Where the log ends.
    public let head: Position

    fileprivate var json: JSONObject {
      [
        "what": .string(what), "position": .int(position.rawValue), "head": .int(head.rawValue),
      ]
    }
  }

  /// Whether nothing at all was found.
  public var isEmpty: Bool { people.isEmpty && places.isEmpty && beginnings.isEmpty }

  /// The answer as programs get it.
  public var json: JSONObject {
    var json: JSONObject = [
      "people": .array(people.map { .object($0.json) }), "more": .bool(isMore),
      "places": FoundPeople.json(places), "beginnings": FoundPeople.json(beginnings),
      "incomplete": .array(incomplete.map { .object($0.json) }),
    ]
    if let tooShort {
      json["tooShort"] = [
        "begin": .int(Int64(tooShort.number)), "needed": .int(Int64(FoundPeople.shortest)),
      ]
    }
    return json
  }

  /// How many characters of an id are looked for at least.
  public static let shortest = EntityNames.shortest

  /// Whether a text is digits alone, and fewer than an id or a number is told by.
  static func isTooShort(_ text: String) -> Bool {
    let digits = text.count { $0.isNumber }
    return digits > 0 && digits < shortest && !text.contains { $0.isLetter }
  }

  private static func json(_ entities: [EntityKey]) -> JSONValue {
    .array(
      entities.map { ["kind": .string($0.kind.rawValue), "id": .string($0.id)] as JSONObject }
        .map(JSONValue.object))
  }
}

extension FoundPeople {
  private static let columns = ["party", "name", "contacts", "cases", "lastTouch", "because"]

  /// The people, for tables of other programs: of what they can be reached by and of their cases the
  /// texts alone.
  public var lines: ListLines {
    ListLines(
      FoundPeople.columns,
      people.map { person in
        var line = person.json
        line["contacts"] = .array(
          person.contacts.filter { !$0.isEarlier }.map { .string($0.text) })
        line["cases"] = .array(person.cases.map { .string($0.id) })
        line["because"] = .array((line["because"]?.array ?? []).compactMap { $0["by"] })
        return line
      })
  }
}

/// Somebody who is meant.
public struct FoundPerson: Sendable {
  /// Why somebody is meant.
  public enum Because: Sendable, Hashable {
    /// It is their id, or that of a case or a conversation of theirs, or its beginning.
    case id(EntityKey)
    /// It is the id of a hand-off of theirs, its beginning, or what records call that.
    case handoff(String)
    /// They are known by it: the last record that says so.
    case identifier(Position)
    /// A text of this kind has it that is theirs; it stands in that conversation when in one.
    case text(SearchKind, conversation: String?, Position)

    fileprivate var json: JSONValue {
      switch self {
      case .id(let entity):
        ["by": "id", "kind": .string(entity.kind.rawValue), "id": .string(entity.id)]
      case .handoff(let id): ["by": "id", "kind": "handoff", "id": .string(id)]
      case .identifier(let position):
        ["by": "identifier", "position": .int(position.rawValue)]
      case .text(let kind, let conversation, let position):
        [
          "by": "text", "kind": .string(kind.rawValue),
          "conversation": conversation.map(JSONValue.string) ?? .null,
          "position": .int(position.rawValue),
        ]
      }
    }
  }

  /// A case that is not resolved.
  public struct OpenCase: Sendable, Hashable {
    /// The case.
    public let id: String
    /// `open` or `pended`.
    public let status: String
    /// What it was called when it was opened; nil when that stays closed or was not said.
    public let title: String?

    fileprivate var json: JSONValue {
      [
        "case": .string(id), "status": .string(status),
        "title": title.map(JSONValue.string) ?? .null,
      ]
    }
  }

  /// The party.
  public let party: String
  /// What they were last called; nil when nobody said.
  public let name: String?
  /// How they can be reached, the newest first, and behind it how they could be before; see ``Caller``.
  public let contacts: [Caller.Contact]
  /// The cases that are not resolved, the last ones.
  public let cases: [OpenCase]
  /// When they were last heard of, as the source said it; nil when that is not known.
  public let lastTouch: String?
  /// What they were promised and are owed.
  public let promises: [Document<PromiseField>]
  /// Why they are meant, the surest first.
  public let because: [Because]

  /// The person as answers have them.
  public var json: JSONObject {
    [
      "party": .string(party), "name": name.map(JSONValue.string) ?? .null,
      "contacts": .array(contacts.map(\.json)),
      "cases": .array(cases.map(\.json)), "lastTouch": lastTouch.map(JSONValue.string) ?? .null,
      "promises": .array(promises.map(\.json)), "because": .array(because.map(\.json)),
    ]
  }
}
