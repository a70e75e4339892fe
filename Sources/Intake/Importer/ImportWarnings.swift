public import InteractionModel

/// A word that the vocabulary does not have, and where the rows of an import have it.
public struct ImportWarning: Sendable, Hashable, CustomStringConvertible {
  /// The word.
  public let term: UnknownTerm
  /// How many events have it.
  public internal(set) var count: Int
  /// The file of the first of them, as it was given.
  public let file: String
  /// The line on which the row of the first of them starts, from 1.
  public let line: Int

  /// Place, reason, how often, and the nearest words.
  public var description: String {
    "\(file):\(line): \(term.reason)\(count > 1 ? " (\(count) times)" : ""); \(term.remedy)"
  }

  /// As JSON.
  ///
  /// `field` is null when it is the type itself that is unknown.
  public var json: JSONObject {
    [
      "count": .int(Int64(count)), "field": term.field.map(JSONValue.string) ?? .null,
      "file": .string(file), "line": .int(Int64(line)),
      "nearest": .array(term.nearest.map(JSONValue.string)),
      "type": .string(term.type.rawValue), "word": .string(term.word),
    ]
  }
}

/// What an import was told that the vocabulary does not have: all of it counted, and the first few
/// words listed.
public struct ImportWarnings: Sendable, Hashable {
  /// How many words are listed.
  public static let limit = 20

  /// How many there are, each time that an event has such a word.
  public private(set) var count = 0
  /// The words, in the order in which they came.
  public private(set) var listed: [ImportWarning] = []

  init() {}

  /// How many are about words that are not listed.
  public var unlisted: Int { count - listed.reduce(0) { $0 + $1.count } }

  /// Counts one.
  mutating func take(_ term: UnknownTerm, file: String, line: Int) {
    count += 1
    list(ImportWarning(term: term, count: 1, file: file, line: line))
  }

  /// Adds those of what was read later.
  mutating func take(_ later: ImportWarnings) {
    count += later.count
    for warning in later.listed { list(warning) }
  }

  private mutating func list(_ warning: ImportWarning) {
    if let place = listed.firstIndex(where: { $0.term == warning.term }) {
      listed[place].count += warning.count
    } else if listed.count < ImportWarnings.limit {
      listed.append(warning)
    }
  }
}
