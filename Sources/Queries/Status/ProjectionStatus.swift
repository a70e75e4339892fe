public import Compliance
internal import EventLog
public import InteractionModel
public import ProjectionEngine
public import Projections

/// How far a projection is: the generation that serves, or where none does the one being built.
public struct ProjectionStatus: Sendable {
  /// The projection.
  public let projection: Projection
  /// The generation it is of; nil when there is none.
  public let generation: Generation?
  /// A generation that is being built beside the one that serves.
  public let building: Generation?
  /// How far that one is; nil when there is none, or it cannot be read.
  public let built: Position?
  /// The generation that served before, and is kept to be gone back to.
  public let previous: Generation?
  /// How far it has come.
  public let position: Position
  /// How many records the log has beyond it that a fold may take.
  public let behind: Int64
  /// Whether it answers, and how well.
  public let state: Readiness
  /// Why it stands still or cannot be read.
  public let failure: Remedy?
  /// The state digest that the catalogue notes and its position, when they are of this log.
  public let digest: (text: String, position: Position)?

  /// How far a projection is.
  /// - Parameters:
  ///   - projection: which.
  ///   - store: of which store.
  ///   - head: where its log ends.
  /// - Throws: ``/EventLog/StorageFault`` when the catalogue cannot be read.
  public init(_ projection: Projection, in store: OpenStore, head: Position) throws {
    self.projection = projection
    let generations = try store.models.generations().filter { $0.projection == projection.name }
    let serving = generations.first { $0.state == .serving }
    let newest = generations.last { $0.state == .building }
    generation = serving ?? newest
    building = serving == nil ? nil : newest
    built = building.flatMap { try? store.models.open($0, of: projection).checkpoint() }
    previous = generations.first { $0.state == .previous }
    digest = try generation.flatMap { generation throws(StorageFault) in
      try ProjectionStatus.digest(of: generation, store)
    }
    guard let generation else {
      (position, behind, state, failure) = (.start, head.rawValue, .absent, nil)
      return
    }
    let found: (position: Position, failure: ProjectionFailure?, foreign: StorageFault?)
    do throws(StorageFault) {
      let model = try store.models.open(generation, of: projection)
      found = (
        try model.checkpoint(), try model.failure(), try ProjectionStatus.foreign(model, store)
      )
    } catch {
      // Status must say what is wrong with one projection, not fail because of it.
      (position, behind, failure) = (.start, head.rawValue, error.diagnosis.sentence)
      state = error.isDamage ? .damaged : .unreadable
      return
    }
    position = found.position
    behind = try Lag.records(after: position, of: store.events)
    failure = found.foreign?.diagnosis.sentence ?? found.failure.map { "\($0)" }
    state =
      if let foreign = found.foreign {
        foreign.code == .ahead ? .ahead : .foreign
      } else if failure != nil {
        .stopped
      } else if generation.state == .building {
        .building
      } else if generation.codeVersion != projection.version {
        .stale
      } else {
        behind == 0 ? .live : .behind
      }
  }

  /// Why a read model does not belong to the log; nil when it does.
  private static func foreign(
    _ model: any ReadModel, _ store: OpenStore
  ) throws(StorageFault) -> StorageFault? {
    do throws(StorageFault) {
      try store.events.require(model)
      return nil
    } catch {
      guard [.ahead, .foreign].contains(error.code) else { throw error }
      return error
    }
  }

  /// The digest that the catalogue notes, when it is of this log.
  private static func digest(
    of generation: Generation, _ store: OpenStore
  ) throws(StorageFault) -> (text: String, position: Position)? {
    guard let digest = generation.digest, let position = generation.digestPosition,
      let own = try store.events.checkpoint(at: position),
      generation.digestLeaf.map({ $0 == own.leaf }) ?? true
    else { return nil }
    return (digest, position)
  }

  /// Whether it stays with a generation that other code made, because somebody went back to that.
  public var isHeld: Bool { generation?.isHeldBack(from: projection) ?? false }

  /// Why it was not made from this log; nil when nothing speaks against it.
  public var alarm: Remedy? {
    guard [.ahead, .foreign].contains(state) else { return nil }
    return failure.map { "\(projection.name) is \(state.rawValue): \($0)" }
  }

  /// Why it cannot be read, or should not; nil when it can.
  public var fault: Remedy? {
    guard [.ahead, .foreign, .damaged, .unreadable].contains(state) else { return nil }
    return failure.map { "\(projection.name) is \(state.rawValue): \($0)" }
  }

  /// The status as answers have it.
  /// - Parameter said: how the face says what to do.
  /// - Returns: the status.
  public func json(_ said: (Remedy) -> String) -> JSONObject {
    [
      "projection": .string(projection.name),
      "version": .int(Int64(generation?.codeVersion ?? projection.version)),
      "generation": generation.map { .int($0.number) } ?? .null,
      "building": building.map { .int($0.number) } ?? .null,
      "built": built.map { .int($0.rawValue) } ?? .null,
      "previous": previous.map { .object($0.json) } ?? .null,
      "held": .bool(isHeld),
      "position": .int(position.rawValue), "behind": .int(behind),
      "state": .string(state.rawValue),
      "digest": digest.map { .string($0.text) } ?? .null,
      "digestPosition": digest.map { .int($0.position.rawValue) } ?? .null,
      "failure": failure.map { .string(said($0)) } ?? .null,
    ]
  }
}

extension StorageFault {
  /// Whether something is wrong with what a file holds, and not only with getting at it.
  var isDamage: Bool { [.corrupt, .missing, .schema, .superseded].contains(code) }
}
