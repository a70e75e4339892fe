internal import Dispatch
internal import GRDB
internal import GRDBSQLite
internal import Synchronization

/// Writes the WAL of the log or the vault back into its file beside the commits instead of between
/// them.
///
/// SQLite by itself does it within the commit that makes the WAL too long, and everybody who
/// appends waits until 64 MiB are written and synced. Here a connection of its own does it in
/// passes, while commits go on behind it; whoever commits then writes what little came meanwhile, so
/// that the next commit begins the WAL anew. How commits become durable does not change: SQLite
/// syncs the WAL with each, and before it writes any of it back.
final class WALCheckpointer: Sendable {
  /// How many frames, a page each, the WAL has when it is time.
  static let frameLimit = 16_384
  /// How many times that many it has when commits wait for it.
  private static let patience = 4

  private enum Phase {
    case idle
    case writing
    /// All but what came at the end is written back.
    case ending
  }

  private struct State {
    var phase = Phase.idle
    /// At how many frames to begin; grows while a reader holds the WAL back.
    var next: Int
    var connection: OpaquePointer?
  }

  private let path: String
  private let limit: Int
  private let frames = Atomic<Int>(0)
  private let state: Mutex<State>
  private let queue = DispatchQueue(label: "throughline.checkpointer", qos: .utility)

  /// A checkpointer of a file.
  /// - Parameters:
  ///   - path: where the file is.
  ///   - limit: how many frames the WAL has when it is time.
  init(path: String, limit: Int = WALCheckpointer.frameLimit) {
    self.path = path
    self.limit = limit
    state = Mutex(State(next: limit))
  }

  // Nothing is being written back now: that would hold on to the checkpointer.
  deinit { closeConnection() }

  /// Takes the place of SQLite's own checkpoints on the connection that commits.
  ///
  /// The connection must not commit once the checkpointer is gone.
  func install(on database: Database) {
    sqlite3_wal_hook(
      database.sqliteConnection,
      { context, _, _, frames in
        guard let context else { return SQLITE_OK }
        let checkpointer = Unmanaged<WALCheckpointer>.fromOpaque(context).takeUnretainedValue()
        checkpointer.frames.store(Int(frames), ordering: .relaxed)
        return SQLITE_OK
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Looks at the length of the WAL after a commit; to be called by whoever commits.
  func committed(_ database: Database) {
    let count = frames.load(ordering: .relaxed)
    let phase = state.withLock { state -> Phase in
      if count < limit { state.next = limit }
      guard count >= state.next else { return .writing }
      let phase = state.phase
      switch phase {
      case .idle: state.phase = .writing
      case .ending:
        state.phase = .idle
        state.next = count + limit / 4
      case .writing: break
      }
      return phase
    }
    switch phase {
    case .idle: queue.async { self.write() }
    case .ending:
      // What it cannot write now, because somebody reads, it writes the next time.
      sqlite3_wal_checkpoint_v2(
        database.sqliteConnection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    case .writing where count >= limit * WALCheckpointer.patience: wait()
    case .writing: break
    }
  }

  /// Writes back in passes, each of what came during the one before, until little is left.
  private func write() {
    guard let connection = open() else {
      return state.withLock { $0.phase = .ending }
    }
    for _ in 0..<4 {
      var written: Int32 = 0
      let code = sqlite3_wal_checkpoint_v2(
        connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, &written)
      // Whatever went wrong, the commits are durable in the WAL; who commits tries next.
      guard code == SQLITE_OK else { break }
      if frames.load(ordering: .relaxed) - Int(written) < limit / 16 { break }
    }
    state.withLock { $0.phase = .ending }
  }

  private func open() -> OpaquePointer? {
    state.withLock { state in
      guard state.connection == nil else { return state.connection }
      var opened: OpaquePointer?
      guard sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
        sqlite3_exec(
          opened, "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0", nil, nil, nil)
          == SQLITE_OK
      else {
        sqlite3_close(opened)
        return nil
      }
      state.connection = opened
      return opened
    }
  }

  /// Waits for what is being written back.
  func wait() { queue.sync {} }

  /// Waits for what is being written back and closes the connection, which is opened again when it
  /// is needed.
  func close() {
    wait()
    closeConnection()
  }

  private func closeConnection() {
    state.withLock { state in
      sqlite3_close(state.connection)
      state.connection = nil
    }
  }
}
