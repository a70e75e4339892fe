internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
@_spi(Opening) internal import Vault

/// One step of following the archive: the records of a batch, and what they change in the index, be
/// they entries of the archive or have a document of their own.
///
/// Runs under the lock of the index and writes nothing.
struct SearchStep {
  /// How much text is held at once, in bytes, before a step ends early.
  private static let textLimit = 32 << 20
  /// How many entries are opened before the amount of text is looked at.
  private static let openedAtOnce = 1_024

  let log: InteractionLog
  let archive: any ReadModel
  let index: any SearchIndex
  let memory: SearchMemory
  /// The last record of the step before.
  let start: Position
  /// Conversations to look at again, whatever their records.
  let pending: [String]
  /// Records to look at again that are no entries of the archive.
  let pendingRecords: [Position]
  /// Conversations that are compared with the index as a whole, because more can be other than what
  /// their records behind the index say.
  let comparedWhole: Set<String>
  /// The records that the archive passes over, and so does the index.
  let quarantined: Set<Position>
  let limit: Int

  /// What a step found out.
  struct Outcome: Sendable {
    /// What changes; nil when nothing can be written.
    var batch: SearchBatch?
    /// The last record that is taken into account.
    var end: Position
    /// Why it goes no further.
    var failure: ProjectionFailure?
  }

  /// Takes records.
  /// - Parameter target: the last record to take; the archive has taken it.
  /// - Returns: what changes, up to text that cannot be opened.
  /// - Throws: ``CompletenessAlarm``, or ``/EventLog/StorageFault``.
  func run(through target: Position) throws -> Outcome {
    let reader = RecordReader(log: log.store, projection: "search")
    let records =
      start < target ? try reader.records(after: start, through: target, limit: limit) : []
    let end = records.last?.position ?? start
    let redacted = try Amendments.redacted(by: records, in: log.store, archive: archive)
    let lost = try lost(to: records)
    let changes = try changes(
      in: memory.unknown(touched(by: records + lost)),
      besides: redacted.union(pendingRecords)
        .union(lost.filter { SearchDocument($0) != nil }.map(\.position)))
    let entries = (changes.entries + memory.take(records.lazy.map(\.position)))
      .filter { !redacted.contains($0.position) }
    let others = try (lookedAtAgain() + records)
      .filter { !redacted.contains($0.position) && !quarantined.contains($0.position) }
      .compactMap { SearchDocument($0) }
    let indexed = changes.existing.filter { !changes.edited.contains($0.key) }
    // By the record that must have been taken before an entry can be: cutting the batch anywhere
    // keeps what comes before.
    let candidates = (entries + others).filter { document in
      SearchStep.due(document) <= end && !isIndexed(document, among: indexed)
    }.sorted { (SearchStep.due($0), $0.position) < (SearchStep.due($1), $1.position) }
    let opened = try open(candidates, from: records, end: end, repeating: changes.repeating)
    memory.wait(
      entries.map { (due: SearchStep.due($0), document: $0) }
        .filter { $0.due > opened.end && $0.due <= target })
    return Outcome(
      batch: opened.end >= start
        ? try batch(entries + others, changes.existing, indexed, opened) : nil,
      end: opened.end,
      failure: opened.failure)
  }

  /// The record that completes an entry: the one that brought it or the one that has its text,
  /// whichever is later.
  private static func due(_ document: SearchDocument) -> Position {
    max(document.position, document.textPosition)
  }

  /// Whether the index has a document's text as it stands.
  ///
  /// Of what is no entry nobody asks: its record is taken once, and replaces what a step that was
  /// interrupted has written.
  private func isIndexed(
    _ document: SearchDocument, among indexed: [Position: SearchDocument]
  ) -> Bool {
    document.isEntry && indexed[document.position]?.textPosition == document.textPosition
  }

  // MARK: What is touched

  /// The conversations whose entries some records can change.
  private func touched(by records: [Record]) -> Set<String> {
    Set(pending).union(records.lazy.compactMap(\.conversation))
  }

