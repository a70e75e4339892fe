internal import InteractionModel
internal import Projections
internal import Queries

extension Timeline {
  /// Prints the page.
  /// - Parameter asJSON: whether to print JSON.
  func show(asJSON: Bool) {
    if asJSON { return Terminal.show(json) }
    var table = TextTable("POSITION", "OCCURRED", "CHANNEL", "WHAT", "WHO", "TEXT")
    for entry in entries { entry.add(to: &table) }
    table.show()
    if let next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if isSealed {
      Terminal.note("text is sealed; --purpose TEXT opens it and records who read it and why")
    }
  }
}

extension TimelineEntry {
  fileprivate func add(to table: inout TextTable) {
    let words = text.map { text in
      text.value.map(Terminal.safe)
        ?? (text.state == "notPermitted" ? "(sealed)" : "(\(text.state))")
    }
    let later = edit.map { "(edited later @\($0))" }
    let shown = [visibility?.mark(on: record), words, later].compactMap { $0 }
    table.add(
      record.position.description, Terminal.time(record), record.channel?.rawValue ?? "–",
      record.type.rawValue, Terminal.name(record.actor),
      shown.joined(separator: " "))
  }
}

extension Visibility {
  /// What stands before the words of a record, lest somebody take them for public; nil when they
  /// are.
  fileprivate func mark(on record: Record) -> String? {
    switch self {
    case .public: nil
    case .private: record.type == .noteAdded ? "[private note]" : "[private]"
    case .internal: "[internal]"
    }
  }
}
