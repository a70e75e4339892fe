internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Where the rows of a store have names of one kind.
///
/// A word of a filter is known when something in the store is called so, whichever list is filtered: of
/// a department that passed nothing on, a list of hand-offs is empty, and no mistake.
struct StoreNames: Sendable {
  /// Rows that have such names, and where.
  private struct Source: Sendable {
    let projection: Projection
    let table: Table
    let places: [WordCondition.Place]
  }

  private let sources: [Source]

  private init(
    cases: [WordCondition.Place], conversations: [WordCondition.Place],
    handoffs: [WordCondition.Place] = [], responses: [WordCondition.Place] = []
  ) {
    sources = [
      Source(projection: CaseState.projection, table: CaseState.table, places: cases),
      Source(
        projection: ConversationArchive.projection, table: ConversationArchive.conversations,
        places: conversations),
      Source(
        projection: ContinuityHandoff.projection, table: ContinuityHandoff.handoffs,
        places: handoffs),
      Source(
        projection: ConversationArchive.projection, table: ConversationArchive.responses,
        places: responses),
    ].filter { !$0.places.isEmpty }
  }

  /// Goes through the names, one read model after the other; of what does not serve there are none.
  /// - Parameters:
  ///   - store: the store.
  ///   - body: takes names; answers whether to go on.
  /// - Throws: ``/EventLog/StorageFault`` when a read model cannot be read.
  func walk(in store: OpenStore, _ body: ([String]) -> Bool) throws {
    var goesOn = true
    for source in sources where goesOn {
      guard let model = store.dispensable(source.projection) else { continue }
      try OrderedRows(model: model, tables: [source.table], column: nil).walk(where: []) { row in
        goesOn = source.places.allSatisfy { body($0.texts(of: row)) }
        return goesOn
      }
    }
  }

  // MARK: Kinds

  /// Departments.
  static let departments = StoreNames(
    cases: [.column("department"), .document(CaseField.self) { $0.texts(.departments) }],
    conversations: [
      .column("department"), .document(ConversationField.self) { $0.texts(.departments) },
    ],
    handoffs: [.column("from_department"), .column("to_department")])

  /// Queues.
  static let queues = StoreNames(
    cases: [.column("queue"), .document(CaseField.self) { ends(of: $0, .queue) }],
    conversations: [.document(ConversationField.self, queueNames)],
    handoffs: [.column("from_queue"), .column("to_queue")])

  /// Those who work in the agency: who talks to people, and who owns a case or an answer.
  static let agents = StoreNames(
    cases: [
      .column("owner"),
      .document(CaseField.self) { $0.texts(.agents) + ends(of: $0, .agent) },
    ],
    conversations: [.document(ConversationField.self, agentNames)],
    handoffs: [.column("from_agent"), .column("to_agent")], responses: [.column("owner")])

  /// What conversations and answers are about.
  static let issues = StoreNames(
    cases: [], conversations: [.list("issues")], responses: [.column("issue")])

  /// The queues that the legs of a conversation waited in.
  @Sendable static func queueNames(of conversation: Document<ConversationField>) -> [String] {
    conversation.parts(.contacts, of: ContactField.self).compactMap { $0[.queue]?.string }
  }

  /// The agents who took part in a conversation.
  @Sendable static func agentNames(of conversation: Document<ConversationField>) -> [String] {
    conversation.part(.participants, of: ParticipantsField.self)?.texts(.agents) ?? []
  }

  /// What the transfers of a case come from and go to.
  private static func ends(of matter: Document<CaseField>, _ field: TransferEndField) -> [String] {
    matter.parts(.transfers, of: TransferField.self).flatMap { transfer in
      [transfer.part(.from, of: TransferEndField.self), transfer.part(.to)]
        .compactMap { $0?[field]?.string }
    }
  }
}
