internal import EventLog
public import InteractionModel
public import Vault

extension OpenStore {
  /// Puts another master key into force, which wraps every key anew, and records that.
  /// - Parameter key: where the new key is: what a command prints, or the file of the key in force,
  ///   whose place a new one takes.
  /// - Returns: the key that is in force now.
  /// - Throws: ``/Vault/VaultError``, what ``log()`` throws, or ``/EventLog/AppendError``.
  public func rotateMaster(to key: MasterKeySource) async throws -> KeyRotation {
    let log = try await log()
    // Before the vault has another key, of which nothing could be recorded.
    try alarms.requireNothingMissing(in: events)
    switch key {
    case .command(let command): try log.vault.rotateMaster(to: try MasterKey(command: command))
    case .file(let path): try MasterKeyFile(path: path).rotate(log.vault)
    }
    return KeyRotation(
      fingerprint: log.vault.masterFingerprint, position: try await recordRotation(of: log))
  }

  private func recordRotation(of log: InteractionLog) async throws -> Position {
    var event = NewEvent(id: .random(), stream: .log, type: .keyRotated)
    event.actor = actor
    let before = try events.records(.stream(.log), in: ReadRange(), limit: 100_000)
      .filter { try $0.decoded().type == .keyRotated }.count
    event.body = ["keyGeneration": .int(Int64(before + 2))]
    return try await log.append([event]).first?.position ?? .start
  }
}

/// That another master key is in force.
public struct KeyRotation: Sendable, Hashable {
  /// Recognises the key without telling it.
  public let fingerprint: String
  /// Where it is recorded.
  public let position: Position

  /// The rotation as answers have it.
  public var json: JSONObject {
    ["fingerprint": .string(fingerprint), "position": .int(position.rawValue)]
  }
}
