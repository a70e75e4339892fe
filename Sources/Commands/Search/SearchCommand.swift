internal import ArgumentParser
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import Operations
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
      Shows the 20 best hits unless --limit says otherwise. With --certificate the log's key signs how \
      many sealed parts were searched, had no text, were erased or could not be read, how many texts \
      match, and digests of the question and of where they stand; FILE.question has the question, \
      for whoever checks it. Refused while anything can be read that the index does not have.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var table: CSVOptions
  @OptionGroup var reader: QuestionOptions
  @OptionGroup(title: "Filters") var filters: SearchOptions

  @Option(
    help: ArgumentHelp(
      "Write a signed certificate of the search to this file.", valueName: "file"))
  var certificate: String?

  @OptionGroup var signing: SigningOptions

  @Argument(help: "The query.")
  var query: String

  var times: ZoneOptions { filters.times }
  var filterTimes: [String?] { [filters.after, filters.before] }

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
    let found =
      if let certificate {
        try await certified(certificate)
      } else {
        try await search()
      }
    if output.json { return Terminal.show(found.json) }
    if table.csv { try found.lines.showCSV() } else { found.show() }
    if let lag = found.lag { Terminal.note(lag.indexLine) }
  }

  private func search() async throws -> SearchAnswer {
    try await SearchedTexts(store.reader(reader)).search(
      parsed, words: query, in: filters.filter, limit: page.limit ?? 20)
  }

  /// Searches, and writes certificate and question.
  private func certified(_ path: String) async throws -> SearchAnswer {
    let file = try CertificateFile(path, keyFile: store.keyFile)
    let question = try CertificateFile(questionOf: path, keyFile: store.keyFile)
    Interruption.install()
    let certifying = try SearchCertifying(
      store.reader(reader), key: signing.keyFile(of: store),
      WorkView(quiet: output.quiet).supervisor)
    let (written, kept) = (try file.open(), try question.open())
    defer {
      written.discard()
      kept.discard()
    }
    let made = try await certifying.run(
      query, in: filters.filter, limit: page.limit ?? 20, at: WallClock.system.now())
    try kept.write(made.question.bytes)
    try kept.publish()
    try written.write(made.note)
    let place = Terminal.safe(CertificateFile.question(of: path))
    Terminal.note("the question is in \(place), without which nobody can check the certificate")
    return made.answer
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
      let text = Terminal.lines(fragment.text)
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
