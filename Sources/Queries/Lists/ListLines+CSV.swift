public import InteractionModel

extension ListLines {
  /// The lines as comma-separated values (RFC 4180), a record at a time, the names of the columns
  /// first.
  ///
  /// Numbers stay numbers; a list is one cell, its elements apart by semicolons. A text that a
  /// spreadsheet would take for a formula (one that begins with `=`, `+`, `-`, `@`, a tabulator or a
  /// line break) has an apostrophe before it.
  /// - Parameter write: takes a record with its line break.
  /// - Throws: what ``forEach(_:)`` throws; of an unknown word before anything is written.
  public func csv(_ write: (String) throws -> Void) throws {
    let header = ListLines.record(columns.map(JSONValue.string))
    var hasBegun = false
    try forEach { line in
      if !hasBegun { try write(header) }
      hasBegun = true
      try write(ListLines.record(columns.map { line[$0] ?? .null }))
    }
    if !hasBegun { try write(header) }
  }

  private static func record(_ values: [JSONValue]) -> String {
    values.map(cell).joined(separator: ",") + "\r\n"
  }

  private static func cell(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .int(let number): String(number)
    case .bool(let truth): truth ? "true" : "false"
    case .string(let text): quoted(text)
    case .array(let elements):
      quoted(elements.map { $0.string ?? $0.canonicalText }.joined(separator: "; "))
    case .object: quoted(value.canonicalText)
    }
  }

  /// A text in quotes where it must be; scalars are looked at, for CR and LF are one character.
  private static func quoted(_ text: String) -> String {
    let isFormula =
      text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
    let plain = isFormula ? "'" + text : text
    guard plain.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return plain
    }
    return "\"\(plain.replacing("\"", with: "\"\""))\""
  }
}
