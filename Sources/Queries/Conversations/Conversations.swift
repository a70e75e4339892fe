public import Compliance
public import InteractionModel
internal import ProjectionEngine
internal import Projections

/// The conversations of a store.
public struct Conversations: Sendable {
  let entities: Entities

  /// The conversations that a reader asks about.
  /// - Parameter reader: who asks.
  /// - Throws: ``/Compliance/ServingError`` when no read model answers.
  public init(_ reader: Reader) throws {
    entities = try Entities(
      reader, ConversationArchive.projection, over: .conversation,
      table: ConversationArchive.conversations)
  }

  /// Everything that was recorded in a conversation.
  /// - Parameters:
  ///   - id: the conversation.
  ///   - point: as of when; nil for now.
  ///   - page: which entries.
  /// - Returns: the entries, opened as far as the reader's purpose permits.
  /// - Throws: ``QueryError`` when there is no such conversation or entry; what opening throws.
  public func timeline(
    of id: String, at point: AsOf? = nil, _ page: EntryPage = EntryPage()
  ) async throws -> Timeline {
    let questions = try entities.questions(point)
    let timeline = try await Timeline.page(
      page, of: .conversation(id), by: questions, for: entities.reader)
    guard let timeline else { throw try entities.absent(id, point) }
    return timeline.at(point, questions)
  }

  /// Which event last changed each field of a conversation.
  /// - Parameters:
  ///   - id: the conversation.
  ///   - field: the field; nil for all.
  ///   - point: as of when; nil for now.
  /// - Returns: an explanation a field.
  /// - Throws: ``QueryError`` when there is no such conversation or field.
  public func explain(
    _ id: String, field: String? = nil, at point: AsOf? = nil
  ) throws -> Explanations {
    try entities.explain(id, field: field, point)
  }

  /// The case that a conversation belongs to; nil when to none.
  func caseID(of id: String) throws -> String? { try owners(of: id)?.caseID }

  /// The channel that a conversation is held on; nil when nobody said it.
  func channel(of id: String) throws -> String? {
    try entities.model.row(entities.table, key: id).flatMap { row in
      entities.rows(by: nil).element(row, of: entities.table).text("channel")
    }
  }

  /// The case that a conversation belongs to and the parties that it is with; nil when there is no
  /// such conversation.
  func owners(of id: String) throws -> (caseID: String?, parties: [String])? {
    try entities.model.owners(ofConversation: id)
  }
}
