/// Makes the stores of one port that the checks run over.
public protocol StoreFactory<Store>: Sendable {
  /// The port, as an existential.
  associatedtype Store: Sendable

  /// Makes a new store that shares nothing with any other.
  /// - Returns: the store, open.
  /// - Throws: whatever keeps it from being made.
  func makeStore() async throws -> Store

  /// Opens what a store keeps once more beside it, as another process would.
  /// - Parameter store: made by this factory.
  /// - Returns: another view of the same; the store itself where no other process can see it.
  /// - Throws: whatever keeps it from being opened.
  func view(of store: Store) async throws -> Store

  /// Closes every view of what a store keeps and opens it again.
  /// - Parameter store: made by this factory; neither it nor other views are used again.
  /// - Returns: the new store; nil when the store keeps nothing and was left as it is.
  /// - Throws: whatever keeps it from being opened.
  func reopen(_ store: Store) async throws -> Store?

  /// Closes every view of what a store keeps and removes that.
  /// - Parameter store: made by this factory; not used again.
  func discard(_ store: Store) async
}

extension StoreFactory {
  /// Gives a new store to a closure and discards it afterwards.
  func withStore(_ body: (Store) async throws -> Void) async throws {
    let store = try await makeStore()
    do {
      try await body(store)
    } catch {
      await discard(store)
      throw error
    }
    await discard(store)
  }

  /// Gives two views of a new store to a closure and discards it afterwards.
  func withTwoViews(_ body: (Store, Store) async throws -> Void) async throws {
    try await withStore { store in try await body(store, view(of: store)) }
  }
}

/// Makes stores in memory, which no other process sees and which keep nothing.
public struct MemoryFactory<Store: Sendable>: StoreFactory {
  private let make: @Sendable () -> Store

  /// A factory.
  /// - Parameter make: makes a new store.
  public init(_ make: @escaping @Sendable () -> Store) {
    self.make = make
  }

  /// Makes a new store.
  public func makeStore() -> Store { make() }

  /// The store itself.
  public func view(of store: Store) -> Store { store }

  /// Nothing.
  public func reopen(_ store: Store) -> Store? { nil }

  /// Does nothing.
  public func discard(_ store: Store) {}
}
