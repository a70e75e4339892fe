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
      A query has words, "phrases", beginnings (pay*), AND, OR, NOT (or -word) and parentheses; \
      words beside each other must all be there. A bare word is also found in its other English \
      and Spanish forms, and without its accents; in quotes only as it stands. Searching is \
      reading: --purpose TEXT says why, and who looked for what and why is recorded first. \
      Shows the 20 best hits unless --limit says otherwise.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: QuestionOptions
  @OptionGroup(title: "Filters") var filters: SearchOptions

  @Argument(help: "The query.")
  var query: String

  var times: ZoneOptions { filters.times }

  func validate() throws { _ = try parsed }

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
    found.show()
    if let lag = found.lag { Terminal.note(lag.indexLine) }
  }
}

extension SearchAnswer {
  fileprivate func show() {
    guard total > 0 else { return print("Nothing was found.") }
    for found in hits {
      let document = found.document
      let place = [
        document.channel ?? "–", found.caseID.map { "case \(Terminal.short($0))" } ?? "no case",
        "conversation \(document.conversation)", "@\(document.position)",
      ]
      let mark = document.visibility == "public" ? "" : "  [\(document.visibility ?? "internal")]"
      let time = found.record.map(Terminal.time) ?? "–"
      print(
        "\(Terminal.styled(found.score, .dim))  \(Terminal.styled(time, .bold))  "
          + place.map(Terminal.safe).joined(separator: "  ")
          + Terminal.styled(Terminal.safe(mark), .yellow))
      if let snippet = found.snippet { print("        " + SearchAnswer.highlighted(snippet)) }
    }
    print(Terminal.styled("\n\(hits.count) of \(total)", .dim))
  }

  private static func highlighted(_ snippet: SearchSnippet) -> String {
    guard Terminal.isColoured else { return Terminal.safe(snippet.marked()) }
    return snippet.fragments.map { fragment in
      let text = Terminal.safe(fragment.text)
      return fragment.isMatch ? Terminal.styled(text, .yellow) : text
    }.joined()
  }
}
