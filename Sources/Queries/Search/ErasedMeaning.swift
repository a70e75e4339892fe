internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search

/// Whether what was erased since a search can have been something that its filter meant, as far as the log
/// tells without the words.
///
/// The filter means what it does now. So what was recorded since of the conversation, the case or the party
/// that a record is of leaves open what it meant then.
struct ErasedMeaning {
  private let log: any EventStore
  private let archive: any ReadModel
  private let filter: SearchFilter
  /// How many records the search was of.
  private let size: Position

  init(
    _ filter: SearchFilter, atSize size: Position, in log: any EventStore,
    _ archive: any ReadModel
  ) {
    self.log = log
    self.archive = archive
    self.size = size
    var filter = filter
    // Words alone tell the kind.
    filter.kind = nil
    self.filter = filter
  }

  /// Whether a record can have been meant.
  /// - Parameter record: a record, some of whose parts were erased.
  /// - Returns: false only where it is sure that it was not.
  /// - Throws: when log or archive cannot be read.
  func mayInclude(_ record: Record) throws -> Bool {
    guard let document = try document(of: record) else { return true }
    return try filter.means(document) || hasGoneOn(record, document)
  }

  /// What an index had of the text: an edit's stands under what it edits.
  private func document(of record: Record) throws -> SearchDocument? {
    if let own = try SearchDocument(of: record, in: archive) { return own }
    let amendments = try Amendments(on: [record], in: log, archive: archive)
    let edited = try amendments.editions(before: record).first.flatMap { try log.record(at: $0) }
    return try edited.flatMap { try SearchDocument(of: $0.decoded(), in: archive) }
  }

  /// Whether something was recorded since that can have changed whose it is.
  private func hasGoneOn(_ record: Record, _ document: SearchDocument) throws -> Bool {
    let owners = try document.conversation.flatMap { try archive.owners(ofConversation: $0) }
    let cases = [record.case, document.caseID, owners?.caseID].compactMap(\.self)
    let parties = [record.saidParty].compactMap(\.self) + (owners?.parties ?? [])
    let entities =
      [document.conversation].compactMap(\.self).map(EntityKey.conversation)
      + cases.map(EntityKey.case) + parties.map(EntityKey.party)
    return try Set(entities).contains { entity in
      var isSaid = false
      try log.forEachRecord(.entity(entity), in: ReadRange(after: size)) { stored in
        isSaid = try !stored.decoded().type.isReserved
        return !isSaid
      }
      return isSaid
    }
  }
}
