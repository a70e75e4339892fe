public import EventLog
public import InteractionModel

/// What an index keeps of a record's text beside its words: of an entry of a conversation, or of any
/// other record that has something sealed.
public struct SearchDocument: Sendable, Hashable {
  /// The version of the rules by which records have documents, and of what is kept of them: goes up
  /// when an index that was filled before has others.
  public static let version = 5

  /// The conversation; nil when it is in none.
  public var conversation: String?
  /// Whether it is an entry of the archive of its conversation, which says which text stands.
  public let isEntry: Bool
  /// The record that brought it.
  public var position: Position
  /// The record whose sealed parts hold the text as it now stands.
  public var textPosition: Position
  /// The type of the record that brought it.
  public var type: String
  /// What kind of text it is: of several texts the one that is read first.
  public var kind: SearchKind
  /// The channel.
  public var channel: String?
  /// The department.
  public var department: String?
  /// From whom to whom.
  public var direction: String?
  /// Who may see it: `public`, `private` or `internal`; nil when nobody said it.
  public var visibility: String?
  /// The case that it belongs to whatever becomes of its conversation, as the record names it; nil
  /// for an entry.
  public var caseID: String?
  /// The party that the record names; nil for an entry, whose conversation is with it.
  public var party: String?
  /// The effective time.
  public var at: Instant

  /// The document of an entry of the archive.
  /// - Parameters:
  ///   - conversation: the conversation.
  ///   - position: the record that brought the entry.
  ///   - textPosition: the record whose sealed parts hold the text.
  ///   - type: the type of the record that brought it.
  ///   - at: the effective time.
  public init(
    conversation: String, position: Position, textPosition: Position, type: String, at: Instant
  ) {
    self.init(
      in: conversation, isEntry: true, position: position, textPosition: textPosition, type: type,
      kind: SearchKind(of: EventType(type), leading: nil), at: at)
  }

  /// A document, as an index has it.
  /// - Parameters:
  ///   - conversation: the conversation; nil when it is in none.
  ///   - isEntry: whether it is an entry of the archive.
  ///   - position: the record that brought it.
  ///   - textPosition: the record whose sealed parts hold the text.
  ///   - type: the type of the record that brought it.
  ///   - kind: what kind of text it is.
  ///   - at: the effective time.
  package init(
    in conversation: String?, isEntry: Bool, position: Position, textPosition: Position,
    type: String, kind: SearchKind, at: Instant
  ) {
    self.conversation = conversation
    self.isEntry = isEntry
    self.position = position
    self.textPosition = textPosition
    self.type = type
    self.kind = kind
    self.at = at
  }

  /// The key of an entry in the archive, `<conversation>/<position>`; of any other the position.
  public var key: String { isEntry ? "\(conversation ?? "")/\(position)" : "\(position)" }
}

/// A document with its text, as it goes into an index.
public struct SearchEntry: Sendable, Hashable {
  /// What the index keeps beside the words.
  public let document: SearchDocument
  /// The opened text.
  public let text: String
  /// The ids of the keys that seal the parts it comes from.
  public let keys: [String]

  /// An entry.
  /// - Parameters:
  ///   - document: what the index keeps beside the words.
  ///   - text: the opened text.
  ///   - keys: the ids of the keys that seal the parts it comes from.
  public init(document: SearchDocument, text: String, keys: [String]) {
    self.document = document
    self.text = text
    self.keys = keys
  }
}

/// What a step of following the log changes in an index.
public struct SearchBatch: Sendable {
  /// Documents to remove, by the positions of their entries.
  public var removals: [Position]
  /// Documents that keep their text.
  public var updates: [SearchDocument]
  /// Entries whose text is new: each replaces the document of its position.
  public var entries: [SearchEntry]
  /// Conversations that need no other look any more; see ``SearchIndexState/pending``.
  public var refreshed: [String]
  /// Records that need no other look any more; see ``SearchIndexState/pendingRecords``.
  public var refreshedRecords: [Position]
  /// The last record that has been taken into account.
  public var checkpoint: LogCheckpoint

  /// A batch.
  /// - Parameters:
  ///   - removals: documents to remove.
  ///   - updates: documents that keep their text.
  ///   - entries: entries whose text is new.
  ///   - refreshed: conversations that need no other look any more.
  ///   - refreshedRecords: records that need no other look any more.
  ///   - checkpoint: the last record that has been taken into account.
  public init(
    removals: [Position] = [], updates: [SearchDocument] = [], entries: [SearchEntry] = [],
    refreshed: [String] = [], refreshedRecords: [Position] = [], checkpoint: LogCheckpoint
  ) {
    self.removals = removals
    self.updates = updates
    self.entries = entries
    self.refreshed = refreshed
    self.refreshedRecords = refreshedRecords
    self.checkpoint = checkpoint
  }

  /// Adds what changes afterwards, so that both are written at once.
  mutating func append(_ later: SearchBatch) {
    let removed = Set(later.removals)
    let replaced = removed.union(later.entries.lazy.map(\.document.position))
    let updated = Dictionary(
      later.updates.map { ($0.position, $0) }, uniquingKeysWith: { _, last in last })
    let changed = replaced.union(updated.keys)
    if !changed.isDisjoint(with: updates.lazy.map(\.position)) {
      updates.removeAll { changed.contains($0.position) }
    }
    removals.removeAll { replaced.contains($0) }
    var isNew: Set<Position> = []
    entries = entries.compactMap { entry in
      guard !replaced.contains(entry.document.position) else { return nil }
      guard let document = updated[entry.document.position] else { return entry }
      isNew.insert(document.position)
      return SearchEntry(document: document, text: entry.text, keys: entry.keys)
    }
    removals += later.removals
    updates += later.updates.filter { !isNew.contains($0.position) }
    entries += later.entries
    refreshed += later.refreshed
    refreshedRecords += later.refreshedRecords
    checkpoint = later.checkpoint
  }
}
