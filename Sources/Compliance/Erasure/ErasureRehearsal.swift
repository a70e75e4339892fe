public import InteractionModel

/// What an erasure would do, and what would refuse it.
public struct ErasureRehearsal: Sendable {
  /// What would be erased.
  public let plan: ErasurePlan
  /// The hold that stands in its way; nil when none does.
  public let hold: Hold?

  /// The rehearsal as answers have it.
  public var json: JSONObject {
    var object = plan.json
    object["hold"] = hold.map { .object($0.json) }
    return object
  }
}

extension Eraser {
  /// What an erasure would do; nothing is changed.
  /// - Parameter entity: the party or conversation.
  /// - Returns: the rehearsal.
  /// - Throws: ``ErasureError`` when it cannot be erased, ``/EventLog/StorageFault`` when the log
  ///   cannot be read.
  public func rehearse(_ entity: EntityKey) throws -> ErasureRehearsal {
    let plan = try plan(entity)
    return ErasureRehearsal(plan: plan, hold: try hold(against: plan))
  }
}
