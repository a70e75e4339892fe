public import Compliance
import EventLog
public import InteractionModel
import Search

/// Conversations whose words are like those of one conversation.
public struct SimilarAnswer: Sendable {
  /// One of them.
  public struct Conversation: Sendable {
    /// The conversation.
    public let id: String
    /// How like it is.
    public let score: Score
    /// The case that it belongs to; nil when to none.
    public let caseID: String?
    /// The words that it shares.
    public let words: [String]

    fileprivate var json: JSONObject {
      [
        "conversation": .string(id), "scorePerMille": score.json,
        "case": caseID.map(JSONValue.string) ?? .null,
        "words": .array(words.map(JSONValue.string)),
      ]
    }
  }

  /// What they are like.
  public let conversation: String
  /// The most similar ones, most similar first.
  public let similar: [Conversation]
  /// How far the index had come.
  public let position: Position
  /// How far that is behind the log; nil when it is not.
  public let lag: Lag?

  /// The conversations for tables of other programs.
  public var lines: ListLines {
    ListLines(["conversation", "scorePerMille", "case", "words"], similar.map(\.json))
  }

  /// The answer as programs get it.
  public var json: JSONObject {
    [
      "conversation": .string(conversation),
      "similar": .array(similar.map { .object($0.json) }), "position": .int(position.rawValue),
    ]
  }
}

extension SearchedTexts {
  /// Conversations whose words are like those of one conversation.
  ///
  /// The words that they share are opened text: the account of reading them names the records of
  /// both sides first.
  /// - Parameters:
  ///   - id: the conversation.
  ///   - limit: how many at most.
  /// - Returns: the conversations.
  /// - Throws: ``QueryError`` when there is no such conversation; when the account cannot be
  ///   written.
  public func similar(to id: String, limit: Int = 10) async throws -> SimilarAnswer {
    _ = try conversations.entities.fields(of: id, nil)
    let found = try index.similar(to: id, filter: filter(), limit: limit)
    let state = try index.state()
    let position = state.checkpoint.position
    // Before the account, which is a record too.
    let lag = try Lag(at: position, of: log, failure: state.failure)
    let texts = try index.documents(of: [id] + found.map(\.conversation))
    let records = try Set(texts.map(\.textPosition)).sorted().compactMap { position in
      try log.record(at: position)?.decoded()
    }
    _ = try await gate.open(
      records, scope: AccessGate.Scope(command: "similar", entity: .conversation(id)), found: [])
    let similar = try found.map { item in
      SimilarAnswer.Conversation(
        id: item.conversation, score: Score(item.score),
        caseID: try conversations.caseID(of: item.conversation), words: item.sharedWords)
    }
    return SimilarAnswer(conversation: id, similar: similar, position: position, lag: lag)
  }
}
