internal import InteractionModel
internal import ProjectionEngine
internal import Queries

extension Explanations {
  /// Prints them, one a line.
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
