internal import EventLog
public import Intake
public import InteractionModel
public import Vault

/// Appends what an import reads to a log, batch by batch, or looks what would become of it.
public struct BatchIntake: Sendable {
  private let log: InteractionLog
  private let rehearsal: AppendRehearsal?
  private let pipeline: AppendPipeline?
  private let said: @Sendable (Remedy) -> String

  /// An intake.
  /// - Parameters:
  ///   - log: where the events go.
  ///   - isRehearsal: whether nothing is appended.
  ///   - said: how the face says what to do about a row that is refused.
  public init(
    into log: InteractionLog, isRehearsal: Bool, said: @escaping @Sendable (Remedy) -> String
  ) {
    self.log = log
    self.said = said
    rehearsal = isRehearsal ? AppendRehearsal(log) : nil
    pipeline = isRehearsal ? nil : AppendPipeline(log)
  }

  /// What formats read files for: the log, and what was appended or rehearsed until then.
  public var context: IntakeContext {
    let memory = ImportMemory(log: log, rehearsal: rehearsal)
    return IntakeContext(minter: log.minter, log: memory, imports: memory)
  }

  /// Begins to seal a batch, while the ones before it are committed.
  /// - Parameter events: the batch.
  /// - Returns: its sealing; nil when nothing is appended.
  public func prepare(_ events: [NewEvent]) -> AppendPipeline.Sealing? { pipeline?.begin(events) }

  /// Appends a batch; a refusal that one event is the reason of names it, so that its row alone is
  /// rejected.
  /// - Parameters:
  ///   - events: the batch.
  ///   - sealing: its sealing, where it has begun.
  /// - Returns: where each stands.
  /// - Throws: ``/Intake/EventRejected``, or ``/EventLog/AppendError``.
  public func commit(
    _ events: [NewEvent], sealed sealing: AppendPipeline.Sealing? = nil
  ) async throws -> [Committed] {
    do throws(AppendError) {
      return try await append(events, sealing)
    } catch {
      guard let index = BatchIntake.culprit(of: error, in: events) else { throw error }
      throw EventRejected(
        index: index, reason: error.reason, remedy: error.remedy.map(said) ?? "correct the row",
        isCollision: error.isCollision)
    }
  }

  private func append(
    _ events: [NewEvent], _ sealing: AppendPipeline.Sealing?
  ) async throws(AppendError) -> [Committed] {
    if let rehearsal {
      return try await rehearsal.append(events)
        .map { Committed(position: $0.position, isDuplicate: $0.isDuplicate) }
    }
    return try await Patience.appending { refusals throws(AppendError) in
      // Keys may have been destroyed since the batch was sealed.
      if refusals == 0, let batch = try await sealing?.batch() {
        return try await log.append(batch)
      }
      return try await log.append(events)
    }.map { Committed(position: $0.position, isDuplicate: $0.isDuplicate) }
  }

  /// The event that alone is the reason of a refusal, of those that share its id; nil when there is
  /// none.
  private static func culprit(of error: AppendError, in events: [NewEvent]) -> Int? {
    switch error {
    case .idReused(let id, _):
      // The log compares the first one; whoever says the same again is compared with that.
      return events.firstIndex { $0.id == id }
    case .idRepeated(let id):
      guard let first = events.first(where: { $0.id == id }) else { return nil }
      return events.firstIndex { $0.id == id && !$0.isSame(as: first) }
    case .invalid(let id, _):
      return events.lastIndex { $0.id == id }
    default: return nil
    }
  }
}

extension AppendError {
  /// Whether the reason is that another event has the id of one.
  fileprivate var isCollision: Bool {
    switch self {
    case .idReused, .idRepeated: true
    default: false
    }
  }
}
