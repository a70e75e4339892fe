internal import InteractionModel

/// A place in a sealed part: which record, and where in it (RFC 6901); of several places each that is
/// there counts.
struct PacketReference: Sendable, Hashable, Comparable {
  let position: Int64
  let pointers: [String]

  init(_ position: Position, _ pointers: String...) {
    self.position = position.rawValue
    self.pointers = pointers
  }

  init(_ position: Int64, _ pointers: [String]) {
    self.position = position
    self.pointers = pointers
  }

  /// The reference that an object is; nil when it is another one.
  init?(_ object: JSONObject) {
    let reference = Document<ReferenceField>(object)
    let pointers =
      reference[.pointer]?.string.map { [$0] } ?? reference.texts(.pointers)
    guard object.count == 2, let position = reference[.position]?.int, !pointers.isEmpty
    else { return nil }
    self.init(position, pointers)
  }

  var json: JSONValue {
    var object: Document<ReferenceField> = [.position: .int(position)]
    if pointers.count == 1 {
      object.put(.pointer, pointers.first)
    } else {
      object[.pointers] = .array(pointers.map(JSONValue.string))
    }
    return object.json
  }

  static func < (left: PacketReference, right: PacketReference) -> Bool {
    (left.position, left.pointers.joined(separator: " "))
      < (right.position, right.pointers.joined(separator: " "))
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
