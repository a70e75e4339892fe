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
      // Where words stand is said in place of them.
      let isPlace = words != nil && part.field.hasSuffix(".position")
      return !isPlace && (part.before != nil || !isEmpty(part.after))
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
        return words.quoted(value).map(JSONValue.string)
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
