public import InteractionModel

/// What there is to say of a type of event.
public struct TypeDescription: Sendable {
  /// A field of the event.
  public struct Field: Sendable {
    /// Its name.
    public let name: String
    /// What it holds, in plain words.
    public let kind: String
    /// What it says.
    public let says: String
    /// The only words that it may have; nil when any value of the kind will do.
    public let words: [String]?

    init(_ name: String, _ kind: FieldKind, of type: EventType) {
      self.name = name
      self.kind = kind.inWords
      says = FieldWords.body(name, of: type)?.says ?? ""
      words = EventCatalogue.closedFields(of: type).first { $0.field == name }?.list.words
    }

    init(sealed name: String, of type: EventType) {
      self.name = name
      kind = "anything"
      says = FieldWords.sealed(name, of: type)?.says ?? ""
      words = nil
    }

    var json: JSONValue {
      var object: JSONObject = [
        "kind": .string(kind), "name": .string(name), "says": .string(says),
      ]
      object["words"] = words.map { .array($0.map(JSONValue.string)) }
      return .object(object)
    }
  }

  /// The type.
  public let type: EventType
  /// The group in which people look for it.
  public let group: String
  /// What it says.
  public let says: String
  /// Whether only the log itself says it.
  public var isReserved: Bool { type.isReserved }
  /// The fields that stand in clear, besides ``Vocabulary/commonFields``.
  public let fields: [Field]
  /// The fields that are worth having in a sealed part; any other may stand there too.
  public let sealed: [Field]
  /// The projections that make more of it than a touch, and what.
  public let effects: [(projection: String, effect: String)]
  /// The event as a CloudEvent that can be appended; nil when only the log itself says it.
  public let example: JSONObject?

  init(_ words: TypeWords, group: String) {
    type = words.type.type
    self.group = group
    says = words.says
    let type = type
    fields = EventCatalogue.listedFields(of: type).map { Field($0.name, $0.kind, of: type) }
    sealed = words.sealed.map { Field(sealed: $0, of: type) }
    effects = words.effects
    example = ExampleEvent(of: words)?.json
  }

  /// All of it.
  ///
  /// `example` is null where only the log itself says it.
  public var json: JSONObject {
    [
      "example": example.map(JSONValue.object) ?? .null, "group": .string(group),
      "projections": .array(
        effects.map { ["effect": .string($0.effect), "name": .string($0.projection)] }),
      "public": .array(fields.map(\.json)), "reserved": .bool(isReserved),
      "says": .string(says), "sealed": .array(sealed.map(\.json)), "type": .string(type.rawValue),
    ]
  }
}

extension FieldKind {
  /// What it holds, for people.
  fileprivate var inWords: String {
    switch self {
    case .code: "code"
    case .codes: "codes"
    case .name: "name from your tables"
    case .id, .entityID: "id"
    case .ids: "ids"
    case .mintedID: "minted id"
    case .mintedIDs: "minted ids"
    case .integer: "whole number"
    case .decimal: "decimal, as text"
    case .boolean: "true or false"
    case .time: "time, RFC 3339"
    case .printable: "text without spaces"
    }
  }
}
