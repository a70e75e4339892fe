public import EventLog
public import InteractionModel
public import Projections
internal import Synchronization

/// Read models that live and die with their process: the twin of a store's, for tests.
public final class MemoryReadModelStore: ReadModelStore {
  private struct Name: Hashable {
    let projection: String
    let number: Int64
  }

  private struct Kept {
    var generation: Generation
    let model: MemoryReadModel
    /// The right to write that somebody has.
    var lease: Int64?
  }

  private struct Contents {
    var kept: [Name: Kept] = [:]
    /// The greatest number that a generation of a projection ever had.
    var last: [String: Int64] = [:]
    var lastLease: Int64 = 0
    var measures: [String: BuildMeasure] = [:]
    var requests: [String: RebuildRequest] = [:]

    func require(_ name: Name) throws(StorageFault) -> Kept {
      if let kept = kept[name] { return kept }
      throw StorageFault(
        code: .missing,
        reason: "generation \(name.number) of \(name.projection) was replaced or discarded",
        remedy: "look again which one serves")
    }

    /// Takes the right to write from whoever still follows a generation, which is kept.
    mutating func revoke(_ name: Name) {
      lastLease += 1
      _ = kept[name]?.model.leased(lastLease)
      kept[name]?.lease = nil
    }

    /// Removes a generation and takes the right to write from whoever still follows it.
    mutating func retire(_ name: Name) {
      lastLease += 1
      _ = kept.removeValue(forKey: name)?.model.leased(lastLease)
    }
  }

  private let contents = Mutex(Contents())

  /// No read models.
  public init() {}

  private static func name(_ generation: Generation) -> Name {
    Name(projection: generation.projection, number: generation.number)
  }

  /// Every generation that is building, serving or kept.
  public func generations() -> [Generation] {
    contents.withLock { $0.kept.values.map(\.generation) }
      .sorted { ($0.projection, $0.number) < ($1.projection, $1.number) }
  }

  /// The read model of a generation as whoever keeps it sees it, which asks for no right.
  func model(_ generation: Generation) throws(StorageFault) -> MemoryReadModel {
    try contents.withLock { contents throws(StorageFault) in
      try contents.require(MemoryReadModelStore.name(generation)).model
    }
  }

  /// The read model of a generation, for reading.
  public func open(
    _ generation: Generation, of projection: Projection
  ) throws(StorageFault) -> any ReadModel { try model(generation).reading }

  /// The same, with the right to write it.
  public func acquire(
    _ generation: Generation, of projection: Projection
  ) throws(StorageFault) -> WriterLease {
    let name = MemoryReadModelStore.name(generation)
    let (lease, model) = try contents.withLock {
      contents throws(StorageFault) -> (Int64, MemoryReadModel) in
      let kept = try contents.require(name)
      guard kept.lease == nil else {
        throw StorageFault(
          code: .busy, reason: "somebody else writes \(projection.name)", remedy: "try again later")
      }
      contents.lastLease += 1
      contents.kept[name]?.lease = contents.lastLease
      return (contents.lastLease, kept.model.leased(contents.lastLease))
    }
    return WriterLease(model: model) { [self] in
      contents.withLock { contents in
        if contents.kept[name]?.lease == lease { contents.kept[name]?.lease = nil }
      }
    }
  }

  /// A new generation, building, beside whatever serves.
  public func create(_ projection: Projection) -> Generation {
    contents.withLock { contents in
      let number = (contents.last[projection.name] ?? 0) + 1
      contents.last[projection.name] = number
      let generation = Generation(
        projection: projection.name, number: number, codeVersion: projection.version,
        state: .building, digest: nil, digestPosition: nil)
      contents.kept[MemoryReadModelStore.name(generation)] = Kept(
        generation: generation, model: MemoryReadModel(projection))
      return generation
    }
  }

  /// Lets a generation serve in the place of the one that did.
  public func serve(
    _ generation: Generation, keepingPreviousUntil keptUntil: Instant?, held isHeld: Bool
  ) throws(StorageFault) {
    try contents.withLock { contents throws(StorageFault) in
      let name = MemoryReadModelStore.name(generation)
      let now = try contents.require(name).generation
      guard now.state != .serving else { return }
      for other in contents.kept.values.map(\.generation)
      where other.projection == generation.projection && other.number != generation.number {
        let name = MemoryReadModelStore.name(other)
        switch (other.state, keptUntil) {
        case (.serving, let until?):
          contents.revoke(name)
          contents.kept[name]?.generation = other.being(.previous, keptUntil: until)
        case (.serving, nil), (.previous, _): contents.retire(name)
        case (.building, _), (.retired, _): break
        }
      }
      contents.kept[name]?.generation = now.being(.serving, isHeld: isHeld)
    }
  }

  /// Removes a generation that does not serve.
  public func discard(_ generation: Generation) throws(StorageFault) {
    try contents.withLock { contents throws(StorageFault) in
      let name = MemoryReadModelStore.name(generation)
      guard contents.kept[name]?.generation.state != .serving else {
        throw StorageFault(
          code: .serving,
          reason: "generation \(generation.number) of \(generation.projection) serves",
          remedy: "let another one serve before it is discarded")
      }
      contents.retire(name)
    }
  }

  /// Notes the state digest of a generation.
  public func note(
    digest: String, at checkpoint: LogCheckpoint, of generation: Generation
  ) {
    contents.withLock { contents in
      let name = MemoryReadModelStore.name(generation)
      guard let now = contents.kept[name]?.generation else { return }
      contents.kept[name]?.generation = Generation(
        projection: now.projection, number: now.number, codeVersion: now.codeVersion,
        state: now.state, digest: digest, digestPosition: checkpoint.position,
        digestLeaf: checkpoint.leaf, keptUntil: now.keptUntil, isHeld: now.isHeld)
    }
  }

  /// How many bytes a generation takes of the disk: none.
  public func size(of generation: Generation) -> Int64 { 0 }

  /// Notes what a build took.
  public func note(_ measure: BuildMeasure) {
    contents.withLock { $0.measures[measure.name] = measure }
  }

  /// What the last builds took.
  public func buildMeasures() -> [BuildMeasure] {
    contents.withLock { $0.measures.values.sorted { $0.name < $1.name } }
  }

  /// The rebuilds that whoever keeps the store is asked for.
  public func rebuildRequests() -> [RebuildRequest] {
    contents.withLock { $0.requests.values.sorted { $0.name < $1.name } }
  }

  /// Asks for a rebuild, or says something else of one that was asked for.
  public func put(_ request: RebuildRequest) {
    contents.withLock { $0.requests[request.name] = request }
  }

  /// Says something else of a rebuild, unless another state was said meanwhile.
  public func settle(_ request: RebuildRequest, _ state: RebuildRequest.State?) {
    contents.withLock { contents in
      guard contents.requests[request.name]?.state == request.state else { return }
      contents.requests[request.name] = state.map {
        RebuildRequest(name: request.name, state: $0, kept: request.kept)
      }
    }
  }

  /// An empty read model, forgotten when `body` ends.
  public func withScratch<Value>(
    _ projection: Projection, _ body: (any ReadModel) throws -> Value
  ) throws -> Value { try body(MemoryReadModel(projection)) }
}

extension Generation {
  /// The same generation in another state.
  fileprivate func being(
    _ state: State, keptUntil: Instant? = nil, isHeld: Bool = false
  ) -> Generation {
    Generation(
      projection: projection, number: number, codeVersion: codeVersion, state: state,
      digest: digest, digestPosition: digestPosition, digestLeaf: digestLeaf,
      keptUntil: keptUntil, isHeld: isHeld)
  }
}
