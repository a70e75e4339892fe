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
    let rest = items.map { item -> [String] in
      let record = item.record
      return [
        record?.position.description ?? "–",
        record?.type.rawValue ?? (item.isEmpty ? "–" : "a link"),
        record.map(Terminal.time) ?? "–", Terminal.name(record?.actor),
      ]
    }
    let room = roomForValues(beside: rest)
    for (item, rest) in zip(items, rest) {
      let value = Terminal.cut(Terminal.plain(item.value), room)
      table.add(item.field, value, rest[0], rest[1], rest[2], rest[3])
    }
    table.show()
  }

  /// How wide a value may be: what the other columns leave of a terminal, 60 in a pipe.
  private func roomForValues(beside rest: [[String]]) -> Int {
    guard let width = Terminal.width else { return 60 }
    let fields = items.map(\.field.count).max() ?? 0
    let others = (0..<4).reduce(0) { sum, column in
      sum + max(8, rest.map { $0[column].count }.max() ?? 0) + 2
    }
    return min(60, max(20, width - fields - 2 - others))
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
