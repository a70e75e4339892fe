internal import EventLog
internal import SQLiteStore
internal import StoreConformance
internal import Synchronization

/// Makes logs in directories of their own for the suite of promises.
final class SQLiteFactory: StoreFactory {
  let name = "SQLite"
  private let directories = Mutex<[ObjectIdentifier: TestDirectory]>([:])

  func makeStore(clock: LogClock) async throws -> any EventStore {
    try open(TestDirectory(), clock)
  }

  func reopen(_ store: any EventStore, clock: LogClock) async throws -> (any EventStore)? {
    guard let directory = try close(store) else { return nil }
    return try open(directory, clock)
  }

  func discard(_ store: any EventStore) async {
    _ = try? close(store)
  }

  private func open(_ directory: TestDirectory, _ clock: LogClock) throws -> SQLiteEventStore {
    let store = try SQLiteEventStore(
      directory: directory.path, origin: "conformance", clock: clock)
    directories.withLock { $0[ObjectIdentifier(store)] = directory }
    return store
  }

  private func close(_ store: any EventStore) throws -> TestDirectory? {
    guard let store = store as? SQLiteEventStore else { return nil }
    let directory = directories.withLock { $0.removeValue(forKey: ObjectIdentifier(store)) }
    try store.close()
    return directory
  }
}
