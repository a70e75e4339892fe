internal import EventLog
internal import Foundation
internal import InteractionModel
internal import SQLiteStore
internal import Simulation
internal import Vault

/// The events that are measured with, and stores to put them into.
struct Workload {
  let seed: UInt64
  let events: [NewEvent]
  private let folder: String

  static let clock = LogClock { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }

  /// Simulates events and makes a folder for the stores.
  init(events count: Int, seed: UInt64, folder: String) throws {
    self.seed = seed
    self.folder = folder
    var simulator = Simulator(seed: seed, options: SimulationOptions(events: count))
    var events: [NewEvent] = []
    events.reserveCapacity(count)
    while let event = simulator.next() { events.append(event) }
    self.events = events
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// A fresh store, durable as always, with a vault of its own.
  func makeStore(_ name: String) async throws -> (InteractionLog, SQLiteEventStore, String) {
    let directory = try path(name)
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let vault = try Vault.create(SQLiteVaultStore(directory: directory), master: .random())
    let store = try SQLiteEventStore(
      directory: directory, origin: "bench.example/log", clock: Workload.clock)
    return (try await InteractionLog.create(store: store, vault: vault), store, directory)
  }

  /// A path in the folder where nothing is.
  func path(_ name: String) throws -> String {
    let path = "\(folder)/\(name)"
    for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.removeItem(atPath: path + suffix)
    }
    return path
  }

  func remove() {
    try? FileManager.default.removeItem(atPath: folder)
  }
}

/// Seconds that a body takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return start.duration(to: .now) / .seconds(1)
}

/// Seconds that a body takes.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
  let start = ContinuousClock.now
  try await body()
  return start.duration(to: .now) / .seconds(1)
}

/// The most memory the process has had, in bytes, from the kernel's own account.
func peakMemory() -> Double? {
  kernelFigure("/proc/self/status", "VmHWM:").map { $0 * 1_024 }
}

/// Bytes the process has had written to disk, from the kernel's own account.
func bytesWritten() -> Double? {
  kernelFigure("/proc/self/io", "write_bytes:")
}

/// The number that follows a name in one of the kernel's text files.
private func kernelFigure(_ path: String, _ name: String) -> Double? {
  guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
  let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
  return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
}
