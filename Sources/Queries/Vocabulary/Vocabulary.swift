public import InteractionModel

/// What events there are and what is made of them, in words for whoever sends some.
///
/// Asks no store. The words stand beside the catalogue's lines: of types in ``TypeWords``, of fields in
/// ``FieldWords``.
public struct Vocabulary: Sendable {
  /// Types that people look for together.
  public struct Group: Sendable {
    /// What it is called.
    public let name: String
    /// What there is to say of each type.
    public let types: [TypeDescription]
  }

  /// Types that a word means, with all that there is to say of them.
  public struct Selection: Sendable {
    /// The types.
    public let types: [TypeDescription]

    /// The types as answers have them.
    public var json: JSONObject { ["types": .array(types.map { .object($0.json) })] }
  }

  /// A name and what it means.
  public struct Word: Sendable {
    /// The name.
    public let name: String
    /// What it means.
    public let says: String

    init(_ word: (String, String)) { (name, says) = word }

    fileprivate var json: JSONValue { ["name": .string(name), "says": .string(says)] }
  }

  /// All types.
  public let groups: [Group]
  /// The fields that every type may have.
  public let commonFields: [TypeDescription.Field]
  /// The attributes of a CloudEvent.
  public let attributes = CloudEventsProfile.attributes.map(Word.init)
  /// The members of its data.
  public let members = CloudEventsProfile.members.map(Word.init)
  /// What goes for all of a CloudEvent.
  public let rules = CloudEventsProfile.rules

  /// The vocabulary.
  public init() {
    groups = TypeWords.groups.map { name, types in
      Group(name: name, types: types.map { TypeDescription($0, group: name) })
    }
    commonFields = EventCatalogue.commonFields.map { name, kind in
      TypeDescription.Field(name, kind, of: EventType(""))
    }
  }

  /// What an event of a type says in sealed parts, when it says more than that it happened.
  /// - Parameter type: the type.
  /// - Returns: the names of the members that are worth having; none of a type that is not listed.
  public static func sealed(by type: EventType) -> [String] { TypeWords.of(type)?.sealed ?? [] }

  /// The types that a word means: a type, a group, or what stands before the dot.
  /// - Parameter word: the word.
  /// - Returns: the types.
  /// - Throws: ``UnknownWord`` when there is none.
  public func types(_ word: String) throws(UnknownWord) -> Selection {
    Selection(types: try named(word))
  }

  private func named(_ word: String) throws(UnknownWord) -> [TypeDescription] {
    let all = groups.flatMap(\.types)
    if let type = all.first(where: { $0.type.rawValue == word }) { return [type] }
    if let group = groups.first(where: { $0.name == word }) { return group.types }
    let types = all.filter { $0.type.group == word }
    guard types.isEmpty else { return types }
    throw UnknownWord(
      "event type", word,
      among: word.contains(".") ? all.map(\.type.rawValue) : groups.map(\.name))
  }

  /// All of it but the fields of the types.
  public var json: JSONObject {
    [
      "groups": .array(
        groups.map { group in
          [
            "name": .string(group.name),
            "types": .array(
              group.types.map {
                ["says": .string($0.says), "type": .string($0.type.rawValue)]
              }),
          ]
        }),
      "channels": .array(Channel.allCases.map { .string($0.rawValue) }),
      "actors": .array(Actor.types.map(JSONValue.string)),
      "directions": .array(Direction.allCases.map { .string($0.rawValue) }),
      "lists": .array(
        ClosedList.all.map { list in
          [
            "fields": .array(
              list.fields.map {
                ["field": .string($0.name), "type": .string($0.type.type.rawValue)]
              }),
            "name": .string(list.name), "words": .array(list.words.map(JSONValue.string)),
          ]
        }),
      "cloudEvents": [
        "attributes": .array(attributes.map(\.json)), "data": .array(members.map(\.json)),
        "rules": .string(rules),
      ],
      "commonFields": .array(commonFields.map(\.json)),
    ]
  }
}
