import Compliance
import EventLog
import Foundation
import InteractionModel
import Projections
import SQLiteStore
import Synchronization
import Testing
@_spi(Opening) import Vault

/// A directory that is removed when nobody holds it any more.
final class StoreDirectory: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "compliance-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The bytes of every file in it, by path below it.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      var isFolder: ObjCBool = false
      let file = "\(path)/\(name)"
      guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder),
        !isFolder.boolValue
      else { continue }
      contents[name] = try Data(contentsOf: URL(fileURLWithPath: file))
    }
    return contents
  }

  /// The files that hold some bytes.
  func files(with needle: Data) throws -> [String] {
    try contents().filter { $0.value.range(of: needle) != nil }.map(\.key).sorted()
  }
}

/// A log with its vault as one process opens it.
struct OpenedStore: Sendable {
  static let keyBytes = [UInt8](repeating: 7, count: 32)

  let path: String
  let events: SQLiteEventStore
  let rows: SQLiteVaultStore
  let log: InteractionLog

  init(_ directory: StoreDirectory, clock: LogClock? = nil) async throws {
    path = directory.path
    let clock = clock ?? LogClock { Instant(microseconds: 1_760_000_000_000_000) }
    events = try SQLiteEventStore(directory: path, origin: "city-hall", clock: clock)
    rows = try SQLiteVaultStore(directory: path)
    let master = try #require(MasterKey(OpenedStore.keyBytes))
    log = try await InteractionLog.create(
      store: events, vault: try Vault.create(rows, master: master))
  }

  func close() throws {
    try events.close()
    try rows.close()
  }

  /// An eraser as a command would make it.
  func eraser(
    copies: [any OpenedCopies] = [],
    onStep: @escaping @Sendable (ErasureStep) async throws -> Void = { _ in }
  ) -> Eraser {
    let events = events
    return Eraser(
      log: log, actor: Actor(type: "operator", id: "officer"),
      links: { try KnownLinks(of: events) }, copies: copies, onStep: onStep)
  }

  var holds: HoldRegister {
    HoldRegister(log: log, actor: Actor(type: "operator", id: "counsel"))
  }

  // MARK: What is there

  func records() throws -> [Record] {
    try events.records(.all, in: ReadRange(), limit: .max).map { try $0.decoded() }
  }

  func records(_ type: EventType) throws -> [Record] {
    try records().filter { $0.type == type }
  }

  /// What the parts of an event are now: a word each.
  func states(_ id: EventID) throws -> [String] {
    let stored = try #require(try events.records(.id(id), in: ReadRange(), limit: 1).first)
    return try log.open(try stored.decoded()).map(\.result.state)
  }

  func problems() throws -> [String] {
    try events.verify(limit: 20) { _ in true }.problems.map {
      "\($0.position?.rawValue ?? -1): \($0.what): expected \($0.expected), found \($0.found)"
    }
  }
}

/// Opened text in a file beside the log, as a search index would keep it.
final class CopyFile: OpenedCopies {
  private let path: String
  private let lines: Mutex<[(key: String, text: String)]>

  init(_ directory: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(directory)/search", withIntermediateDirectories: true)
    path = "\(directory)/search/copies.txt"
    lines = Mutex([])
  }

  func index(_ store: OpenedStore) throws {
    let opened = try store.records().flatMap { record in
      try store.log.open(record).compactMap { part -> (String, String)? in
        guard case .opened(let content) = part.result else { return nil }
        return (part.keyID, JSONValue.object(content).canonicalText)
      }
    }
    lines.withLock { $0 = opened }
    try write()
  }

  func purge(_ keys: Set<String>) throws -> Int {
    let removed = lines.withLock { lines in
      let before = lines.count
      lines.removeAll { keys.contains($0.key) }
      return before - lines.count
    }
    try write()
    return removed
  }

  private func write() throws {
    let text = lines.withLock { $0.map(\.text).joined(separator: "\n") }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }
}

/// What a test throws where the power would go.
struct Killed: Error {}
