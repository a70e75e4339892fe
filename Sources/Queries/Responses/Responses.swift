public import Compliance
public import InteractionModel
internal import ProjectionEngine
internal import Projections

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
    for use in uses { outcomes[use[UseField.outcome]?.string ?? "unknown", default: 0] += 1 }
    // Before anything is opened, for the account of that is a record too.
    let lag = try entities.lag(point)
    let words = try await OpenedReferences(
      in: [.object(fields ?? JSONObject())], by: entities.reader,
      scope: AccessGate.Scope(command: "response.show", entity: EntityKey(.document, id)))
    return ResponseAnswer(
      response: id, point: AnswerPoint(position, point), state: fields, outcomes: outcomes,
      uses: Array(uses.prefix(limit)), used: uses.count, words: words, lag: lag)
  }

  /// The response as the agency worded it; nil when it was used and nobody ever codified it.
  private func state(
    of id: String, _ point: AsOf?, isUsed: Bool
  ) throws -> (fields: JSONObject?, position: Position) {
    do {
      let found = try entities.fields(of: id, point)
      return (found.fields, found.position)
    } catch let error as QueryError {
      guard point == nil, isUsed else {
        // A response is a document to the log, and an answer to those who use it.
        if case .later(_, let position) = error {
          throw QueryError.later(.response(id), asOf: position)
        }
        throw QueryError.unknown(.response(id))
      }
      return (nil, try entities.model.checkpoint())
    }
  }

  /// Where it was used, the first use first.
  private func uses(of id: String, _ point: AsOf?) throws -> [JSONObject] {
    let table = ConversationArchive.uses
    let conversations = ConversationArchive.conversations
    let rows = OrderedRows(model: entities.model, tables: [table], column: "used_at")
    var live: [OrderedRows.Element] = []
    try rows.forEach(where: [.equals(column: "response", .text(id))]) { live.append($0) }
    guard point != nil else {
      var ends: [String: JSONObject] = [:]
      return try live.sorted(by: OrderedRows.Element.precedes).map { use in
        guard let conversation = use.text("conversation") else { return use.fields }
        if ends[conversation] == nil {
          ends[conversation] = try entities.model.row(conversations, key: conversation)
            .map { conversations.fields($0.values) }
        }
        return ConversationArchive.ended(use.fields, with: ends[conversation])
      }
    }
    // How a conversation had ended by then is for its own records to say.
    let questions = try Conversations(entities.reader).entities.questions(point)
    let ids = Set(live.compactMap { $0.text("conversation") }).sorted()
    return try ids.flatMap { conversation in
      let rows = try questions.rows(of: conversation)
      let end = rows.first { $0.table == conversations.name }
        .map { conversations.fields($0.values) }
      return rows.filter { $0.table == table.name }.map { table.fields($0.values) }
        .filter { $0[UseField.response]?.string == id }.map {
          ConversationArchive.ended($0, with: end)
        }
    }.sorted { ($0[UseField.position]?.int ?? 0) < ($1[UseField.position]?.int ?? 0) }
  }
}

/// A codified answer as of a point.
public struct ResponseAnswer: Sendable {
  /// The response.
  public let response: String
  /// As of when.
  public let point: AnswerPoint
  /// Its fields; nil when it was used and nobody ever codified it.
  public let state: JSONObject?
  /// How many of the conversations it was used in ended in which way.
  public let outcomes: [String: Int64]
  /// Where it was used, the first use first.
  public let uses: [JSONObject]
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
      "state": state.map(JSONValue.object) ?? .null,
      "outcomes": .object(JSONObject(outcomes.map { ($0.key, .int($0.value)) })),
      "uses": .array(uses.map(JSONValue.object)), "used": .int(Int64(used)),
      "opened": .object(words.opened), "withheld": .array(words.withheld),
    ]
  }
}
