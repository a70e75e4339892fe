internal import InteractionModel
internal import Queries

extension Causes {
  /// Adds a line a record.
  func add(to table: inout TextTable, _ label: String) {
    for (index, record) in records.enumerated() {
      table.add(
        index == 0 ? label : "", record.position.description, record.type.rawValue,
        Terminal.time(record), record.channel?.rawValue ?? "–",
        record.conversation.map(Terminal.short) ?? "–", Terminal.name(record.actor))
    }
  }
}
