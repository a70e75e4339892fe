public import InteractionModel

/// Follows an entity record by record and says of each which fields of one of its rows it can have
/// changed, without making the row.
///
/// An explanation names the last record that changed a field. To find it by making the row after
/// every record costs the square of their number; with a trace the row is made only around the
/// records that can be meant. Too many fields are only slow; one too few would be a wrong
/// explanation, which the tests look for in random histories.
public protocol FieldTrace<State>: Sendable {
  /// The state that is followed.
  associatedtype State: FoldState
  /// The fields of the row's document.
  associatedtype Field: DocumentField

  /// A trace from before the first record.
  /// - Parameter key: of the row: the entity's id when it is the entity's own.
  init(key: String)

  /// The fields that a record can have changed, the first record apart, which can change all.
  ///
  /// Costs about as much as folding the record.
  /// - Parameters:
  ///   - record: the record.
  ///   - state: the state that has just taken it.
  /// - Returns: the fields, each once.
  mutating func fields(changedBy record: Record, in state: State) -> [Field]
}

/// What fields were seen to depend on, so that what is still the same need not be looked at.
struct FieldMarks<Field: DocumentField>: Sendable {
  private var known: [JSONValue?] = []

  /// Nothing was seen yet.
  init() {}

  /// The fields whose marks are others than the last time.
  /// - Parameter marks: for each field whatever its value is made of, in an order that stays.
  /// - Returns: the fields.
  mutating func changed(_ marks: [(field: Field, mark: JSONValue)]) -> [Field] {
    if known.isEmpty { known = Array(repeating: nil, count: marks.count) }
    var fields: [Field] = []
    for (place, (field, mark)) in marks.enumerated() where known[place] != mark {
      known[place] = mark
      fields.append(field)
    }
    return fields
  }
}

extension JSONValue {
  /// A mark made of a text that may be absent.
  static func mark(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  /// A mark made of several texts that may be absent.
  static func mark(_ texts: [String?]) -> JSONValue { .array(texts.map(JSONValue.mark)) }

  /// A mark made of numbers.
  static func mark(_ numbers: Int...) -> JSONValue {
    .array(numbers.map { .int(Int64($0)) })
  }
}
