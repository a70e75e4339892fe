/// A key of the mapping language: where it stands and what it says.
///
/// The reader knows no others at these places, so that a page made of the table leaves none out.
struct MappingKey: Sendable, Hashable {
  /// What it is a key of, in the words of the reader: `a mapping`, `time`, `a value`.
  let place: String
  let name: String
  /// What it says, for a reference.
  let summary: String

  /// The keys about times and about cells without a value.
  static let times = [
    MappingKey(
      place: "a mapping", name: "nothing",
      summary: """
        the words of cells that have no value, in place of the usual ones (\
        \(Mapping.usualNothing.sorted().joined(separator: " "))); `[]` for none. A table or a \
        condition that names such a word means the word
        """),
    MappingKey(
      place: "time", name: "zone",
      summary: "the IANA zone of times and days that name none, such as America/New_York"),
    MappingKey(
      place: "time", name: "formats",
      summary: """
        how times are written, tried in this order for each cell: words (\
        \(TimeFormat.words.map(\.word).joined(separator: ", "))) or patterns of letters (\
        \(TimePattern.letters.map(\.letters).joined(separator: ", "))); iso8601 when it is left out
        """),
    MappingKey(
      place: "time", name: "pivot",
      summary: """
        the first of the hundred years that two digits of a year can mean; \
        \(TimeFormat.usualPivot) when it is left out
        """),
    MappingKey(
      place: "a value", name: "formats",
      summary: """
        how the times of its column are written, in place of those of `time`; said once, it holds \
        wherever the mapping uses the column
        """),
    MappingKey(
      place: "a value", name: "join",
      summary: """
        columns, put together with a space between them as far as they are there from the first on: \
        a date and a time of day, read by the formats of the first
        """),
  ]

  /// The names of the keys of a place, in the order of the table.
  static func names(in place: String) -> [String] {
    times.filter { $0.place == place }.map(\.name)
  }
}
