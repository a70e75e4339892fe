internal import EventLog
internal import StoreConformance
internal import Synchronization

@testable import SQLiteStore

/// Makes logs in directories of their own for the suite of promises.
final class SQLiteLogFactory: LogFactory {
  private let recentLimit: Int
  private let directories = Mutex<[ObjectIdentifier: TestDirectory]>([:])

  /// A factory of logs that merge what is indexed once so many records are recent.
  init(recentLimit: Int = LogTuning().recentLimit) {
    self.recentLimit = recentLimit
  }

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
      directory: directory.path, origin: "conformance", clock: clock,
      tuning: LogTuning(recentLimit: recentLimit))
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
