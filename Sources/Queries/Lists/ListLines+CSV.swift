public import InteractionModel

extension ListLines {
  /// The lines as comma-separated values (RFC 4180), a record at a time, the names of the columns
  /// first.
  ///
  /// Numbers stay numbers; a list is one cell, its elements apart by semicolons. A text that a
  /// spreadsheet would take for a formula (one that begins with `=`, `+`, `-`, `@`, a tabulator or a
  /// line break) has an apostrophe before it. A character that rules a terminal or the direction of
  /// writing is written as its number, `\u{1b}`.
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

  /// A text without characters that rule whatever shows it.
  private static func safe(_ text: String) -> String {
    func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: false
      case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    return text.unicodeScalars.reduce(into: "") { safe, scalar in
      if isUnsafe(scalar) {
        safe += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        safe.unicodeScalars.append(scalar)
      }
    }
  }

  /// A text in quotes where it must be; scalars are looked at, for CR and LF are one character.
  private static func quoted(_ said: String) -> String {
    let text = safe(said)
    let isFormula =
      text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
    let plain = isFormula ? "'" + text : text
    guard plain.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return plain
    }
    return "\"\(plain.replacing("\"", with: "\"\""))\""
  }
}
