public import EventLog

/// One promise of a store of the log.
public typealias LogCheck = ConformanceCheck<any LogFactory>

/// Makes the stores of a log that the checks run over.
public protocol LogFactory: Sendable {
  /// Makes a new store that shares nothing with any other.
  /// - Parameter clock: where the store takes the time of recording from.
  /// - Returns: the store, open.
  /// - Throws: whatever keeps it from being made.
  func makeStore(clock: LogClock) async throws -> any EventStore

  /// Closes a store and opens another over what it kept.
  /// - Parameters:
  ///   - store: made by this factory; not used again.
  ///   - clock: where the new store takes the time of recording from.
  /// - Returns: the new store; nil when the store keeps nothing and was left as it is.
  /// - Throws: whatever keeps it from being opened.
  func reopen(_ store: any EventStore, clock: LogClock) async throws -> (any EventStore)?

  /// Closes a store and removes what it kept.
  /// - Parameter store: made by this factory; not used again.
  func discard(_ store: any EventStore) async
}

extension LogFactory {
  /// Keeps nothing.
  public func reopen(
    _ store: any EventStore, clock: LogClock
  ) async throws -> (any EventStore)? { nil }

  /// Does nothing.
  public func discard(_ store: any EventStore) async {}

  /// Gives a new store to a closure and discards it afterwards.
  /// - Parameters:
  ///   - clock: where the store takes the time of recording from.
  ///   - body: uses the store.
  /// - Throws: what making the store or `body` throws.
  public func withStore(
    clock: LogClock, _ body: (any EventStore) async throws -> Void
  ) async throws {
    let store = try await makeStore(clock: clock)
    do {
      try await body(store)
    } catch {
      await discard(store)
      throw error
    }
    await discard(store)
  }
}

extension ConformanceCheck where Factory == any LogFactory {
  /// A check that needs one store with an ordinary clock.
  static func onStore(
    _ name: String, _ body: @escaping @Sendable (any EventStore) async throws -> Void
  ) -> LogCheck {
    LogCheck(name) { factory in
      try await factory.withStore(clock: TestClock().logClock, body)
    }
  }
}
