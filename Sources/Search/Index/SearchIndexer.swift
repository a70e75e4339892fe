public import EventLog
public import InteractionModel
public import ProjectionEngine
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
  /// is replaced when that is complete. One that is not as it should be is built again in the same
  /// way, and one that has not carried out an erasure does so first. When somebody else replaces the
  /// index meanwhile, it goes on with the new one.
  /// - Parameters:
  ///   - look: how closely to look first if the index is as it should be, see
  ///     ``SearchIndex/requireSound(for:_:)``; nil for not at all.
  ///   - progress: is told after each batch that is written; answers whether to go on.
  ///   - mending: is told why the index is built again.
  /// - Returns: the position that the index has come to.
  /// - Throws: ``ProjectionFailure`` when text cannot be opened although it was not erased: the
  ///   index stands before that record then; or ``/EventLog/StorageFault``.
  @discardableResult
  public func catchUp(
    look: SearchLook? = .whole, progress: (Progress) -> Bool = { _ in true },
    mending: (StorageFault) -> Void = { _ in }
  ) throws -> Position {
    while true {
      let generation = try indexes.servingGeneration()
      do {
        return try catchUpServing(look, progress)
      } catch let fault as StorageFault {
        guard let generation else { throw fault }
        // A build that was replaced is gone or going, which shows in many ways.
        if try indexes.servingGeneration() != generation { continue }
        guard fault.isMendedByRebuilding else { throw fault }
        mending(fault)
        return try rebuild(fresh: true, progress)
      }
    }
  }

  private func catchUpServing(
    _ look: SearchLook?, _ progress: (Progress) -> Bool
  ) throws -> Position {
    guard let serving = try indexes.serving() else {
      // The first one serves from the start: it says how far it is.
      let build = try build(fresh: false)
      defer { build.release() }
      try indexes.serve(build.index)
      return try follow(build.index, progress).position
    }
    if let look {
      try carryOutErasures(serving)
      try serving.requireSound(for: log.store, look)
    }
    guard try serving.state().version == version else {
      return try rebuild(fresh: false, progress)
    }
    return try follow(serving, progress).position
  }

  /// Builds the index again beside the one that serves, and replaces it when it is complete.
  /// - Parameter progress: is told after each batch that is written; answers whether to go on. When
  ///   it does not, the build stays for ``catchUp(look:progress:mending:)`` or is replaced by the
  ///   next one.
  /// - Returns: the position that the new index has come to.
  /// - Throws: as ``catchUp(look:progress:mending:)``; the one that served goes on serving then.
  @discardableResult
  public func rebuild(progress: (Progress) -> Bool = { _ in true }) throws -> Position {
    try rebuild(fresh: true, progress)
  }

  private func rebuild(fresh: Bool, _ progress: (Progress) -> Bool) throws -> Position {
    let build = try build(fresh: fresh)
    defer { build.release() }
    let (position, isComplete) = try follow(build.index, progress)
    if isComplete {
      try indexes.exclusively(build.index) { try build.index.condense() }
      try indexes.serve(build.index)
    }
    return position
  }

  /// A build to fill: one that was left half done when it is as it should be.
  private func build(fresh: Bool) throws -> SearchBuild {
    let purged = try SearchErasures.last(of: log.store)
    let build = try indexes.build(version, fresh: fresh, purged: purged)
    guard !fresh else { return build }
    do {
      try carryOutErasures(build.index)
      try build.index.requireSound(for: log.store, .whole)
      return build
    } catch {
      build.release()
      guard let fault = error as? StorageFault, fault.isMendedByRebuilding else { throw error }
      return try indexes.build(version, fresh: true, purged: purged)
    }
  }

  /// Removes what was erased while an index was away; nearly always nothing.
  private func carryOutErasures(_ index: any SearchIndex) throws {
    let purged = try index.state().purged
    guard try SearchErasures(of: log.store, after: purged).last != purged else { return }
    try indexes.purge { try SearchErasures(of: log.store, after: $0) }
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
      generation: serving.generation, checkpoint: state.checkpoint.position,
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
        let checkpoint = state.checkpoint.position
        try log.store.require(
          state.checkpoint, of: "the search index", remedy: .anotherBuild)
        guard checkpoint < target || !state.isComplete else {
          if taken >= SearchIndexer.longRun { try index.condense() }
          return (checkpoint, nil)
        }
        let turn = SearchTurn(
          log: log, archive: archive, index: index, memory: memory, target: target,
          limit: batchSize)
        let end = try turn.run(from: state) { position in
          progress(Progress(position: position, target: target))
        }
        taken += end.position.rawValue - checkpoint.rawValue
        return (end.position, end.goesOn)
      }
      guard let goesOn = step.goesOn else { return (step.position, true) }
      guard goesOn else { return (step.position, false) }
    }
  }
}
