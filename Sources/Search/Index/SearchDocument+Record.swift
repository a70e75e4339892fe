internal import EventLog
package import InteractionModel
package import ProjectionEngine
internal import Projections

extension SearchDocument {
  /// The document that an index has of a record, but for its kind, as far as the words tell that; nil when
  /// it has none: that of the entry of the archive which the record brought, or its own.
  /// - Parameters:
  ///   - record: any record.
  ///   - archive: the read model of the archive of conversations.
  /// - Throws: ``/EventLog/StorageFault`` when the archive cannot be read.
  package init?(of record: Record, in archive: any ReadModel) throws {
    if let conversation = record.conversation,
      let row = try archive.row(
        ConversationArchive.entries, key: "\(conversation)/\(record.position)"),
      let entry = try SearchDocument(row)
    {
      self = entry
    } else {
      self.init(record)
    }
  }

  /// The document of a record that is no entry of the archive; nil for one that is, for what has
  /// nothing sealed, and for what the log says of itself.
  ///
  /// Who read, disclosed, held or erased what, and why, are words about the record: an index of
  /// what people are told by would find each question again. Reasons of holds and erasures outlive
  /// whom they name as well (they are sealed by the register's own key), and nothing may stand here
  /// in clear that no erasure takes.
  /// - Parameter record: any record.
  init?(_ record: Record) {
    guard record.sealedCount > 0, !ConversationArchive.hasText(of: record),
      !record.type.isReserved
    else { return nil }
    self.init(
      in: record.conversation, isEntry: false, position: record.position,
      textPosition: record.position, type: record.type.rawValue,
      kind: SearchKind(of: record.type, leading: nil), at: record.effectiveTime)
    channel = record.channel?.rawValue
    department = record.department
    direction = record.direction?.rawValue
    visibility = Visibility(record)?.word
    // A conversation can move to another case; what stands in a case's own stream does not.
    caseID = record.ownCase ?? (conversation == nil ? record.case : nil)
    party = record.saidParty
  }
}

extension SearchEntry {
  /// An entry whose text was opened.
  init(_ document: SearchDocument, _ text: SearchText) {
    var document = document
    let type = EventType(document.type)
    document.kind = text.kind(of: type)
    self.init(document: document, text: text.text(of: type), keys: text.keys)
  }
}

extension Record {
  /// The party that it names, or who acts in it as one.
  package var saidParty: String? {
    party ?? actor.flatMap { Actor.partyTypes.contains($0.type) ? $0.id : nil }
  }
}
