internal import EventLog
public import Testing

/// One promise of a store, as code that finds out whether it is kept.
public struct ConformanceCheck: Sendable, CustomTestStringConvertible {
  /// The promise in a sentence.
  public let name: String
  private let body: @Sendable (any StoreFactory) async throws -> Void

  init(_ name: String, _ body: @escaping @Sendable (any StoreFactory) async throws -> Void) {
    self.name = name
    self.body = body
  }

  /// A check that needs one store with an ordinary clock.
  static func onStore(
    _ name: String, _ body: @escaping @Sendable (any EventStore) async throws -> Void
  ) -> ConformanceCheck {
    ConformanceCheck(name) { factory in
      try await factory.withStore(clock: TestClock().logClock, body)
    }
  }

  /// Checks the promise; broken ones are recorded as issues of the running test.
  /// - Parameter factory: makes the stores.
  /// - Throws: what the store throws where it should not.
  public func run(over factory: any StoreFactory) async throws {
    try await body(factory)
  }

  /// The promise in a sentence.
  public var testDescription: String { name }
}
