internal import InteractionModel

/// What is counted of the entries of a transcript, kept as they change.
struct EntryCounts: FieldwiseCodable, Sendable, Hashable {
  /// What is counted, in the order in which it is stored.
  enum Kind: Int, CaseIterable {
    /// Rows: entries, and edits and redactions whose message never came.
    case shown
    /// Those of them that whoever may see the conversation may see.
    case visible
    /// Entries that somebody wrote or said, doubled deliveries apart.
    case counted
    case attachments, duplicates, late, notes, orphans, received, recordings, sent, transcripts
    case undelivered
    /// Receipts about messages that are not in the conversation.
    case unmatchedReceipts
  }

  /// Added and subtracted at once, because every record does.
  private var counts = SIMD16<Int64>.zero

  init() {}

  /// How many of a kind there are.
  subscript(kind: Kind) -> Int64 {
    get { counts[kind.rawValue] }
    set { counts[kind.rawValue] = newValue }
  }

  /// Counts an entry.
  mutating func count(_ entry: ShownEntry) {
    self[.shown] += 1
    if entry.visibility == .public { self[.visible] += 1 }
    if entry.isCounted { self[.counted] += 1 }
    self[.attachments] += Int64(entry.attachments.count)
    if entry.isDuplicate { self[.duplicates] += 1 }
    if entry.isLate { self[.late] += 1 }
    if entry.delivery?.kind == .failure { self[.undelivered] += 1 }
    if !entry.isOriginal { self[.orphans] += 1 }
    guard entry.isOriginal, !entry.isDuplicate else { return }
    switch entry.event {
    case .note: self[.notes] += 1
    case .received: self[.received] += 1
    case .recording: self[.recordings] += 1
    case .sent: self[.sent] += 1
    case .transcript: self[.transcripts] += 1
    default: break
    }
  }

  static func += (left: inout EntryCounts, right: EntryCounts) { left.counts &+= right.counts }

  static func -= (left: inout EntryCounts, right: EntryCounts) { left.counts &-= right.counts }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    for kind in Kind.allCases { try fields(&self[kind]) }
  }
}
