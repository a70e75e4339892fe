public import EventLog
public import InteractionModel

/// What an index keeps of an entry of a conversation beside its words.
public struct SearchDocument: Sendable, Hashable {
  /// The conversation.
  public var conversation: String
  /// The record that brought the entry.
  public var position: Position
  /// The record whose sealed parts hold the text as it now stands.
  public var textPosition: Position
  /// The type of the record that brought it.
  public var type: String
  /// The channel.
  public var channel: String?
  /// The department.
  public var department: String?
  /// From whom to whom.
  public var direction: String?
  /// Who may see it: `public`, `private` or `internal`.
  public var visibility: String?
  /// The effective time.
  public var at: Instant

  /// A document.
  /// - Parameters:
  ///   - conversation: the conversation.
  ///   - position: the record that brought the entry.
  ///   - textPosition: the record whose sealed parts hold the text.
  ///   - type: the type of the record that brought it.
  ///   - at: the effective time.
  public init(
    conversation: String, position: Position, textPosition: Position, type: String, at: Instant
  ) {
    self.conversation = conversation
    self.position = position
    self.textPosition = textPosition
    self.type = type
    self.at = at
  }

  /// The key of the entry in the archive: `<conversation>/<position>`.
  public var key: String { "\(conversation)/\(position)" }
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
  /// The last record that has been taken into account.
  public var checkpoint: LogCheckpoint

  /// A batch.
  /// - Parameters:
  ///   - removals: documents to remove.
  ///   - updates: documents that keep their text.
  ///   - entries: entries whose text is new.
  ///   - refreshed: conversations that need no other look any more.
  ///   - checkpoint: the last record that has been taken into account.
  public init(
    removals: [Position] = [], updates: [SearchDocument] = [], entries: [SearchEntry] = [],
    refreshed: [String] = [], checkpoint: LogCheckpoint
  ) {
    self.removals = removals
    self.updates = updates
    self.entries = entries
    self.refreshed = refreshed
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
    checkpoint = later.checkpoint
  }
}