  /// What some records put into quarantine: it may have brought a document that is not to be there
  /// any more.
  private func lost(to records: [Record]) throws -> [Record] {
    try records.compactMap { record in
      try Quarantines.position(in: record, of: archive.projection.name)
        .flatMap { try log.store.record(at: $0)?.decoded() }
    }
  }

  /// The records that were taken before and have to be looked at again.
  private func lookedAtAgain() throws -> [Record] {
    try pendingRecords.compactMap { try log.store.record(at: $0)?.decoded() }
  }

  /// What may be other in the archive than in the index.
  private struct Changes {
    /// Entries with text that the archive has.
    var entries: [SearchDocument] = []
    /// The documents that the index has of these, and of entries that have no text or are gone.
    var existing: [Position: SearchDocument] = [:]
    /// The conversations in which something came again.
    var repeating: Set<String> = []
    /// The entries that were edited since: also an edit that others replace may say something that
    /// these do not.
    var edited: Set<Position> = []
  }

  /// What the archive and the index have of some conversations since the step before, and what the
  /// index has besides at some positions.
  private func changes(
    in conversations: [String], besides places: Set<Position>
  ) throws -> Changes {
    let whole = conversations.filter(comparedWhole.contains)
    let grown = conversations.filter { !comparedWhole.contains($0) }
    let archive = archive
    let start = start
    let all = try SearchStep.rows(of: whole) { whole in
      try archive.rows(ConversationArchive.entries, where: "conversation", isAnyOf: whole)
    }
    // Whatever a record changes in what the archive shows of a conversation, it goes into a row
    // that says so by its position: its own, the one of the message it is about, or the one that
    // takes up what was kept apart while that message had not come. Links change no documents.
    let changed = try SearchStep.rows(of: grown) { grown in
      try archive.rows(
        ConversationArchive.entries, of: grown.map { .conversation($0) }, changedAfter: start)
    }
    var places = places
    for row in changed {
      places.insert(try SearchDocument.position(of: row))
      places.formUnion(try SearchDocument.edits(of: row))
    }
    let edited = try (all + changed).filter { row in
      try SearchDocument.edits(of: row).contains { $0 > start }
    }
    let existing = try index.documents(of: whole) + index.documents(at: places.sorted())
    return Changes(
      entries: try (all + changed).compactMap { try SearchDocument($0) },
      existing: Dictionary(
        existing.map { ($0.position, $0) }, uniquingKeysWith: { _, last in last }),
      repeating: Set((all + changed).filter(SearchDocument.isRepetition).map(\.entity)),
      edited: Set(try edited.map { try SearchDocument.position(of: $0) }))
  }

  /// Reads rows of some conversations on all cores.
  private static func rows(
    of conversations: [String], _ read: @Sendable ([String]) throws -> [StoredRow]
  ) throws -> [StoredRow] {
    let pieces = Parallel.pieces(conversations.count)
    return try Parallel.map(pieces.count) { try read(Array(conversations[pieces[$0]])) }
      .flatMap { $0 }
  }

  // MARK: Opening

  private struct Opened {
    var texts: [Position: SearchText] = [:]
    /// The last record that the batch can take into account.
    var end: Position
    var failure: ProjectionFailure?
  }

  /// Opens the text of some entries on all cores, up to the first that cannot be opened or to where
  /// it is too much to hold.
  private func open(
    _ candidates: [SearchDocument], from records: [Record], end: Position,
    repeating: Set<String>
  ) throws -> Opened {
    var opened = Opened(end: end)
    var size = 0
    var next = 0
    while next < candidates.count {
      let chunk = Array(candidates[next..<min(next + SearchStep.openedAtOnce, candidates.count)])
      let pieces = Parallel.pieces(chunk.count)
      let texts = try Parallel.map(pieces.count) { piece in
        // Vault and log are asked once a piece.
        let read = try chunk[pieces[piece]].map { try record(of: $0, from: records) }
        let (shown, editions) = try unredacted(read, repeating: repeating)
        let all = shown + editions.values.joined()
        let texts = try Dictionary(
          zip(all.map(\.position), log.open(all, checksRoots: false)),
          uniquingKeysWith: { first, _ in first })
        return read.map { record in
          let before = editions[record.position]?.map(\.position) ?? []
          return SearchText(
            OpenedPart.standing(of: (before + [record.position]).map { texts[$0] ?? [] }))
        }
      }.flatMap { $0 }
      for (document, text) in zip(chunk, texts) {
        if let reason = text.unavailability {
          let due = SearchStep.due(document)
          opened.failure = ProjectionFailure(
            position: document.textPosition,
            reason: "its text cannot be opened for the search index: \(reason)")
          // What an earlier record made due cannot be waited for by going back.
          opened.end = due > start ? due.previous : start.previous
          return opened
        }
        opened.texts[document.position] = text
        size += text.text.utf8.count
      }
      next += chunk.count
      guard size > SearchStep.textLimit, next < candidates.count else { continue }
      let last = SearchStep.due(candidates[next - 1])
      let cut = SearchStep.due(candidates[next]).previous
      if cut >= last, cut > start {
        opened.end = min(end, cut)
        return opened
      }
    }
    return opened
  }

