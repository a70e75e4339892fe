/// The lines of a statement behind its first, read one after the other: a word, and what it says.
package struct StatementLines {
  private let format: NoteFormat
  private var rest: ArraySlice<String>

  /// The lines of a note.
  /// - Parameters:
  ///   - note: the note.
  ///   - format: what it must be.
  /// - Throws: ``NoteError/notAStatement(_:)`` when it is anything else.
  package init(_ note: SignedNote, _ format: NoteFormat) throws(NoteError) {
    guard note.format == format, let lines = NoteText.lines(note.text) else {
      throw .notAStatement(format)
    }
    self.format = format
    rest = lines.dropFirst()
  }

  /// What the next line says; nil when it begins with another word, or there is none.
  package mutating func take(_ word: String) -> String? {
    guard let line = rest.first, line.hasPrefix("\(word) ") else { return nil }
    rest.removeFirst()
    return String(line.dropFirst(word.count + 1))
  }

  /// What the next line says, read.
  /// - Parameters:
  ///   - word: what the line must begin with.
  ///   - read: reads the rest of it; nil of what it cannot read.
  /// - Returns: what was read.
  /// - Throws: ``NoteError/notAStatement(_:)``.
  package mutating func take<Value>(
    _ word: String, _ read: (String) -> Value?
  ) throws(NoteError) -> Value {
    guard let value = take(word).flatMap(read) else { throw refusal }
    return value
  }

  /// Whether every line was read.
  package var isAtEnd: Bool { rest.isEmpty }

  /// Why it is refused.
  package var refusal: NoteError { .notAStatement(format) }
}

extension Checkpoint {
  /// The state of a log as statements have it: origin, size and root, a line each.
  package var statement: [String] { ["origin \(origin)", "size \(size)", "root \(root.base64)"] }

  /// Reads the state of a log from the next lines of a statement.
  /// - Parameter lines: the lines.
  /// - Throws: ``NoteError``.
  package init(_ lines: inout StatementLines) throws(NoteError) {
    try self.init(
      origin: lines.take("origin") { $0 }, size: lines.take("size", NoteText.number),
      root: lines.take("root") { Hash(base64: $0.utf8) })
  }
}
