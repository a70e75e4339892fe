public import InteractionModel
internal import Projections

/// Places in the sealed parts of a record, as documents of read models point to them.
public struct Reference: Sendable, Hashable {
  let position: Position
  /// Where in the part (RFC 6901); of several, each that is there counts.
  let pointers: [String]

  /// The reference that a value is; nil when it is none.
  init?(_ value: JSONValue?) {
    guard let reference = Document<ReferenceField>(value), let position = reference[.position]?.int
    else { return nil }
    pointers = reference[.pointer]?.string.map { [$0] } ?? reference.texts(.pointers)
    guard !pointers.isEmpty else { return nil }
    self.position = Position(position)
  }

  /// A reference and those that count where it leads nowhere, one after the other; empty when the value
  /// is none.
  static func chain(_ value: JSONValue?) -> [(reference: Reference, value: JSONValue)] {
    var chain: [(reference: Reference, value: JSONValue)] = []
    var next = value
    while var object = next?.object, let reference = Reference(next) {
      next = object[ReferenceField.otherwise.rawValue]
      object[ReferenceField.otherwise.rawValue] = nil
      chain.append((reference, .object(object)))
    }
    return chain
  }

  /// All references in some values, each once, in the order of the log; those that count where others
  /// lead nowhere too.
  static func all(in values: [JSONValue]) -> [Reference] {
    var found: Set<Reference> = []
    for chain in chains(in: values) { found.formUnion(chain) }
    return found.sorted {
      ($0.position, $0.pointers.joined(separator: " "))
        < ($1.position, $1.pointers.joined(separator: " "))
    }
  }

  /// The references in some values, each with those that count where it leads nowhere.
  static func chains(in values: [JSONValue]) -> [[Reference]] {
    var found: [[Reference]] = []
    func walk(_ value: JSONValue) {
      let chain = chain(value)
      guard chain.isEmpty else { return found.append(chain.map(\.reference)) }
      switch value {
      case .array(let elements): elements.forEach(walk)
      case .object(let object): object.members.forEach { walk($0.value) }
      default: break
      }
    }
    values.forEach(walk)
    return found
  }
}

extension JSONValue {
  /// A reference to the first of some that leads to anything; nil of none.
  /// - Parameter references: those that count before others are the first.
  /// - Returns: the reference.
  package static func firstOf(_ references: [JSONValue]) -> JSONValue? {
    references.reversed().reduce(nil) { rest, reference in
      guard var object = reference.object else { return rest }
      object[ReferenceField.otherwise.rawValue] = rest
      return .object(object)
    }
  }
}
