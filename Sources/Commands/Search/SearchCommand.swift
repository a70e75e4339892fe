internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Projections
internal import Search

/// `throughline search QUERY`: what people wrote and said, by its words.
struct SearchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find what was written and said, best match first.",
    discussion: """
      A query has words, "phrases", beginnings (pay*), AND, OR, NOT (or -word) and parentheses; \
      words beside each other must all be there. A bare word is also found in its other English \
      and Spanish forms, and without its accents; in quotes only as it stands. Searching is \
      reading: --purpose TEXT says why, and who looked for what and why is recorded first.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: QuestionOptions
  @OptionGroup(title: "Filters") var filters: SearchOptions

  @Argument(help: "The query.")
  var query: String

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

  /// How many of the best hits share what the account says in words, however few are shown.
  private static let accounted = AccountWords.limit

  func run() async throws {
    let archive = try EntityAccess.conversations(store.open(for: reader))
    let (index, gate) = try await archive.index(for: reader.stated)
    let limit = page.limit ?? 20
    let request = SearchRequest(
      try parsed, filter: try filters.filter(archive), limit: max(limit, Self.accounted))
    let result = try index.search(request)
    let lag = try archive.lag(of: result.position)
    let found = try await FoundTexts(
      result, showing: limit, in: archive, gate,
      scope: AccessGate.Scope(command: "search", entity: filters.entity, query: query))
    if output.json {
      return Terminal.show([
        "hits": .array(found.hits.map { .object($0.json) }), "total": .int(Int64(result.total)),
        "position": .int(result.position.rawValue),
      ])
    }
    found.show(total: result.total)
    if let lag { Terminal.note(lag) }
  }
}

/// What a search found, with the words around it.
private struct FoundTexts {
  struct Hit {
    let hit: SearchHit
    let caseID: String?
    let record: Record?
    let snippet: SearchSnippet?

    var json: JSONObject {
      let document = hit.document
      var object: JSONObject = [
        "conversation": .string(document.conversation),
        "case": caseID.map(JSONValue.string) ?? .null,
        "position": .int(document.position.rawValue),
        "channel": document.channel.map(JSONValue.string) ?? .null,
        "occurred": record?.occurred.map { .string($0.text) } ?? .null,
        "score": .string(hit.score.score),
        "visibility": document.visibility.map(JSONValue.string) ?? .null,
      ]
      object["snippet"] = snippet.map { .string($0.marked()) }
      return object
    }
  }

  let hits: [Hit]

  init(
    _ page: SearchPage, showing limit: Int, in archive: EntityAccess, _ gate: AccessGate,
    scope: AccessGate.Scope
  ) async throws {
    func record(_ position: Position) throws -> Record? {
      try archive.store.events.record(at: position)?.decoded()
    }
    let found = try page.hits.compactMap { try record($0.document.textPosition) }
    let shown = page.hits.prefix(max(0, limit))
    let texts = Set(shown.map(\.document.textPosition))
    // The index may not have come to a redaction yet; the log has.
    let opened = try await OpenedRecords(
      found.filter { texts.contains($0.position) }, of: archive.store, through: gate,
      scope: scope, found: Array(found.prefix(AccountWords.limit)))
    let parts = Dictionary(zip(opened.records.map(\.position), opened.parts)) { first, _ in first }
    let highlighter = SearchHighlighter(page.patterns)
    hits = try shown.map { hit in
      let text = parts[hit.document.textPosition].map { SearchText($0).text }
      return Hit(
        hit: hit, caseID: try archive.caseID(ofConversation: hit.document.conversation),
        record: try record(hit.document.position),
        snippet: text.flatMap { $0.isEmpty ? nil : highlighter.snippet(of: $0) })
    }
  }

  func show(total: Int) {
    guard total > 0 else { return print("Nothing was found.") }
    for found in hits {
      let document = found.hit.document
      let place = [
        document.channel ?? "–", found.caseID.map { "case \(Terminal.short($0))" } ?? "no case",
        "conversation \(document.conversation)", "@\(document.position)",
      ]
      let mark = document.visibility == "public" ? "" : "  [\(document.visibility ?? "internal")]"
      let time = found.record.map(Terminal.time) ?? "–"
      print(
        "\(Terminal.styled(found.hit.score.score, .dim))  \(Terminal.styled(time, .bold))  "
          + place.map(Terminal.safe).joined(separator: "  ")
          + Terminal.styled(Terminal.safe(mark), .yellow))
      if let snippet = found.snippet { print("        " + FoundTexts.highlighted(snippet)) }
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
