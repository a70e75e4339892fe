internal import InteractionModel

/// A place in a sealed part: which record, and where in it (RFC 6901).
struct PacketReference: Sendable, Hashable, Comparable {
  let position: Int64
  let pointer: String

  init(_ position: Position, _ pointer: String) {
    self.position = position.rawValue
    self.pointer = pointer
  }

  init(_ position: Int64, _ pointer: String) {
    self.position = position
    self.pointer = pointer
  }

  /// The reference that an object is; nil when it is another one.
  init?(_ object: JSONObject) {
    let reference = Document<ReferenceField>(object)
    guard object.count == 2, let position = reference[.position]?.int,
      let pointer = reference[.pointer]?.string
    else { return nil }
    self.init(position, pointer)
  }

  var json: JSONValue {
    let object: Document<ReferenceField> = [
      .pointer: .string(pointer), .position: .int(position),
    ]
    return object.json
  }

  static func < (left: PacketReference, right: PacketReference) -> Bool {
    (left.position, left.pointer) < (right.position, right.pointer)
  }

  /// The references anywhere in a document, each once, in order.
  static func all(in document: JSONValue) -> [PacketReference] {
    var found: Set<PacketReference> = []
    collect(document, into: &found)
    return found.sorted()
  }

  private static func collect(_ value: JSONValue, into found: inout Set<PacketReference>) {
    switch value {
    case .array(let elements): for element in elements { collect(element, into: &found) }
    case .object(let object):
      if let reference = PacketReference(object) {
        found.insert(reference)
      } else {
        for member in object.members { collect(member.value, into: &found) }
      }
    default: break
    }
  }
}
