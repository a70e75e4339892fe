public import EventLog
public import InteractionModel
internal import Projections
public import Vault

/// Keeps the full-text index of a store up to date with the archive of conversations.
///
/// The archive says what is to be found: which entries have text, in which record. The index
/// follows behind it, batch by batch, and opens what it needs. Everything it writes it derives by
/// comparing what the index has with what the archive says, so it can be interrupted anywhere and
/// run by several processes at once.
public struct SearchIndexer: Sendable {
  /// How far a run has come.
  public struct Progress: Sendable {
    /// The last record taken into account.
    public let position: Position
    /// Where the run will end.
    public let target: Position
  }

  /// How many records a step takes at most; up to four steps are written at once.
  public static let batchSize = 8_192
  /// How many records a run takes before what it leaves behind is worth putting together.
  private static let longRun: Int64 = 65_536

  private let log: InteractionLog
  private let archive: any ReadModel
  private let indexes: any SearchIndexStore
  private let batchSize: Int

  /// An indexer.
  /// - Parameters:
  ///   - log: the records and the vault that opens them.
  ///   - archive: the read model of the archive of conversations that serves.
  ///   - indexes: the builds of the index.
  ///   - batchSize: how many records a step takes at most; up to four are written at once.
  public init(
    log: InteractionLog, archive: any ReadModel, indexes: any SearchIndexStore,
    batchSize: Int = SearchIndexer.batchSize
  ) {
    self.log = log
    self.archive = archive
    self.indexes = indexes
    self.batchSize = max(1, batchSize)
  }

  /// What this program fills an index by.
  private var version: SearchVersion { SearchVersion(archive: archive.projection.version) }

  /// Takes everything into account that the archive has by now.
  ///
  /// An index of another version goes on serving while one of this version is built beside it, and
  /// is replaced when that is complete. When somebody else replaces the index meanwhile, it goes on
  /// with the new one.
  /// - Parameter progress: is told after each batch that is written; answers whether to go on.
  /// - Returns: the position that the index has come to.
  /// - Throws: ``ProjectionFailure`` when text cannot be opened although it was not erased: the
  ///   index stands before that record then; or ``/EventLog/StorageFault``.
  @discardableResult
  public func catchUp(progress: (Progress) -> Bool = { _ in true }) throws -> Position {
    while true {
      let generation = indexes.servingGeneration()
      do {
        return try catchUpServing(progress)
      } catch let fault as StorageFault {
        // The files of a build that was replaced are gone or going, which shows in many ways.
        guard let generation, indexes.servingGeneration() != generation else { throw fault }
      }
    }
  }

  private func catchUpServing(_ progress: (Progress) -> Bool) throws -> Position {
    guard let serving = try indexes.serving() else {
      // The first one serves from the start: it says how far it is.
      let build = try indexes.build(version, fresh: false)
      defer { build.release() }
      try indexes.serve(build.index)
      return try follow(build.index, progress).position
    }
    guard try serving.state().version == version else {
      return try rebuild(fresh: false, progress)
    }
    return try follow(serving, progress).position
  }

  /// Builds the index again beside the one that serves, and replaces it when it is complete.
  /// - Parameter progress: is told after each batch that is written; answers whether to go on. When
  ///   it does not, the build stays for ``catchUp(progress:)`` or is replaced by the next one.
  /// - Returns: the position that the new index has come to.
  /// - Throws: as ``catchUp(progress:)``; the one that served goes on serving then.
  @discardableResult
  public func rebuild(progress: (Progress) -> Bool = { _ in true }) throws -> Position {
    try rebuild(fresh: true, progress)
  }

  private func rebuild(fresh: Bool, _ progress: (Progress) -> Bool) throws -> Position {
    let build = try indexes.build(version, fresh: fresh)
    defer { build.release() }
    let (position, isComplete) = try follow(build.index, progress)
    if isComplete {
      try indexes.exclusively(build.index) { try build.index.condense() }
      try indexes.serve(build.index)
    }
    return position
  }

  /// How the index stands.
  /// - Returns: the status of the build that serves.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  public func status() throws(StorageFault) -> SearchStatus {
    guard let serving = try indexes.serving() else {
      return SearchStatus(
        generation: nil, checkpoint: .start, documents: 0, isCurrent: true, failure: nil)
    }
    let state = try serving.state()
    return SearchStatus(
      generation: serving.generation, checkpoint: state.checkpoint,
      documents: try serving.count(), isCurrent: state.version == version, failure: state.failure)
  }

  private func follow(
    _ index: any SearchIndex, _ progress: (Progress) -> Bool
  ) throws -> (position: Position, isComplete: Bool) {
    let head = try log.store.head().position
    let target = min(head, try archive.checkpoint())
    let memory = SearchMemory()
    var taken: Int64 = 0
    while true {
      let step = try indexes.exclusively(index) {
        () throws -> (position: Position, goesOn: Bool?) in
        let state = try index.state()
        guard state.checkpoint <= head else { throw SearchIndexer.ahead(state.checkpoint, head) }
        guard state.checkpoint < target || !state.pending.isEmpty else {
          if taken >= SearchIndexer.longRun { try index.condense() }
          return (state.checkpoint, nil)
        }
        let hold = SearchHold(
          log: log, archive: archive, index: index, memory: memory, target: target,
          limit: batchSize)
        let end = try hold.run(from: state) { position in
          progress(Progress(position: position, target: target))
        }
        taken += end.position.rawValue - state.checkpoint.rawValue
        return (end.position, end.goesOn)
      }
      guard let goesOn = step.goesOn else { return (step.position, true) }
      guard goesOn else { return (step.position, false) }
    }
  }

  private static func ahead(_ checkpoint: Position, _ head: Position) -> StorageFault {
    StorageFault(
      code: "ahead",
      message: """
        the search index is at position \(checkpoint), ahead of the log, which ends at \(head): \
        the log was restored from an older copy; run `throughline rebuild search`
        """)
  }
}
