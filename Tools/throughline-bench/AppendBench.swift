internal import EventLog
internal import Foundation
internal import InteractionModel
internal import SQLiteStore
internal import Vault

/// Appends: durable, sealed, hashed, every lookup available, callers' ids random.
///
/// L1 is one table with an integer key and the same bytes; L2 is the layout most people write: a
/// unique text id and a unique (stream, version). Both with the same batches and durability. The
/// rounds alternate, so that a machine that drifts drifts for all.
struct AppendBench {
  let workload: Workload
  let rounds: Int

  func run() async throws -> [Figure] {
    var figures: [Figure] = []
    for batch in [1_000, 100, 1] {
      // Small batches are bound by the disk's sync: fewer events tell as much.
      let count = min(workload.events.count, batch == 1 ? 2_000 : workload.events.count)
      figures += try await measure(Array(workload.events.prefix(count)), batch: batch)
    }
    figures.append(try await concurrent())
    return figures
  }

  private func measure(_ events: [NewEvent], batch: Int) async throws -> [Figure] {
    var ours: [Double] = []
    var first: [Double] = []
    var second: [Double] = []
    var written: [Double] = []
    var stored: Double = 0
    for round in 0..<rounds {
      let (log, store, directory) = try await workload.makeStore("append-\(batch)-\(round)")
      let before = bytesWritten()
      let time = try await seconds {
        for start in stride(from: 0, to: events.count, by: batch) {
          _ = try await log.append(Array(events[start..<min(start + batch, events.count)]))
        }
      }
      ours.append(Double(events.count) / time)
      if let before, let after = bytesWritten() {
        written.append((after - before) / Double(events.count))
      }
      let lines = try lines(of: store)
      try store.checkpoint()
      let size = try fileSize("\(directory)/log.db")
      stored = size / Double(lines.reduce(0) { $0 + $1.count })
      first.append(try limit1(lines, batch: batch, round: round))
      second.append(try limit2(events, lines, batch: batch, round: round))
    }
    func figure(_ limits: [Double], _ name: String, _ target: Double) -> Figure {
      Figure(
        name: "append, batch \(batch), against \(name)", value: Figure.median(ours),
        unit: "events/s", limit: Figure.median(limits), limitName: name,
        ratio: Figure.median(zip(ours, limits).map { $0 / $1 }), target: target)
    }
    var figures: [Figure] = []
    if batch == 1_000 { figures.append(figure(first, "L1", 0.4)) }
    figures.append(figure(second, "L2", batch == 1 ? 0.8 : 2))
    if batch == 100 {
      if !written.isEmpty {
        figures.append(
          Figure(
            name: "written to disk for each event, batch 100", value: Figure.median(written),
            unit: "bytes", limit: nil, limitName: nil, ratio: nil, target: 8_000, isCost: true))
      }
      figures.append(
        Figure(
          name: "stored, against the records' own bytes", value: stored, unit: "×", limit: nil,
          limitName: nil, ratio: nil, target: 1.3, isCost: true))
    }
    return figures
  }

  private func lines(of store: SQLiteEventStore) throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    try store.scan(in: ReadRange(after: Position(1))) { _, line, _ in
      lines.append(Array(line))
      return true
    }
    return lines
  }

  private func limit1(_ lines: [[UInt8]], batch: Int, round: Int) throws -> Double {
    let database = try RawSQLite(workload.path("L1-\(batch)-\(round).db"))
    try database.execute("CREATE TABLE record (position INTEGER PRIMARY KEY, line BLOB)")
    let insert = try database.prepare("INSERT INTO record (position, line) VALUES (?, ?)")
    let time = try seconds {
      for start in stride(from: 0, to: lines.count, by: batch) {
        try database.execute("BEGIN IMMEDIATE")
        for index in start..<min(start + batch, lines.count) {
          insert.bind(Int64(index + 1), at: 1)
          try insert.run(binding: lines[index], at: 2)
        }
        try database.execute("COMMIT")
      }
    }
    return Double(lines.count) / time
  }

  private func limit2(
    _ events: [NewEvent], _ lines: [[UInt8]], batch: Int, round: Int
  ) throws -> Double {
    let database = try RawSQLite(workload.path("L2-\(batch)-\(round).db"))
    try database.execute(
      """
      CREATE TABLE record (
        position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL,
        version INTEGER NOT NULL, line BLOB NOT NULL, UNIQUE (stream, version))
      """)
    let insert = try database.prepare(
      "INSERT INTO record (position, id, stream, version, line) VALUES (?, ?, ?, ?, ?)")
    // What the store computes while appending is given to the limit for nothing.
    var versions: [String: Int64] = [:]
    let rows = events.map { event -> (String, String, Int64) in
      versions[event.stream.rawValue, default: 0] += 1
      return (event.id.description, event.stream.rawValue, versions[event.stream.rawValue] ?? 0)
    }
    let time = try seconds {
      for start in stride(from: 0, to: lines.count, by: batch) {
        try database.execute("BEGIN IMMEDIATE")
        for index in start..<min(start + batch, lines.count) {
          insert.bind(Int64(index + 1), at: 1)
          insert.bind(rows[index].0, at: 2)
          insert.bind(rows[index].1, at: 3)
          insert.bind(rows[index].2, at: 4)
          try insert.run(binding: lines[index], at: 5)
        }
        try database.execute("COMMIT")
      }
    }
    return Double(lines.count) / time
  }

  /// 64 writers that each append one event at a time, against one writer that does.
  private func concurrent() async throws -> Figure {
    let events = Array(workload.events.prefix(4_096))
    var ratios: [Double] = []
    var rates: [Double] = []
    var singles: [Double] = []
    for round in 0..<rounds {
      let (alone, _, _) = try await workload.makeStore("one-\(round)")
      let some = events.prefix(512)
      let single = try await seconds {
        for event in some { _ = try await alone.append([event]) }
      }
      let (shared, _, _) = try await workload.makeStore("many-\(round)")
      let many = try await seconds {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for writer in 0..<64 {
            group.addTask {
              for index in stride(from: writer, to: events.count, by: 64) {
                _ = try await shared.append([events[index]])
              }
            }
          }
          try await group.waitForAll()
        }
      }
      singles.append(Double(some.count) / single)
      rates.append(Double(events.count) / many)
      ratios.append(rates[round] / singles[round])
    }
    return Figure(
      name: "append, 64 writers, batch 1, against one writer", value: Figure.median(rates),
      unit: "events/s", limit: Figure.median(singles), limitName: "one writer",
      ratio: Figure.median(ratios), target: 6)
  }
}

/// The size of a file in bytes.
private func fileSize(_ path: String) throws -> Double {
  let attributes = try FileManager.default.attributesOfItem(atPath: path)
  return Double((attributes[.size] as? Int64) ?? 0)
}
