public import EventLog
public import InteractionModel
public import Projections

/// The read models of a store: which generations there are, which one serves, who may write.
public protocol ReadModelStore: Sendable {
  /// Every generation that is building, serving or kept.
  func generations() throws(StorageFault) -> [Generation]

  /// The read model of a generation, for reading.
  /// - Parameters:
  ///   - generation: which.
  ///   - projection: its projection.
  /// - Returns: the read model.
  /// - Throws: ``StorageFault`` with code `missing` when it was replaced or discarded, or when it
  ///   cannot be read. Who writes what was opened so is refused with code `permission`.
  func open(
    _ generation: Generation, of projection: Projection
  ) throws(StorageFault) -> any ReadModel

  /// The same, with the right to write it, which each commit checks; it ends when `release` is
  /// called or the process ends, and when the generation is replaced or discarded.
  /// - Parameters:
  ///   - generation: which.
  ///   - projection: its projection.
  /// - Returns: the read model and the right to write it.
  /// - Throws: ``StorageFault`` with code `busy` when somebody has the right, `missing` when the
  ///   generation was replaced or discarded.
  func acquire(
    _ generation: Generation, of projection: Projection
  ) throws(StorageFault) -> WriterLease

  /// A new generation, building, beside whatever serves; its number was never used before.
  /// - Parameter projection: its projection.
  /// - Returns: the generation, which holds nothing yet.
  /// - Throws: ``StorageFault`` when the store fails.
  func create(_ projection: Projection) throws(StorageFault) -> Generation

  /// Lets a generation serve in the place of the one that did, in one transaction.
  ///
  /// ``ReadModel/prepareToServe()`` comes before it. Nothing happens when it serves already. Of those that
  /// served before one is kept at most, the last.
  /// - Parameters:
  ///   - generation: was building or kept.
  ///   - keptUntil: until when the one that served is kept; nil when it is retired.
  ///   - isHeld: whether the projection is to stay with it though its code is another one.
  /// - Throws: ``StorageFault`` with code `missing` when it was replaced or discarded, or when the
  ///   store fails.
  func serve(
    _ generation: Generation, keepingPreviousUntil keptUntil: Instant?, held isHeld: Bool
  ) throws(StorageFault)

  /// Removes a generation that does not serve, and what it holds.
  /// - Parameter generation: building, kept or retired.
  /// - Throws: ``StorageFault`` with code `serving` when it does serve by now, or when the store fails.
  func discard(_ generation: Generation) throws(StorageFault)

  /// Notes the state digest of a generation.
  /// - Parameters:
  ///   - digest: in hexadecimal.
  ///   - checkpoint: what it is of.
  ///   - generation: which.
  /// - Throws: ``StorageFault`` when the store fails.
  func note(
    digest: String, at checkpoint: LogCheckpoint, of generation: Generation
  ) throws(StorageFault)

  /// How many bytes a generation takes of the disk.
  /// - Parameter generation: which.
  /// - Returns: their number; 0 where it takes none, or is gone.
  func size(of generation: Generation) -> Int64

  /// Notes what a build took, in the place of what was noted of the same thing before.
  /// - Parameter measure: what it took.
  /// - Throws: ``StorageFault`` when the store fails.
  func note(_ measure: BuildMeasure) throws(StorageFault)

  /// What the last builds took.
  func buildMeasures() throws(StorageFault) -> [BuildMeasure]

  /// The rebuilds that whoever keeps the store is asked for, by name.
  func rebuildRequests() throws(StorageFault) -> [RebuildRequest]

  /// Asks for a rebuild, or says something else of one that was asked for.
  /// - Parameter request: the request, in the place of another one for the same thing.
  /// - Throws: ``StorageFault`` when the store fails.
  func put(_ request: RebuildRequest) throws(StorageFault)

  /// Says something else of a rebuild, unless another state was said meanwhile.
  /// - Parameters:
  ///   - request: what was read.
  ///   - state: what is to become of it; nil when it is done, and gone.
  /// - Throws: ``StorageFault`` when the store fails.
  func settle(_ request: RebuildRequest, _ state: RebuildRequest.State?) throws(StorageFault)

  /// An empty read model in scratch space, removed when `body` ends.
  /// - Parameters:
  ///   - projection: its projection.
  ///   - body: works with it.
  /// - Returns: what `body` answers.
  /// - Throws: ``StorageFault``, or what `body` throws.
  func withScratch<Value>(
    _ projection: Projection, _ body: (any ReadModel) throws -> Value
  ) throws -> Value
}

extension ReadModelStore {
  /// Lets a generation serve and retires the one that did.
  /// - Parameter generation: was building or kept.
  /// - Throws: as ``serve(_:keepingPreviousUntil:held:)``.
  public func serve(_ generation: Generation) throws(StorageFault) {
    try serve(generation, keepingPreviousUntil: nil, held: false)
  }
}

/// The right to write a read model.
public struct WriterLease: Sendable {
  /// The read model, whose commits check the lease.
  public let model: any ReadModel
  /// Gives the right back.
  public let release: @Sendable () -> Void

  /// A lease.
  /// - Parameters:
  ///   - model: the read model.
  ///   - release: gives the right back.
  public init(model: any ReadModel, release: @escaping @Sendable () -> Void) {
    self.model = model
    self.release = release
  }
}
