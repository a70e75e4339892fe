public import Compliance
public import InteractionModel
internal import ProjectionEngine
public import Projections

/// The codified answers of a store.
public struct Responses: Sendable {
  let entities: Entities

  /// The answers that a reader asks about.
  /// - Parameter reader: who asks.
  /// - Throws: ``/Compliance/ServingError`` when no read model answers.
  public init(_ reader: Reader) throws {
    entities = try Entities(
      reader, ConversationArchive.projection, over: .document,
      table: ConversationArchive.responses)
  }

  /// A codified answer, where it was used and how that ended.
  /// - Parameters:
  ///   - id: the response.
  ///   - point: as of when; nil for now.
  ///   - limit: how many uses at most, the first ones.
  /// - Returns: the response, opened as far as the reader's purpose permits.
  /// - Throws: ``QueryError`` when there is none; what opening throws.
  public func show(
    _ id: String, at point: AsOf? = nil, limit: Int = 50
  ) async throws -> ResponseAnswer {
    let uses = try uses(of: id, point)
    let (fields, position) = try state(of: id, point, isUsed: !uses.isEmpty)
    var outcomes: [String: Int64] = [:]
    for use in uses { outcomes[use[.outcome]?.string ?? "unknown", default: 0] += 1 }
    // Before anything is opened, for the account of that is a record too.
    let lag = try entities.lag(point)
    let words = try await OpenedReferences(
      in: [fields?.json ?? .null], by: entities.reader,
      scope: AccessGate.Scope(command: "response.show", entity: EntityKey(.document, id)))
    return ResponseAnswer(
      response: id, point: AnswerPoint(position, point), state: fields, outcomes: outcomes,
      uses: Array(uses.prefix(limit)), used: uses.count, words: words, lag: lag)
  }

  /// The response as the agency worded it; nil when it was used and nobody ever codified it.
  private func state(
    of id: String, _ point: AsOf?, isUsed: Bool
  ) throws -> (fields: Document<ResponseField>?, position: Position) {
    do {
      let found = try entities.fields(of: id, point)
      return (Document(found.fields), found.position)
    } catch let error as QueryError {
      guard point == nil, isUsed else {
        // A response is a document to the log, and an answer to those who use it.
        throw error.about(.response(id))
      }
      return (nil, try entities.model.checkpoint())
    }
  }

  /// Where it was used, the first use first.
  private func uses(of id: String, _ point: AsOf?) throws -> [Document<UseField>] {
    let table = ConversationArchive.uses
    let conversations = ConversationArchive.conversations
    let rows = OrderedRows(model: entities.model, tables: [table], column: "used_at")
    var live: [OrderedRows.Element] = []
    try rows.forEach(where: [.equals(column: "response", .text(id))]) { live.append($0) }
    guard point != nil else {
      var ends: [String: Document<ConversationField>] = [:]
      return try live.sorted(by: OrderedRows.Element.precedes).map { use in
        guard let conversation = use.text("conversation") else { return use.document() }
        if ends[conversation] == nil {
          ends[conversation] = try entities.model.row(conversations, key: conversation)
            .map { conversations.document($0.values) }
        }
        return ConversationArchive.ended(use.document(), with: ends[conversation])
      }
    }
    // How a conversation had ended by then is for its own records to say.
    let questions = try Conversations(entities.reader).entities.questions(point)
    let ids = Set(live.compactMap { $0.text("conversation") }).sorted()
    let uses = try ids.flatMap { conversation in
      let rows = try questions.rows(of: conversation)
      let end: Document<ConversationField>? = rows.first { $0.table == conversations.name }
        .map { conversations.document($0.values) }
      let uses: [Document<UseField>] = rows.filter { $0.table == table.name }
        .map { table.document($0.values) }
      return uses.filter { $0[.response]?.string == id }
        .map { ConversationArchive.ended($0, with: end) }
    }
    return uses.sorted { ($0[.position]?.int ?? 0) < ($1[.position]?.int ?? 0) }
  }
}

/// A codified answer as of a point.
public struct ResponseAnswer: Sendable {
  /// The response.
  public let response: String
  /// As of when.
  public let point: AnswerPoint
  /// Its fields; nil when it was used and nobody ever codified it.
  public let state: Document<ResponseField>?
  /// How many of the conversations it was used in ended in which way.
  public let outcomes: [String: Int64]
  /// Where it was used, the first use first.
  public let uses: [Document<UseField>]
  /// How often it was used.
  public let used: Int
  /// Its words.
  public let words: OpenedReferences
  /// How far what answered is behind the log; nil when it is not, or a point was asked for.
  public let lag: Lag?

  /// The response as answers have it.
  public var json: JSONObject {
    [
      "response": .string(response), "asOf": point.json,
      "state": state?.json ?? .null,
      "outcomes": .object(JSONObject(outcomes.map { ($0.key, .int($0.value)) })),
      "uses": .array(uses.map(\.json)), "used": .int(Int64(used)),
      "opened": .object(words.opened), "withheld": .array(words.withheld),
    ]
  }
}