  /// Those of some records whose words stand, whatever the archive knows of it, and what the edits
  /// among them go on from.
  ///
  /// What comes with this step and once is asked about by its own id alone, all at once.
  private func unredacted(
    _ records: [Record], repeating: Set<String>
  ) throws -> (shown: [Record], editions: [Position: [Record]]) {
    let known = Set(
      records.filter { record in
        record.position <= start || record.type == .messageEdited || record.factSource != nil
          || record.conversation.map { repeating.contains(EntityKey.conversation($0).description) }
            ?? record.isNumbered
      }.map(\.position))
    let amendments = try Amendments(
      on: records.filter { known.contains($0.position) }, in: log.store, archive: archive)
    let new = records.filter { !known.contains($0.position) }
    let redacted = try Set(
      log.store.records(.amending(Set(new.map(\.id))), in: ReadRange(), limit: .max)
        .map { try $0.decoded() }.filter { $0.type == .messageRedacted }.compactMap(\.amends))
    let shown = records.filter { record in
      known.contains(record.position)
        ? !amendments.isRedacted(record) : !redacted.contains(record.id)
    }
    let editions = try shown.reduce(into: [Position: [Record]]()) { editions, record in
      let before = amendments.editions(before: record)
      guard !before.isEmpty else { return }
      editions[record.position] = try before.compactMap {
        try log.store.record(at: $0)?.decoded()
      }
    }
    return (shown, editions)
  }

  /// The record that has a document's text, from those of the step where it is among them.
  private func record(of document: SearchDocument, from records: [Record]) throws -> Record {
    let position = document.textPosition
    let offset = Int(position.rawValue - (records.first?.position.rawValue ?? 0))
    if records.indices.contains(offset), records[offset].position == position {
      return records[offset]
    }
    guard let record = try log.store.record(at: position)?.decoded() else {
      throw StorageFault(
        code: .corrupt,
        reason: "the archive has text of position \(position), which the log does not reach",
        remedy: "run \(.rebuild(archive.projection.name))")
    }
    return record
  }

  // MARK: Comparison

  /// What makes of the documents that the index has those that the archive says.
  private func batch(
    _ wanted: [SearchDocument], _ existing: [Position: SearchDocument],
    _ indexed: [Position: SearchDocument], _ opened: Opened
  ) throws -> SearchBatch {
    guard let checkpoint = try log.store.checkpoint(at: opened.end) else {
      throw StorageFault(
        code: .missing, reason: "the record at position \(opened.end) is gone from the log",
        remedy: "run \(.verify)")
    }
    var batch = SearchBatch(
      refreshed: pending, refreshedRecords: pendingRecords, checkpoint: checkpoint)
    var left = existing
    for document in wanted where SearchStep.due(document) <= opened.end {
      let before = left.removeValue(forKey: document.position)
      if isIndexed(document, among: indexed) {
        if before != document { batch.updates.append(document) }
      } else if let text = opened.texts[document.position], !text.text.isEmpty {
        batch.entries.append(SearchEntry(document, text))
      } else if before != nil {
        batch.removals.append(document.position)
      }
    }
    batch.removals = (batch.removals + left.keys).sorted()
    batch.entries.sort { $0.document.position < $1.document.position }
    return batch
  }
}
