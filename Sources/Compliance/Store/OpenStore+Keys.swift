public import EventLog
public import InteractionModel
public import Vault

extension OpenStore {
  /// Records that another master key is in force.
  /// - Parameter log: the log and its vault, whose master key was rotated.
  /// - Returns: where that is recorded.
  /// - Throws: ``/EventLog/AppendError``, or ``/EventLog/StorageFault``.
  public func recordRotation(of log: InteractionLog) async throws -> Position {
    var event = NewEvent(id: .random(), stream: .log, type: .keyRotated)
    event.actor = actor
    let before = try events.records(.stream(.log), in: ReadRange(), limit: 100_000)
      .filter { try $0.decoded().type == .keyRotated }.count
    event.body = ["keyGeneration": .int(Int64(before + 2))]
    return try await log.append([event]).first?.position ?? .start
  }
}
