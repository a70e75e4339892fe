internal import EventLog
internal import InteractionModel
internal import ProjectionEngine

/// Why the fields of something have their values: for each the event that last changed it.
struct ExplanationList {
  let items: [Explanation]

  /// All fields, or one.
  /// - Throws: ``Refusal`` when there is no such field.
  init(
    _ id: String, in place: RowPlace? = nil, field: String?, of what: String,
    by questions: EntityQuestions
  ) throws {
    let all = try questions.explain(id, in: place)
    items = all.filter { field == nil || $0.field == field }
    if let field, items.isEmpty {
      let names = all.map(\.field).joined(separator: ", ")
      throw Refusal("\(what) has no field “\(field)”; it has \(names)")
    }
  }

  var json: JSONValue { .array(items.map { .object($0.json) }) }

  func show() {
    var table = TextTable("FIELD", "VALUE", "POSITION", "TYPE", "OCCURRED", "BY")
    for item in items {
      let record = item.record
      table.add(
        item.field, Terminal.cut(Terminal.plain(item.value), 60),
        record?.position.description ?? "–",
        record?.type.rawValue ?? (item.isEmpty ? "–" : "a link"),
        record.map(Terminal.time) ?? "–", Terminal.name(record?.actor))
    }
    table.show()
  }
}

extension Explanation {
  /// The explanation as the command line shows it.
  var json: JSONObject {
    var object: JSONObject = ["field": .string(field), "value": value]
    object["position"] = record.map { .int($0.position.rawValue) } ?? .null
    object["event"] = record.map { .string($0.id.description) } ?? .null
    object["type"] = record.map { .string($0.type.rawValue) } ?? .null
    object["occurred"] = record?.occurred.map { .string($0.text) } ?? .null
    object["actor"] = record?.actor.map { .object($0.json) } ?? .null
    return object
  }
}
