internal import InteractionModel
internal import ProjectionEngine
internal import Queries

extension Explanations {
  /// Prints them, one a line.
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
