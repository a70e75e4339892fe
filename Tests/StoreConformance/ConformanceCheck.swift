public import Testing

/// One promise of a store, as code that finds out whether it is kept.
public struct ConformanceCheck<Factory: Sendable>: Sendable, CustomTestStringConvertible {
  /// The promise in a sentence.
  public let name: String
  private let body: @Sendable (Factory) async throws -> Void

  init(_ name: String, _ body: @escaping @Sendable (Factory) async throws -> Void) {
    self.name = name
    self.body = body
  }

  /// Checks the promise; broken ones are recorded as issues of the running test.
  /// - Parameter factory: makes the stores.
  /// - Throws: what the store throws where it should not.
  public func run(over factory: Factory) async throws {
    try await body(factory)
  }

  /// The promise in a sentence.
  public var testDescription: String { name }
}
