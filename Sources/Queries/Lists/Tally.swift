public import InteractionModel

/// How many lines of a list have which value in one column.
public struct Tally: Sendable {
  /// The column.
  public let column: String
  /// The values, the most frequent first.
  public let counts: [(value: JSONValue, count: Int)]
  /// How many lines there are; one whose value is a list counts for each of its elements.
  public let total: Int
  /// How far what answered is behind the log; nil when it is not.
  public let lag: Lag?

  /// Counts the lines of a list.
  /// - Parameters:
  ///   - lines: the lines.
  ///   - column: the column, in capital or small letters, or as tables call it (`last touch`); one of
  ///     several things also by the word for one of them; two that one column of a table has, as it
  ///     heads them (`from → to`).
  /// - Throws: ``UnknownWord`` when there is no such column; what reading throws.
  public init(of lines: ListLines, by column: String) throws {
    let names = try column.split(separator: "→", omittingEmptySubsequences: false).map {
      try Tally.name(of: String($0), in: lines)
    }
    func value(_ line: JSONObject) -> JSONValue {
      guard names.count > 1 else { return line[names[0]] ?? .null }
      return .string(names.map { line[$0]?.string ?? "–" }.joined(separator: Tally.arrow))
    }
    var counts: [JSONValue: Int] = [:]
    var total = 0
    try lines.forEach { line in
      total += 1
      let value = value(line)
      let elements = value.array.map { $0.isEmpty ? [.null] : $0 } ?? [value]
      for element in elements { counts[element, default: 0] += 1 }
    }
    self.column = names.joined(separator: Tally.arrow)
    self.total = total
    lag = lines.lag
    self.counts = counts.map { (value: $0.key, count: $0.value) }.sorted { left, right in
      (right.count, left.value.canonicalText) < (left.count, right.value.canonicalText)
    }
  }

  private static let arrow = " → "

  /// The column that a word means.
  private static func name(of column: String, in lines: ListLines) throws -> String {
    let word = column.lowercased().filter { !" -_".contains($0) }
    let names = [word, "\(word)s"].lazy.compactMap { word in
      lines.columns.first { $0.lowercased() == word } ?? lines.names[word]
    }
    guard let name = names.first else {
      let column = String(column.drop { $0 == " " })
      throw UnknownWord("column", column, among: lines.columns)
    }
    return name
  }

  /// The counts as lines of a list.
  public var lines: ListLines {
    ListLines(
      [column, "count"],
      counts.map { JSONObject([(column, $0.value), ("count", .int(Int64($0.count)))]) })
  }

  /// The counts as answers have them.
  public var json: JSONObject {
    let counts = counts.map { count -> JSONValue in
      ["value": count.value, "count": .int(Int64(count.count))]
    }
    return ["countBy": .string(column), "counts": .array(counts), "total": .int(Int64(total))]
  }
}
