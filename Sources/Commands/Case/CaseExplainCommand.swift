internal import ArgumentParser
internal import InteractionModel
internal import ProjectionEngine

/// `throughline case explain`: why the fields of a case have their values.
struct CaseExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say for each field of a case (or one) which event last changed it.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The case.")
  var id: String

  @Argument(help: "The field; all when left out.")
  var field: String?

  func run() async throws {
    let access = try EntityAccess.cases(store.open())
    let point = try history.point
    let (fields, _) = try access.fields(of: id, point)
    if let field, fields[field] == nil {
      let names = fields.members.map(\.key).joined(separator: ", ")
      throw Refusal("case “\(id)” has no field “\(field)”; it has \(names)")
    }
    let explanations = try access.questions(point).explain(id, field: field)
    if output.json {
      return Terminal.show([
        "case": .string(id), "fields": .array(explanations.map { .object($0.json) }),
      ])
    }
    var table = TextTable("FIELD", "VALUE", "POSITION", "TYPE", "OCCURRED", "BY")
    for item in explanations {
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
    object["actor"] =
      record?.actor.map { actor in
        var who: JSONObject = ["type": .string(actor.type)]
        who["id"] = actor.id.map(JSONValue.string)
        return .object(who)
      } ?? .null
    return object
  }
}
