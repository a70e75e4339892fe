public import InteractionModel
public import ProjectionEngine

/// Who asks a store, and why: every question is asked for somebody.
public struct Reader: Sendable {
  /// What is asked.
  public let store: OpenStore
  /// The roles in which they ask.
  public let roles: Set<String>
  /// The departments for which they ask.
  public let departments: Set<String>
  /// Why sealed text is opened; nil opens nothing.
  public let purpose: String?
  /// Whether they want long work to stop.
  public let stop: StopRequest

  /// A reader.
  /// - Parameters:
  ///   - store: what is asked.
  ///   - roles: the roles in which they ask.
  ///   - departments: the departments for which they ask.
  ///   - purpose: why sealed text is opened; nil opens nothing.
  ///   - stop: whether they want long work to stop.
  public init(
    of store: OpenStore, roles: Set<String> = [], departments: Set<String> = [],
    purpose: String? = nil, stop: StopRequest = .never
  ) {
    self.store = store
    self.roles = roles
    self.departments = departments
    self.purpose = purpose
    self.stop = stop
  }

  /// Who they are; stands in clear in the account of what they read.
  public var actor: Actor { store.actor }

  /// Their gate: closed when no purpose was stated.
  /// - Returns: the gate.
  /// - Throws: what ``OpenStore/log()`` throws; a fault that keeps the account from being written
  ///   says so.
  public func gate() async throws -> AccessGate { try await store.gate(purpose: purpose) }
}
