internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// In which department, queue and with which agent findings came up that are about no hand-off: where
/// the record that shows one says it was, else where its conversation was, else where its case is.
struct FindingPlaces {
  private let filter: HandoffFilter
  private let store: OpenStore
  private let archive: (any ReadModel)?
  private let cases: (any ReadModel)?

  /// The places that a filter is about.
  init(_ filter: HandoffFilter, _ store: OpenStore) {
    self.filter = filter
    self.store = store
    archive = store.dispensable(ConversationArchive.projection)
    cases = store.dispensable(CaseState.projection)
  }

  /// Whether a finding came up there.
  /// - Throws: ``/EventLog/StorageFault`` when the log or the archive cannot be read.
  func holds(of finding: OrderedRows.Element) throws -> Bool {
    let record = try finding.document(FindingField.self)[.position]?.int.flatMap {
      try store.events.record(at: Position($0))?.decoded()
    }
    let table = ConversationArchive.conversations
    let conversation = try finding.text("conversation").flatMap {
      try archive?.row(table, key: $0).map { Document<ConversationField>(table.fields($0.values)) }
    }
    let caseID = record?.ownCase ?? conversation?[.case]?.string
    let matter = try caseID.flatMap {
      try cases?.row(CaseState.table, key: $0).map {
        Document<CaseField>(CaseState.table.fields($0.values))
      }
    }
    func holds(_ word: String?, _ places: [String?]...) -> Bool {
      guard let word else { return true }
      let known = places.lazy.map { $0.compactMap(\.self) }.first { !$0.isEmpty }
      return known?.contains(word) ?? false
    }
    let agent = record?.actor.flatMap { $0.type == "agent" ? $0.id : nil }
    return holds(
      filter.department, [record?.department], [conversation?[.department]?.string],
      [matter?[.department]?.string])
      && holds(
        filter.queue, [record?.body["queue"]?.string],
        conversation.map(StoreNames.queueNames) ?? [], [matter?[.queue]?.string])
      && holds(
        filter.agent, [agent, record?.body["agent"]?.string],
        conversation.map(StoreNames.agentNames) ?? [], [matter?[.owner]?.string])
  }
}
