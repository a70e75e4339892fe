internal import InteractionModel

/// A place in a sealed part: which record, and where in it (RFC 6901); of several places each that is
/// there counts.
///
/// A fold does not see what is sealed: where several records may say the same thing, a reference has
/// the others as `otherwise`, for whoever finds nothing in its own places.
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
    guard object.count == (reference[.otherwise] == nil ? 2 : 3),
      let position = reference[.position]?.int, !pointers.isEmpty
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

  /// References to what may say one thing, each but the first for where those before it lead nowhere.
  /// - Parameter references: the one that counts first is the first.
  /// - Returns: one reference; nil of none.
  static func chain(_ references: [PacketReference]) -> JSONValue? {
    references.reversed().reduce(nil) { rest, reference in
      guard var first = Document<ReferenceField>(reference.json) else { return rest }
      first[.otherwise] = rest
      return first.json
    }
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
        if let rest = object[ReferenceField.otherwise.rawValue] { collect(rest, into: &found) }
      } else {
        for member in object.members { collect(member.value, into: &found) }
      }
    default: break
    }
  }
}
