package import Compliance
package import EventLog
package import InteractionModel
package import ProjectionEngine
package import Projections
internal import Search
internal import Vault

/// How far what is made from a log is, by its own files and nothing else: cheap enough to be asked again
/// and again.
package struct DerivedPositions: Sendable {
  private let store: OpenStore
  private let vault: (any VaultStore)?

  /// The positions of a store.
  /// - Parameter store: the store.
  package init(of store: OpenStore) {
    self.store = store
    // A vault that cannot be read is for whoever opens it to say.
    vault = (try? store.keyRows()) ?? nil
  }

  /// How far something is.
  /// - Parameter derived: what.
  /// - Returns: the last record it has taken; nil when none serves.
  /// - Throws: ``/EventLog/StorageFault`` when it cannot be read.
  package func position(of derived: Derived) throws(StorageFault) -> Position? {
    switch derived {
    case .projection(let projection): try model(of: projection)?.checkpoint()
    case .search: try store.indexes().serving()?.state().checkpoint.position
    case .identifiers: try identifiers()
    }
  }

  /// The generation that a projection stays with though its code is another one.
  /// - Parameter derived: what.
  /// - Returns: the generation; nil of what follows the log.
  /// - Throws: ``/EventLog/StorageFault`` when it cannot be read.
  package func held(_ derived: Derived) throws(StorageFault) -> Generation? {
    guard case .projection(let projection) = derived else { return nil }
    return try store.models.generations().first {
      $0.projection == projection.name && $0.isHeldBack(from: projection)
    }
  }

  /// Why something stands still.
  /// - Parameter derived: what.
  /// - Returns: where and why; nil when it does not.
  /// - Throws: ``/EventLog/StorageFault`` when it cannot be read.
  package func failure(of derived: Derived) throws(StorageFault) -> ProjectionFailure? {
    switch derived {
    case .projection(let projection): try model(of: projection)?.failure()
    case .search: try store.indexes().serving()?.state().failure
    case .identifiers: nil
    }
  }

  /// The read model of the generation that serves.
  /// - Parameter projection: whose.
  /// - Returns: the read model; nil when none serves.
  /// - Throws: ``/EventLog/StorageFault`` when it cannot be opened.
  package func model(of projection: Projection) throws(StorageFault) -> (any ReadModel)? {
    let serving = try store.models.generations().first {
      $0.projection == projection.name && $0.state == .serving
    }
    guard let serving else { return nil }
    return try store.models.open(serving, of: projection)
  }

  private func identifiers() throws(StorageFault) -> Position? {
    guard let vault else { return nil }
    return try vault.identifierState().checkpoint.position
  }
}
