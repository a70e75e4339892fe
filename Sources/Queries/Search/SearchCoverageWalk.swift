internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search

/// Walks through the sealed parts of a log and finds what a search of the index has to do with each.
///
/// What the index has is not opened: only of records that it does not have, and of which the log does not
/// tell why, it is looked whether there is anything to read. What the index says of a text beside its words
/// must be what the archive says, which whoever states something has folded from the log.
struct SearchCoverageWalk {
  private static let pageSize = 1_000

  private let log: any EventStore
  private let archive: any ReadModel
  private let index: any SearchIndex
  private let gate: AccessGate
  /// How many records count.
  private let size: Position
  private let erased: ErasedMeaning

  /// What was found.
  private(set) var coverage = SearchCoverage()
  /// Parts that an erasure has destroyed since.
  private(set) var erasedSince = 0
  /// Those of them that the filter may have meant.
  private(set) var meantErasedSince = 0
  /// Records with text that the index does not have.
  private(set) var missing: [Position] = []
  /// Records of whose text the index says something else than the archive does.
  private(set) var contradicting: [Position] = []

  /// A walk that has not begun.
  init(_ texts: SearchedTexts, atSize size: Position, of filter: SearchFilter) {
    log = texts.log
    archive = texts.archive
    index = texts.index
    gate = texts.gate
    self.size = size
    erased = ErasedMeaning(filter, atSize: size, in: log, archive)
  }

  /// Walks.
  /// - Parameter note: is told how far it is, after each page.
  /// - Throws: what reading throws, and what `note` throws.
  mutating func run(_ note: (Position) throws -> Void) throws {
    var range = ReadRange(through: size)
    while true {
      let page = try log.records(.all, in: range, limit: SearchCoverageWalk.pageSize)
      guard let last = page.last else { return }
      try take(page.map { try $0.decoded() })
      try note(last.position)
      range.after = last.position
    }
  }

  private mutating func take(_ records: [Record]) throws {
    var readable: [(record: Record, parts: Int64)] = []
    let sealed = records.filter { $0.sealedCount > 0 }
    let keys = try sealed.map { try $0.sealedParts().map(\.key) }
    let destroyed = try log.destroyed(among: Array(Set(keys.joined())))
    for (record, keys) in zip(sealed, keys) {
      guard !record.type.isReserved else {
        coverage[.ofTheLog] += Int64(keys.count)
        continue
      }
      let gone = keys.compactMap { destroyed[$0] }
      let since = gone.count { $0 > size }
      erasedSince += since
      if since > 0, try erased.mayInclude(record) { meantErasedSince += since }
      coverage[.erased] += Int64(gone.count - since)
      if gone.count < keys.count { readable.append((record, Int64(keys.count - gone.count))) }
    }
    // Also under what has nothing sealed there may be the words of an edit.
    let documents = try index.documents(at: records.map(\.position))
    try require(documents, of: records)
    let indexed = Set(documents.filter { $0.textPosition == $0.position }.map(\.position))
    let fates = try fates(of: readable.map(\.record).filter { !indexed.contains($0.position) })
    for (record, parts) in readable {
      if indexed.contains(record.position) {
        coverage[.searched] += parts
      } else if let fate = fates[record.position] {
        coverage[fate] += parts
      } else {
        missing.append(record.position)
      }
    }
  }

  /// Looks whether documents are what follows from the log.
  private mutating func require(_ documents: [SearchDocument], of records: [Record]) throws {
    let documents = Dictionary(documents.map { ($0.position, $0) }) { first, _ in first }
    for record in records {
      guard let document = documents[record.position] else { continue }
      var expected = try SearchDocument(of: record, in: archive)
      // Of several texts the first to be read, which the words alone tell.
      expected?.kind = document.kind
      if document != expected { contradicting.append(record.position) }
    }
  }

  /// What became of records of which the index has no text of their own; nothing of those that are
  /// missing there.
  private func fates(of records: [Record]) throws -> [Position: SearchCoverage.Fate] {
    guard !records.isEmpty else { return [:] }
    let amendments = try Amendments(on: records, in: log, archive: archive)
    var fates: [Position: SearchCoverage.Fate] = [:]
    var unknown: [Record] = []
    for record in records {
      if amendments.isRedacted(record) {
        fates[record.position] = .redacted
      } else if try amendments.edit(after: record) != nil || isRepetition(record) {
        fates[record.position] = .superseded
      } else if try stands(record, in: amendments.editions(before: record)) {
        fates[record.position] = .searched
      } else {
        unknown.append(record)
      }
    }
    for (record, presence) in zip(unknown, try gate.presence(of: unknown)) {
      switch presence {
      case .nothing: fates[record.position] = .withoutText
      case .unavailable: fates[record.position] = .unavailable
      case .text: break
      }
    }
    return fates
  }

  /// Whether the index has an edit's text under what it edits.
  private func stands(_ edit: Record, in editions: [Position]) throws -> Bool {
    guard !editions.isEmpty else { return false }
    return try index.documents(at: editions).contains { $0.textPosition == edit.position }
  }

  /// Whether the archive shows an earlier delivery in its place.
  private func isRepetition(_ record: Record) throws -> Bool {
    guard let conversation = record.conversation else { return false }
    let key = "\(conversation)/\(record.position)"
    return try archive.row(ConversationArchive.entries, key: key).map(SearchDocument.isRepetition)
      ?? false
  }
}
