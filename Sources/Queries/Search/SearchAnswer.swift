public import Compliance
import EventLog
public import InteractionModel
public import Search

/// What a search found.
public struct SearchAnswer: Sendable {
  /// The best hits, best first, with the words around them.
  public let hits: [FoundText]
  /// How many texts match.
  public let total: Int
  /// How far the index had come.
  public let position: Position
  /// How far that is behind the log; nil when it is not.
  public let lag: Lag?

  /// The answer as programs get it.
  public var json: JSONObject {
    [
      "hits": .array(hits.map { .object($0.json) }), "total": .int(Int64(total)),
      "position": .int(position.rawValue),
    ]
  }
}

/// A text that a search found.
public struct FoundText: Sendable {
  /// What the index says of it.
  public let document: SearchDocument
  /// How well it matches, with four decimals.
  public let score: String
  /// The case that its conversation belongs to; nil when to none.
  public let caseID: String?
  /// The record of it; nil when the log does not reach it.
  public let record: Record?
  /// The words around those that were asked for; nil when they stay closed.
  public let snippet: SearchSnippet?

  /// The text as answers have it.
  public var json: JSONObject {
    var object: JSONObject = [
      "conversation": .string(document.conversation),
      "case": caseID.map(JSONValue.string) ?? .null,
      "position": .int(document.position.rawValue),
      "channel": document.channel.map(JSONValue.string) ?? .null,
      "occurred": record?.occurred.map { .string($0.text) } ?? .null,
      "score": .string(score),
      "visibility": document.visibility.map(JSONValue.string) ?? .null,
    ]
    object["snippet"] = snippet.map { .string($0.marked()) }
    return object
  }
}

extension SearchedTexts {
  /// How many of the best hits share what the account says in words, however few are shown.
  private static let accounted = AccountWords.limit

  /// The texts that match a query, best first.
  /// - Parameters:
  ///   - query: the query.
  ///   - words: the query as it was written, for the account.
  ///   - texts: which texts count.
  ///   - limit: how many hits at most.
  /// - Returns: the hits.
  /// - Throws: when the index cannot be read or the account cannot be written.
  public func search(
    _ query: SearchQuery, words: String, in texts: TextFilter = TextFilter(), limit: Int = 20
  ) async throws -> SearchAnswer {
    let request = SearchRequest(
      query, filter: try filter(texts), limit: max(limit, Self.accounted))
    let page = try index.search(request)
    // Before the account, which is a record too.
    let lag = try Lag(at: page.position, of: log, failure: index.state().failure)
    let hits = try await shown(
      page, limit, AccessGate.Scope(command: "search", entity: texts.entity, query: words))
    return SearchAnswer(hits: hits, total: page.total, position: page.position, lag: lag)
  }

  private func shown(
    _ page: SearchPage, _ limit: Int, _ scope: AccessGate.Scope
  ) async throws -> [FoundText] {
    func record(_ position: Position) throws -> Record? {
      try log.record(at: position)?.decoded()
    }
    let found = try page.hits.compactMap { try record($0.document.textPosition) }
    let shown = page.hits.prefix(max(0, limit))
    let texts = Set(shown.map(\.document.textPosition))
    // The index may not have come to a redaction yet; the log has.
    let opened = try await gate.open(
      found.filter { texts.contains($0.position) }, scope: scope,
      found: Array(found.prefix(AccountWords.limit)))
    let parts = Dictionary(opened.map { ($0.record.position, $0.parts) }) { first, _ in first }
    let highlighter = SearchHighlighter(page.patterns)
    return try shown.map { hit in
      let text = parts[hit.document.textPosition].map { SearchText($0).text }
      return FoundText(
        document: hit.document, score: hit.score.score,
        caseID: try conversations.caseID(of: hit.document.conversation),
        record: try record(hit.document.position),
        snippet: text.flatMap { $0.isEmpty ? nil : highlighter.snippet(of: $0) })
    }
  }
}
