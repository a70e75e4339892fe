internal import InteractionModel

/// What a field of an event says, in a line for people, and a value that it may have.
struct FieldWords: Sendable {
  /// What it says.
  let says: String
  /// A value, as JSON.
  let example: JSONValue?

  /// What a public field of a type says; the words of the type itself come before those that the
  /// field has everywhere.
  static func body(_ field: String, of type: EventType) -> FieldWords? {
    publicFields["\(type.rawValue).\(field)"] ?? publicFields["\(type.group).\(field)"]
      ?? publicFields[field]
  }

  /// What a sealed field says; the words of the type itself come first, as for public ones.
  static func sealed(_ field: String, of type: EventType) -> FieldWords? {
    sealedFields["\(type.rawValue).\(field)"] ?? sealedFields["\(type.group).\(field)"]
      ?? sealedFields[field]
  }

  /// A line a field: `name | what it says | a value`, or without the value; one is a text unless it is
  /// other JSON.
  private static func table(_ lines: String) -> [String: FieldWords] {
    let fields = lines.split(separator: "\n").map { line -> (String, FieldWords) in
      let cells = line.split(separator: " | ").map(String.init)
      guard cells.count == 2 || cells.count == 3 else {
        preconditionFailure("FieldWords: “\(line)” is not name | what it says | a value")
      }
      // Not `nil` by a condition, which would be JSON's null.
      return (cells[0], FieldWords(says: cells[1], example: cells.dropFirst(2).first.map(value)))
    }
    return Dictionary(uniqueKeysWithValues: fields)
  }

  private static func value(_ text: String) -> JSONValue {
    (try? JSONValue(parsing: Array(text.utf8))) ?? .string(text)
  }

  private static let publicFields = table(FieldWords.publicLines)
  private static let sealedFields = table(FieldWords.sealedLines)
}
