internal import InteractionModel
package import ProjectionEngine
internal import Projections

extension ReadModel {
  /// The parties of a case, or of the one that it was merged into.
  ///
  /// For the read model of cases.
  /// - Parameter id: the case.
  /// - Returns: the parties; none when there is no such case.
  /// - Throws: ``/EventLog/StorageFault`` when it cannot be read.
  package func parties(ofCase id: String) throws -> [String] {
    let table = CaseState.table
    func document(_ id: String) throws -> Document<CaseField>? {
      try row(table, key: id).map { Document(table.fields($0.values)) }
    }
    guard let found = try document(id) else { return [] }
    let root = try found[.mergedInto]?.string.flatMap { try document($0) }
    return (root ?? found).texts(.participants)
  }

  /// The case that a conversation belongs to and the parties that it is with; nil when there is no
  /// such conversation.
  ///
  /// For the read model of the archive of conversations.
  /// - Parameter id: the conversation.
  /// - Returns: the case and the parties.
  /// - Throws: ``/EventLog/StorageFault`` when it cannot be read.
  package func owners(ofConversation id: String) throws -> (caseID: String?, parties: [String])? {
    let table = ConversationArchive.conversations
    guard let row = try row(table, key: id) else { return nil }
    let document = Document<ConversationField>(table.fields(row.values))
    let parties = document.part(.participants, of: ParticipantsField.self)?.texts(.parties)
    return (document[.case]?.string, parties ?? [])
  }
}
