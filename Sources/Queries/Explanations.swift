import Compliance
public import InteractionModel
public import ProjectionEngine

/// Why the fields of something have their values: for each the event that last changed it.
public struct Explanations: Sendable {
  /// What they are about.
  public let subject: QuerySubject
  /// One a field.
  public let items: [Explanation]

  /// All fields, or one.
  /// - Throws: ``QueryError/noField(_:of:known:)`` when there is no such field.
  init(
    _ id: String, in place: RowPlace? = nil, field: String?, of subject: QuerySubject,
    by questions: EntityQuestions
  ) throws {
    self.subject = subject
    let all = try questions.explain(id, in: place)
    items = all.filter { field == nil || $0.field == field }
    if let field, items.isEmpty {
      throw QueryError.noField(field, of: subject, known: all.map(\.field))
    }
  }

  private init(_ subject: QuerySubject, _ items: [Explanation]) {
    self.subject = subject
    self.items = items
  }

  /// The same with other values of some fields.
  func replacing(_ value: (_ field: String) -> JSONValue?) -> Explanations {
    Explanations(
      subject,
      items.map { item in
        Explanation(
          field: item.field, value: value(item.field) ?? item.value, record: item.record)
      })
  }

  /// The same with another record because of which a field is as it is.
  func replacing(record: Record?, of field: String) -> Explanations {
    Explanations(
      subject,
      items.map { item in
        item.field == field
          ? Explanation(field: field, value: item.value, record: record) : item
      })
  }

  /// The explanations as answers have them.
  public var json: JSONObject { [subject.kind: .string(subject.id), "fields": fields] }

  /// The explanations of the fields alone.
  var fields: JSONValue { .array(items.map { .object($0.json) }) }
}

extension Explanation {
  /// The explanation as answers have it.
  public var json: JSONObject {
    var object: JSONObject = ["field": .string(field), "value": value]
    object["position"] = record.map { .int($0.position.rawValue) } ?? .null
    object["event"] = record.map { .string($0.id.description) } ?? .null
    object["type"] = record.map { .string($0.type.rawValue) } ?? .null
    object["occurred"] = record?.occurred.map { .string($0.text) } ?? .null
    object["actor"] = record?.actor.map { .object($0.json) } ?? .null
    return object
  }
}
