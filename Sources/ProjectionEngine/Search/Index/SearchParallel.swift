/// Independent pieces of a search on all cores.
package enum SearchParallel {
  /// Calls `body` for 0..<count at once and gives the results back in order.
  /// - Parameters:
  ///   - count: how many pieces.
  ///   - body: does one.
  /// - Returns: the results in order.
  /// - Throws: the first error by index.
  package static func map<Value: Sendable>(
    _ count: Int, _ body: @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    try Parallel.map(count, body)
  }
}
