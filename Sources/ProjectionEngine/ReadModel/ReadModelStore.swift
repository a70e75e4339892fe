public import EventLog
public import InteractionModel
public import Projections

/// One build of a projection's read model, as the catalogue knows it.
public struct Generation: Sendable, Hashable {
  /// What a generation is for.
  public enum State: String, Sendable {
    /// Being filled beside the one that serves.
    case building
    /// Answers queries and follows the log.
    case serving
    /// Replaced; what it held is removed.
    case retired
  }

  /// The projection's name.
  public let projection: String
  /// Its number within the projection, from 1.
  public let number: Int64
  /// The version of the code that fills it.
  public let codeVersion: Int
  /// What it is for.
  public let state: State
  /// The last state digest computed for it, in hexadecimal.
  public let digest: String?
  /// The position that digest is of.
  public let digestPosition: Position?
  /// The leaf of the record there; nil when it was noted before leaves were kept.
  public let digestLeaf: [UInt8]?

  /// A generation.
  public init(
    projection: String, number: Int64, codeVersion: Int, state: State, digest: String?,
    digestPosition: Position?, digestLeaf: [UInt8]? = nil
  ) {
    self.projection = projection
    self.number = number
    self.codeVersion = codeVersion
    self.state = state
    self.digest = digest
    self.digestPosition = digestPosition
    self.digestLeaf = digestLeaf
  }

  /// Whether it is time for another digest.
  ///
  /// A digest is over all rows. It is renewed once what came since the last one is a sixteenth of the
  /// log, so that a few records cost what they change and not what there is; a short log's always.
  /// - Parameter position: where the read model stands.
  /// - Returns: whether to compute one there.
  public func isDigestDue(at position: Position) -> Bool {
    guard digest != nil, let known = digestPosition, known <= position else { return true }
    guard position.rawValue > 16_384 else { return known < position }
    return known.rawValue <= position.rawValue - position.rawValue / 16
  }
}

/// The read models of a store: which generations there are, which one serves, who may write.
public protocol ReadModelStore: Sendable {
  /// Every generation that is building or serving.
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

  /// Lets a generation serve and retires the one that did, in one transaction.
  ///
  /// ``ReadModel/prepareToServe()`` comes before it. Nothing happens when it serves already.
  /// - Parameter generation: was building.
  /// - Throws: ``StorageFault`` with code `missing` when it was replaced or discarded, or when the
  ///   store fails.
  func serve(_ generation: Generation) throws(StorageFault)

  /// Removes a generation that does not serve, and what it holds.
  /// - Parameter generation: building or retired.
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
