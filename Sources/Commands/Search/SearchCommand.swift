internal import ArgumentParser
internal import InteractionModel
internal import Queries
internal import Search

/// `throughline search QUERY`: what people wrote and said, by its words.
struct SearchCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find what was written and said, best match first.",
    discussion: """
      Titles, resolutions, reasons, facts, identifiers and whatever else is sealed are found too. \
      A query has words, "phrases", beginnings (pay*), AND, OR, NOT (or -word) and parentheses; \
      words beside each other must all be there. A bare word is also found in its other English \
      and Spanish forms, and without its accents; in quotes only as it stands. Searching is \
      reading: --purpose TEXT says why, and who looked for what and why is recorded first. \
      Shows the 20 best hits unless --limit says otherwise.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var table: CSVOptions
  @OptionGroup var reader: QuestionOptions
  @OptionGroup(title: "Filters") var filters: SearchOptions

  @Argument(help: "The query.")
  var query: String

  var times: ZoneOptions { filters.times }

  func validate() throws {
    _ = try parsed
    try table.validate(with: output)
  }

  private var parsed: SearchQuery {
    get throws {
      do throws(SearchQueryError) {
        return try SearchQuery(query)
      } catch {
        throw ValidationError("\(error)")
      }
    }
  }

  func run() async throws {
    let found = try await SearchedTexts(store.reader(reader)).search(
      parsed, words: query, in: filters.filter, limit: page.limit ?? 20)
    if output.json { return Terminal.show(found.json) }
    if table.csv { try found.lines.showCSV() } else { found.show() }
    if let lag = found.lag { Terminal.note(lag.indexLine) }
  }
}

extension SearchAnswer {
  /// What stands before and behind a match until lines are broken: nothing that words have.
  private static let marks = (open: "\u{1}", close: "\u{2}")

  fileprivate func show() {
    guard total > 0 else { return print("Nothing was found.") }
    let width = (Terminal.width ?? .max) - 8
    for found in hits {
      let time = found.record.map(Terminal.time) ?? "–"
      for (index, line) in Card.wrapped(SearchAnswer.head(found, time), width).enumerated() {
        print(
          index == 0
            ? line.replacing(time, with: Terminal.styled(time, .bold)) : "        " + line)
      }
      for line in found.snippet.map({ SearchAnswer.lines($0, width) }) ?? [] {
        print("        " + line)
      }
    }
    print(Terminal.styled("\n\(hits.count) of \(total)", .dim))
  }

  /// How well it matches, when it was said, and where.
  private static func head(_ found: FoundText, _ time: String) -> String {
    let document = found.document
    let place = [
      found.channel ?? "–", found.kind.rawValue,
      found.party.map { "party \(Terminal.short($0))" },
      found.caseID.map { "case \(Terminal.short($0))" } ?? "no case",
      document.conversation.map { "conversation \($0)" }, "@\(document.position)",
      document.visibility.flatMap { $0 == "public" ? nil : "[\($0)]" },
      found.edit.map { "(edited \(Terminal.time($0)))" },
    ].compactMap(\.self)
    return (["\(found.score)", time] + place.map(Terminal.safe)).joined(separator: "  ")
  }

  /// A snippet in lines, what was found marked.
  private static func lines(_ snippet: SearchSnippet, _ width: Int) -> [String] {
    let text = snippet.fragments.map { fragment in
      let text = Terminal.safe(fragment.text)
      return fragment.isMatch ? marks.open + text + marks.close : text
    }.joined()
    var isMatch = false
    return Card.wrapped(text, width).map { line in
      guard Terminal.isColoured else {
        return line.replacing(marks.open, with: "«").replacing(marks.close, with: "»")
      }
      // A match may go on in the next line.
      var shown = ""
      let pieces = line.split(omittingEmptySubsequences: false) { mark in
        marks.open.contains(mark) || marks.close.contains(mark)
      }
      for (index, piece) in pieces.enumerated() {
        if index > 0 { isMatch.toggle() }
        shown += isMatch ? Terminal.styled(String(piece), .yellow) : String(piece)
      }
      return shown
    }
  }
}
