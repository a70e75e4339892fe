public import InteractionModel

/// What whoever imports a file should know of how it was read, though nothing was rejected.
///
/// Names columns and places, never content.
public struct IntakeNote: Sendable, Hashable, CustomStringConvertible {
  /// The file, of rows or the mapping, as it was given.
  public let file: String
  /// The line in it, from 1, where it is known.
  public let line: Int?
  /// What there is to know, and what to do about it.
  public let text: String

  /// A note.
  public init(file: String, line: Int? = nil, text: String) {
    self.file = file
    self.line = line
    self.text = text
  }

  /// Place and text.
  public var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(text)" }

  /// As JSON; `line` is null where it is not known.
  public var json: JSONObject {
    [
      "file": .string(file), "line": line.map { .int(Int64($0)) } ?? .null, "text": .string(text),
    ]
  }
}

/// The notes of an import: all of them counted, and the first few listed.
public struct IntakeNotes: Sendable, Hashable {
  /// How many are listed.
  public static let limit = 20

  /// How many there are.
  public private(set) var count = 0
  /// The first of them.
  public private(set) var listed: [IntakeNote] = []

  init() {}

  /// How many are not listed.
  public var unlisted: Int { count - listed.count }

  /// Takes one more.
  mutating func take(_ note: IntakeNote) {
    count += 1
    if listed.count < IntakeNotes.limit { listed.append(note) }
  }

  /// Adds those of what was read later.
  mutating func take(_ later: IntakeNotes) {
    count += later.count
    listed += later.listed.prefix(max(0, IntakeNotes.limit - listed.count))
  }
}
