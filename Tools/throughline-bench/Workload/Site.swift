internal import Compliance
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Store
internal import Vault

/// A store in a directory, durable as always, with a vault of its own whose key lies beside it, so
/// that a child process can open it too.
struct Site {
  let directory: String
  let log: InteractionLog
  /// Once a process: what looks at a store from outside must not do so while it is open.
  let opened: OpenStore

  private static let clock = LogClock {
    Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
  }

  static func settings(_ url: StoreURL) -> StoreSettings {
    StoreSettings(key: .file(url.defaultKeyFile), clock: clock, actor: Actor(type: "system"))
  }

  /// Makes an empty store where nothing is.
  static func create(_ directory: String) async throws -> Site {
    let url = StoreURL.sqlite(directory: directory)
    let opened = try await OpenStore.create(url, origin: "bench.example/log", settings(url)).store
    return Site(directory: directory, log: try await opened.log(), opened: opened)
  }

  /// Opens a store that was made before, to read its log and to build its read models.
  static func open(_ directory: String) throws -> Site {
    let url = StoreURL.sqlite(directory: directory)
    let opened = try OpenStore(url, to: .project, settings(url))
    return Site(directory: directory, log: try opened.unresumedLog(), opened: opened)
  }

  var store: any EventStore { opened.events }

  /// Writes everything into the files, so that nothing written is left out of an account.
  func settle() throws {
    for name in ["log", "vault"] { try RawSQLite("\(directory)/\(name).db").checkpoint() }
  }

  /// Waits until what is being written back beside the appends is written.
  func finishWritingBack() { opened.finishWritingBack() }

  /// Closes the files; what their WALs hold is written into them.
  func close() throws { try opened.close() }

  /// The size of what cannot be rebuilt, in bytes: records, indexes, attachments and keys.
  func storedBytes() throws -> Double {
    let others = ["catalogue", "master.key", "projections", "search", "scratch"]
    let manager = FileManager.default
    guard let files = manager.enumerator(atPath: directory) else { return 0 }
    var sum = 0.0
    for case let name as String in files where !others.contains(where: name.hasPrefix) {
      let attributes = try manager.attributesOfItem(atPath: "\(directory)/\(name)")
      guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
      sum += Double((attributes[.size] as? Int64) ?? 0)
    }
    return sum
  }

  // MARK: Reading

  /// The records behind a position as the limits store them.
  func limitRows(after position: Position) throws -> [LimitRow] {
    var rows: [LimitRow] = []
    try store.scan(in: ReadRange(after: position)) { _, line, _ in
      let record = try Record(line: line)
      rows.append(
        LimitRow(
          id: record.id.description, stream: record.stream.rawValue, version: record.version,
          line: Array(line)))
      return true
    }
    return rows
  }

  /// Borrows each line of the whole log.
  func forEachLine(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try store.scan(in: ReadRange()) { _, line, _ in
      try body(line)
      return true
    }
  }

  /// Reads the whole log page by page, decoded and as bytes.
  ///
  /// The body may ask the store, which must not be asked within its own scan.
  func forEachPage(_ body: (_ records: [Record], _ lines: [[UInt8]]) throws -> Void) throws {
    var range = ReadRange()
    var records: [Record] = []
    var lines: [[UInt8]] = []
    while true {
      records.removeAll(keepingCapacity: true)
      lines.removeAll(keepingCapacity: true)
      try store.scan(in: range) { position, line, _ in
        records.append(try Record(line: line))
        lines.append(Array(line))
        range.after = position
        return records.count < 1_024
      }
      guard !records.isEmpty else { return }
      try body(records, lines)
    }
  }
}
