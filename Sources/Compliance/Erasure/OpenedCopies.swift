/// Opened text that is kept somewhere beside the log: a search index, a cache.
///
/// Whoever writes such copies must look once more, with the right to write in hand, which of the
/// keys it opened are destroyed by now (``/EventLog/EventStore/destroyed(among:)``): text that was
/// opened before an erasure must not be written after its purge.
public protocol OpenedCopies: Sendable {
  /// Removes physically what was opened with some keys: no file of the store holds it when this
  /// returns. Doing it again is harmless.
  /// - Parameter keys: the ids of the destroyed keys.
  /// - Returns: how many copies were removed.
  /// - Throws: whatever keeps it from being done; the erasure is finished by repeating it then.
  func purge(_ keys: Set<String>) throws -> Int
}

/// Opened copies that a closure removes.
public struct PurgedBy: OpenedCopies {
  private let body: @Sendable (Set<String>) throws -> Int

  /// Copies that a closure removes.
  /// - Parameter body: is given the ids of the destroyed keys; answers how many copies it removed.
  public init(_ body: @escaping @Sendable (Set<String>) throws -> Int) {
    self.body = body
  }

  /// Removes what was opened with some keys.
  public func purge(_ keys: Set<String>) throws -> Int { try body(keys) }
}
