internal import InteractionModel
internal import ProjectionEngine
internal import Queries

extension Explanations {
  /// Prints them, one a line.
  func show() {
    // What may be long stands last, so that nothing is moved by it.
    var table = TextTable("FIELD", "POSITION", "TYPE", "OCCURRED", "BY", "VALUE")
    for item in items {
      let record = item.record
      table.add(
        item.field, record?.position.description ?? "–",
        record?.type.rawValue ?? (item.isEmpty ? "–" : "a link"),
        record.map(Terminal.time) ?? "–", Terminal.name(record?.actor), Terminal.plain(item.value))
    }
    table.show()
  }
}
