/// Which fields of which event type may stand in the public body.
///
/// This is the allow-list of the log: whatever is not listed here belongs into a sealed part. A
/// type that is not listed has no public body at all.
public enum EventCatalogue {
  /// Fields that any known type may carry.
  private static let common = "reason:code handoff:id model:code flags:codes item:id"

  /// The fields of each type in the order of ``listed``, those of the type before those of all.
  ///
  /// Held in memory that is never freed or changed, so that threads need not count who reads it.
  nonisolated(unsafe) private static let kinds:
    UnsafeBufferPointer<UnsafeBufferPointer<(name: String, kind: FieldKind)>> = {
      func kept<Element>(_ elements: [Element]) -> UnsafeBufferPointer<Element> {
        let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
        _ = memory.initialize(from: elements)
        return UnsafeBufferPointer(memory)
      }
      func fields(_ words: String) -> [(name: String, kind: FieldKind)] {
        words.split(separator: " ").map { word in
          let parts = word.split(separator: ":")
          guard parts.count == 2, let kind = FieldKind(rawValue: String(parts[1])) else {
            preconditionFailure("EventCatalogue: “\(word)” is not field:kind")
          }
          return (String(parts[0]), kind)
        }
      }
      let shared = fields(common)
      return kept(listed.map { kept(fields($0.fields) + shared) })
    }()

  /// The kind of a field of a type; nil when it may not be public.
  ///
  /// A walk over a dozen short words takes less than hashing one.
  @inline(__always)
  private static func kind(of field: String, in type: EventType) -> FieldKind? {
    guard type.number >= 0 else { return nil }
    for candidate in kinds[type.number] where candidate.name == field { return candidate.kind }
    return nil
  }

  /// The public fields of a type in the order of its line, without ``commonFields``; none of a type
  /// that is unknown.
  /// - Parameter type: the type of an event.
  /// - Returns: the names of the fields with their kinds.
  public static func listedFields(of type: EventType) -> [(name: String, kind: FieldKind)] {
    type.number < 0 ? [] : Array(kinds[type.number].dropLast(commonCount))
  }

  /// The names of all public fields of a type; none of a type that is unknown.
  package static func fieldNames(of type: EventType) -> [String] {
    type.number < 0 ? [] : kinds[type.number].map(\.name)
  }

  /// Whether any type has a public field of some name.
  package static func isField(_ name: String) -> Bool { allNames.contains(name) }

  private static let allNames = Set(kinds.flatMap { $0.map(\.name) })

  /// The public fields that any type may have.
  public static var commonFields: [(name: String, kind: FieldKind)] {
    Array(kinds[0].suffix(commonCount))
  }

  private static let commonCount = common.split(separator: " ").count

  /// Every type the catalogue knows, sorted.
  public static var types: [EventType] { listed.map(\.name).sorted().map { EventType($0) } }

  /// Whether a type is on the list.
  /// - Parameter type: the type of an event.
  /// - Returns: false when nothing is known of its fields.
  public static func lists(_ type: EventType) -> Bool { type.number >= 0 }

  /// The public fields of a type; nil when the type is unknown.
  /// - Parameter type: the type of an event.
  /// - Returns: the kinds of the fields by name; nil when the type is unknown.
  public static func fields(of type: EventType) -> [String: FieldKind]? {
    guard type.number >= 0 else { return nil }
    return Dictionary(
      kinds[type.number].map { ($0.name, $0.kind) }, uniquingKeysWith: { own, _ in own })
  }

  /// Splits fields from outside into those that may be public and the rest, which must be sealed.
  ///
  /// Nothing is lost and nothing unknown becomes public: a field goes to the rest when its name is
  /// not listed for the type or its value is not of the listed kind. Only a person's own identifier
  /// where a minted id belongs stays in the body, which nobody appends then: see
  /// ``firstPersonal(in:of:)``.
  /// - Parameters:
  ///   - fields: what the source said.
  ///   - type: the type of the event.
  /// - Returns: the fields that may be public, and the rest.
  public static func partition(
    _ fields: JSONObject, of type: EventType
  ) -> (body: JSONObject, rest: JSONObject) {
    func belongsToBody(_ member: JSONObject.Member) -> Bool {
      guard let kind = kind(of: member.key, in: type) else { return false }
      return kind.admits(member.value) || kind.isPersonal(member.value)
    }
    // Nearly always all of them.
    if fields.members.allSatisfy(belongsToBody) { return (fields, JSONObject()) }
    var body = JSONObject()
    var rest = JSONObject()
    for member in fields.members {
      if belongsToBody(member) {
        body[member.key] = member.value
      } else {
        rest[member.key] = member.value
      }
    }
    return (body, rest)
  }

  /// The first field of a body that may not be public, if any.
  /// - Parameters:
  ///   - body: the public body of an event.
  ///   - type: the type of the event.
  /// - Returns: the name of the field; nil when all may be public.
  public static func firstViolation(in body: JSONObject, of type: EventType) -> String? {
    body.members.first { kind(of: $0.key, in: type)?.admits($0.value) != true }?.key
  }

  /// The first field of a body that is no public field by its form, whoever's ids its ids are.
  package static func firstMalformed(in body: JSONObject, of type: EventType) -> String? {
    body.members.first { kind(of: $0.key, in: type)?.hasForm($0.value) != true }?.key
  }

  /// The first field of a body that has a ``PersonalIdentifier`` where the id of a party, a
  /// participant, a conversation or whoever acts belongs, or an address where any id does.
  /// - Parameters:
  ///   - body: the public body of an event.
  ///   - type: the type of the event.
  /// - Returns: the name of the field; nil when there is none.
  public static func firstPersonal(in body: JSONObject, of type: EventType) -> String? {
    body.members.first { kind(of: $0.key, in: type)?.isPersonal($0.value) == true }?.key
  }
}
