internal import Glibc
internal import InteractionModel
internal import Projections

/// One row as a comparison sees it, whatever it is a row of.
struct ComparedRow {
  /// One value of a row.
  struct Field {
    let name: String
    let value: ColumnValue
    var isJSON = false

    /// Whether the bytes are the same; text that Unicode takes for the same is not enough.
    func isSame(as other: Field) -> Bool {
      if case .text(let left) = value, case .text(let right) = other.value {
        return left.hasBytes(of: right)
      }
      return value == other.value
    }

    /// A JSON column as the value it holds, so that a difference can name a field within it.
    var expanded: JSONValue {
      guard isJSON, case .text(let text) = value,
        let parsed = try? JSONValue(parsing: Array(text.utf8))
      else { return value.json }
      // Text that is not the canonical form of its value would compare equal to it: keep the text.
      return parsed.canonicalText.hasBytes(of: text) ? parsed : value.json
    }
  }

  /// Where rows have numbers, they come in this order; otherwise in byte order of key and entity.
  var number: Int64 = 0
  let key: String
  let entity: String
  var position: Position?
  let fields: [Field]

  /// The values by name.
  var json: JSONValue {
    .object(JSONObject(fields.map { ($0.name, $0.expanded) }))
  }

  /// Whether this row comes before another one of its table.
  func precedes(_ other: ComparedRow) -> Bool {
    if let part, let next = other.part {
      guard entity.hasBytes(of: other.entity) else {
        return entity.utf8.lexicographicallyPrecedes(other.entity.utf8)
      }
      return part.name < next.name
    }
    if number != other.number { return number < other.number }
    if !key.hasBytes(of: other.key) {
      return key.utf8.lexicographicallyPrecedes(other.key.utf8)
    }
    return isPair && entity.utf8.lexicographicallyPrecedes(other.entity.utf8)
  }

  /// Of parts of states, which one; they come in order of entity and name.
  private(set) var part: (entity: String, name: PartName)?
  /// Whether the entity is part of the key.
  private var isPair = false
}

extension ComparedRow {
  init(_ row: StoredRow, of table: Table) {
    key = row.key
    entity = row.entity
    position = row.position
    fields =
      [Field(name: "entity", value: .text(row.entity))]
      + zip(table.columns, row.values).map { column, value in
        Field(name: column.name, value: value, isJSON: column.kind == .json)
      }
  }

  init(_ state: StoredState, of entity: String) {
    key = entity
    self.entity = entity
    position = state.position
    fields = [Field(name: "state", value: .text(Hex.string(state.bytes)))]
  }

  init(_ stored: StoredPart) {
    key = Hex.string(stored.part.name.bytes)
    entity = stored.entity
    part = (stored.entity, stored.part.name)
    fields = [Field(name: "part", value: .text(Hex.string(stored.part.bytes)))]
  }

  init(_ link: StoredLink) {
    number = link.number
    key = "\(link.number)"
    entity = link.subject
    position = link.position
    fields = [
      Field(name: "kind", value: .text(link.kind)),
      Field(name: "subject", value: .text(link.subject)),
      Field(name: "target", value: link.target.map(ColumnValue.text) ?? .null),
      Field(name: "time", value: .integer(link.time.microseconds)),
    ]
  }

  init(_ naming: Naming) {
    key = naming.named
    entity = naming.entity
    fields = [Field(name: "named", value: .text(naming.named))]
    isPair = true
  }

  init(_ bookkeeping: Bookkeeping, of projection: String) {
    key = "1"
    entity = projection
    fields = [
      Field(name: "projection", value: .text(bookkeeping.projection)),
      Field(name: "code_version", value: .integer(bookkeeping.codeVersion)),
      Field(name: "checkpoint", value: .integer(bookkeeping.checkpoint.rawValue)),
      Field(name: "links_through", value: .integer(bookkeeping.linksThrough.rawValue)),
      Field(name: "leaf", value: bookkeeping.leaf.map { .text(Hex.string($0)) } ?? .null),
      Field(name: "root", value: bookkeeping.root.map { .text(Hex.string($0)) } ?? .null),
    ]
  }
}

extension String {
  /// Whether two texts have the same bytes; compared at once, because a replay compares every text
  /// of every row.
  fileprivate func hasBytes(of other: String) -> Bool {
    var (left, right) = (self, other)
    return left.withUTF8 { left in
      right.withUTF8 { right in
        guard left.count == right.count, let one = left.baseAddress, let two = right.baseAddress
        else { return left.count == right.count }
        return memcmp(one, two, left.count) == 0
      }
    }
  }
}
