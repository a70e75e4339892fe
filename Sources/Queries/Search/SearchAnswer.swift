public import Compliance
import EventLog
public import InteractionModel
import ProjectionEngine
import Projections
public import Search
import Vault

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

extension SearchAnswer {
  private static let columns = [
    "position", "occurred", "kind", "channel", "party", "case", "conversation", "visibility",
    "edited", "scorePerMille", "snippet",
  ]

  /// The hits, for tables of other programs.
  public var lines: ListLines { ListLines(SearchAnswer.columns, hits.map(\.json)) }
}

/// A text that a search found.
public struct FoundText: Sendable {
  /// What the index says of it.
  public let document: SearchDocument
  /// What kind of text was found: where its record has several, the one that the words stand in, as
  /// far as it is open.
  public let kind: SearchKind
  /// How well it matches.
  public let score: Score
  /// The channel that it is on: that of its conversation where it does not say it.
  public let channel: String?
  /// The party that its record names, or that its conversation is with, or its case where that is
  /// with nobody, as they are now; nil when there is none, or several and the record names none of
  /// them.
  public let party: String?
  /// The case that it belongs to now: that of its conversation, if it is in one; nil when to none.
  public let caseID: String?
  /// The edit whose words these are; nil when they stand as first written.
  public let edit: Record?
  /// The record of it; nil when the log does not reach it.
  public let record: Record?
  /// The words around those that were asked for; nil when they stay closed.
  public let snippet: SearchSnippet?

  /// The text as answers have it.
  public var json: JSONObject {
    var object: JSONObject = [
      "conversation": document.conversation.map(JSONValue.string) ?? .null,
      "party": party.map(JSONValue.string) ?? .null,
      "case": caseID.map(JSONValue.string) ?? .null,
      "position": .int(document.position.rawValue),
      "kind": .string(kind.rawValue),
      "channel": channel.map(JSONValue.string) ?? .null,
      "occurred": record?.occurred.map { .string($0.text) } ?? .null,
      "scorePerMille": score.json,
      "visibility": document.visibility.map(JSONValue.string) ?? .null,
    ]
    object["edited"] = edit.map { .string($0.occurred?.text ?? $0.recorded.description) }
    object["snippet"] = snippet.map { .string($0.marked()) }
    return object
  }
}

extension SearchedTexts {
  /// How many of the best hits share what the account says in words, however few are shown.
  static let accounted = AccountWords.limit

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
    let texts = try meant(texts)
    let request = SearchRequest(
      query, filter: try filter(texts), limit: max(limit, Self.accounted))
    let page = try index.search(request)
    // Before the account, which is a record too.
    let lag = try Lag(
      at: page.position, of: log, readsTexts: true, failure: index.state().failure)
    let hits = try await shown(
      page, limit, of: texts.kind,
      AccessGate.Scope(command: "search", entity: texts.entity, query: words))
    return SearchAnswer(hits: hits, total: page.total, position: page.position, lag: lag)
  }

  func shown(
    _ page: SearchPage, _ limit: Int, of kind: SearchKind?, _ scope: AccessGate.Scope
  ) async throws -> [FoundText] {
    let found = try page.hits.compactMap { try record(at: $0.document.textPosition) }
    let shown = page.hits.prefix(max(0, limit))
    let texts = Set(shown.map(\.document.textPosition))
    let records = found.filter { texts.contains($0.position) }
    let editions = try conversations.entities.reader.editions(before: records)
    // The index may not have come to a redaction yet; the log has.
    let opened = try await gate.open(
      records + editions.values.joined(), scope: scope,
      found: Array(found.prefix(AccountWords.limit)))
    let parts = Dictionary(opened.map { ($0.record.position, $0.parts) }) { first, _ in first }
    let highlighter = SearchHighlighter(page.patterns)
    let links = try links()
    return try shown.map { hit in
      let record = try record(at: hit.document.position)
      let owners = try owners(of: hit.document, record, links)
      let isEdited = hit.document.textPosition != hit.document.position
      let edit = try isEdited ? self.record(at: hit.document.textPosition) : nil
      let found = parts[hit.document.textPosition].flatMap { last in
        let before = editions[hit.document.textPosition]?.map { parts[$0.position] ?? [] } ?? []
        return highlighter.snippet(
          of: SearchText(OpenedPart.standing(of: before + [last])), hit.document, only: kind)
      }
      return FoundText(
        document: hit.document, kind: found?.kind ?? kind ?? hit.document.kind,
        score: Score(hit.score),
        channel: try hit.document.channel
          ?? hit.document.conversation.flatMap { try conversations.channel(of: $0) },
        party: owners.party, caseID: owners.caseID, edit: edit, record: record,
        snippet: found?.snippet)
    }
  }

  private func record(at position: Position) throws -> Record? {
    try log.record(at: position)?.decoded()
  }

  /// Whom a text is of, under the links in force: the party that its record names; else whom its
  /// conversation is with; else, where that is with nobody or there is none, who is in its case.
  func owners(
    of document: SearchDocument, _ record: Record?, _ links: Membership<KnownLinks>
  ) throws -> (party: String?, caseID: String?) {
    let place = try document.conversation.flatMap { try conversations.owners(of: $0) }
    let party = try record?.saidParty.map { try links.root(.partyIntoParty, of: $0) }
    let own = try document.caseID.map { try links.root(.caseIntoCase, of: $0) }
    let placed = try place?.caseID.map { try links.root(.caseIntoCase, of: $0) }
    var parties = place?.parties ?? []
    if party == nil, parties.isEmpty,
      let matter = document.conversation == nil ? own : placed
    {
      parties = try cases?.parties(ofCase: matter) ?? []
    }
    return (party ?? (parties.count == 1 ? parties.first : nil), own ?? placed)
  }
}

extension SearchHighlighter {
  /// The piece of a text that shows best why it was found, and its kind: what was said, of several
  /// kinds the one that has most of the words; where none has any, what it is known by, the one
  /// thing that has them; nil when there is no text.
  fileprivate func snippet(
    of text: SearchText, _ document: SearchDocument, only wanted: SearchKind?
  ) -> (kind: SearchKind, snippet: SearchSnippet)? {
    let said = text.saidByKind(of: EventType(document.type))
    let isThere = said.contains { $0.kind == wanted }
    let pieces = said.filter { !isThere || $0.kind == wanted }
      .map { (kind: $0.kind, snippet: snippet(of: $0.text)) }
    let known = text.known.split(separator: "\n").map {
      (kind: document.kind, snippet: snippet(of: String($0)))
    }
    let best = pieces.reduce(nil as (kind: SearchKind, snippet: SearchSnippet)?) { best, piece in
      guard let best, piece.snippet.matches <= best.snippet.matches else { return piece }
      return best
    }
    if let best, best.snippet.matches > 0 { return best }
    return known.first { $0.snippet.matches > 0 } ?? pieces.first ?? known.first
  }
}

extension SearchSnippet {
  /// How many places of what was looked for it shows.
  fileprivate var matches: Int { fragments.count(where: \.isMatch) }
}
