internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Queries

/// Changes of fields as lines: only where the values differ, and nothing of them cut.
enum ChangeLines {
  /// The lines of a change.
  /// - Parameters:
  ///   - change: of a field.
  ///   - width: how wide a line may be.
  ///   - words: what people said of it, in place of where that stands; nil where no place is named.
  /// - Returns: the lines, those that go on indented.
  static func lines(
    _ change: FieldChange, width: Int, _ words: OpenedReferences? = nil
  ) -> [String] {
    let said = words.map { words in
      FieldChange(
        field: change.field, before: change.before.flatMap { saying($0, words) },
        after: change.after.flatMap { saying($0, words) })
    }
    let parts = (said ?? change).parts.filter { part in
      // Where words stand is said in place of them; where a state does, among its causes.
      let isPlace =
        words != nil && part.field.hasSuffix(".position") || part.field.hasSuffix(".statedAt")
      return !isPlace && part.tells
    }
    return parts.flatMap { part -> [String] in
      let text = "\(part.field): \(shown(part))"
      return Card.wrapped(text, max(30, width - 2)).enumerated().map { index, piece in
        guard index == 0 else { return "  \(piece)" }
        let name = piece.prefix { $0 != ":" }
        return Terminal.styled(String(name), .cyan) + piece.dropFirst(name.count)
      }
    }
  }

  /// A value with words in place of where they stand; nil where nothing stands there.
  private static func saying(_ value: JSONValue, _ words: OpenedReferences) -> JSONValue? {
    switch value {
    case .object(let object):
      guard object["pointer"] == nil, object["pointers"] == nil else {
        // Whole: two values may differ only at their ends.
        return words.quoted(value, limit: .max).map(JSONValue.string)
      }
      return .object(
        JSONObject(
          object.members.compactMap { member in
            saying(member.value, words).map { (member.key, $0) }
          }))
    case .array(let elements): return .array(elements.compactMap { saying($0, words) })
    default: return value
    }
  }

  private static func shown(_ part: FieldChange) -> String {
    switch (part.before, part.after) {
    case (let before?, nil): "− \(plain(unnamed(before, in: part.field)))"
    case (nil, .object(let after)?): "+ \(plain(unnamed(.object(after), in: part.field)))"
    case (nil, .array?): "+ \(plain(part.after))"
    case (let before, let after): "\(plain(before)) → \(plain(after))"
    }
  }

  /// An element of a list without the member that it is called by, and without where its state is said,
  /// which is among the causes.
  private static func unnamed(_ value: JSONValue, in field: String) -> JSONValue {
    guard let object = value.object, field.hasSuffix("]"), let start = field.lastIndex(of: "[")
    else { return value }
    let name = field[field.index(after: start)...].dropLast()
    return .object(
      JSONObject(
        object.members.filter { member in
          let said = member.value.string ?? member.value.int.map { "@\($0)" }
          return member.key != "statedAt" && said.map { $0 != name } ?? true
        }.map { ($0.key, $0.value) }))
  }

  private static func plain(_ value: JSONValue?) -> String {
    Terminal.plain(value, keepingLines: true)
  }
}
