internal import InteractionModel
internal import ProjectionEngine
internal import Queries

/// Changes of fields as lines: only where the values differ, and nothing of them cut.
enum ChangeLines {
  /// The lines of a change.
  /// - Parameters:
  ///   - change: of a field.
  ///   - width: how wide a line may be.
  /// - Returns: the lines, those that go on indented.
  static func lines(_ change: FieldChange, width: Int) -> [String] {
    change.parts.filter { $0.before != nil || !isEmpty($0.after) }.flatMap { part -> [String] in
      let text = "\(part.field): \(shown(part))"
      return Card.wrapped(text, max(30, width - 2)).enumerated().map { index, piece in
        guard index == 0 else { return "  \(piece)" }
        let name = piece.prefix { $0 != ":" }
        return Terminal.styled(String(name), .cyan) + piece.dropFirst(name.count)
      }
    }
  }

  private static func shown(_ part: FieldChange) -> String {
    switch (part.before, part.after) {
    case (let before?, nil): "− \(Terminal.plain(before))"
    case (nil, .object(let after)?): "+ \(Terminal.plain(.object(after)))"
    case (let before, let after): "\(Terminal.plain(before)) → \(Terminal.plain(after))"
    }
  }

  private static func isEmpty(_ value: JSONValue?) -> Bool {
    switch value {
    case nil, .null?, .int(0)?: true
    case .array(let elements)?: elements.isEmpty
    case .object(let object)?: object.isEmpty
    default: false
    }
  }
}
