internal import StoreConformance
internal import Synchronization

/// Makes stores in directories of their own for the suites of promises.
final class DirectoryFactory<Store: Sendable>: StoreFactory {
  private struct Opened {
    let store: Store
    let directory: TestDirectory
  }

  private let open: @Sendable (String) throws -> Store
  private let close: @Sendable (Store) throws -> Void
  private let opened = Mutex<[Opened]>([])

  /// A factory.
  /// - Parameters:
  ///   - open: opens the store of a directory, or makes it.
  ///   - close: closes it.
  init(
    open: @escaping @Sendable (String) throws -> Store,
    close: @escaping @Sendable (Store) throws -> Void
  ) {
    self.open = open
    self.close = close
  }

  func makeStore() throws -> Store { try openStore(TestDirectory()) }

  func view(of store: Store) throws -> Store { try openStore(directory(of: store)) }

  func reopen(_ store: Store) throws -> Store? {
    let directory = try directory(of: store)
    try closeAll(directory)
    return try openStore(directory)
  }

  func discard(_ store: Store) {
    // The directory goes with the last that holds it.
    if let directory = try? directory(of: store) { try? closeAll(directory) }
  }

  private func openStore(_ directory: TestDirectory) throws -> Store {
    let store = try open(directory.path)
    opened.withLock { $0.append(Opened(store: store, directory: directory)) }
    return store
  }

  private func directory(of store: Store) throws -> TestDirectory {
    try opened.withLock { opened in
      opened.first { $0.store as AnyObject === store as AnyObject }?.directory
    }.orThrow()
  }

  private func closeAll(_ directory: TestDirectory) throws {
    let views = opened.withLock { opened in
      defer { opened.removeAll { $0.directory === directory } }
      return opened.filter { $0.directory === directory }.map(\.store)
    }
    for view in views { try close(view) }
  }
}
