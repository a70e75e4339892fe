internal import ProjectionEngine

extension StoreLeases {
  /// Whoever keeps all of something as far as the log, for as long as it lives.
  /// - Parameter derived: what is to be kept.
  /// - Returns: who; nil when whoever has the lease keeps less, works but once, or does not move.
  /// - Throws: ``/EventLog/StorageFault`` when that cannot be told; `CancellationError`.
  func keeper(of derived: [Derived]) async throws -> LeaseHolder? {
    // Whoever has taken the lease this moment speaks in the next, and is asked again so often.
    for _ in 0..<20 {
      guard let holder = try holder(), holder.claim?.role != Projecting.role, !holder.isSilent
      else { return nil }
      if let keeps = holder.keeps {
        return keeps.isSuperset(of: derived.map(\.name)) ? holder : nil
      }
      // A holder writes a file, which tells nobody.
      try await Task.sleep(for: .milliseconds(100))
    }
    return nil
  }
}
