internal import EventLog
internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import SQLiteStore
internal import Vault

/// Reads: scanning and opening the log, rebuilding CaseState, asking for one case.
struct ReadBench {
  let workload: Workload
  let rounds: Int

  func run() async throws -> [Figure] {
    let (log, store, directory) = try await workload.makeStore("read")
    for start in stride(from: 0, to: workload.events.count, by: 1_000) {
      let end = min(start + 1_000, workload.events.count)
      _ = try await log.append(Array(workload.events[start..<end]))
    }
    try store.checkpoint()
    return try scans(log, store, directory) + rebuild(store, directory)
  }

  private func scans(
    _ log: InteractionLog, _ store: SQLiteEventStore, _ directory: String
  ) throws -> [Figure] {
    let count = Double(workload.events.count + 1)
    let raw = try RawSQLite("\(directory)/log.db")
    let statement = try raw.prepare("SELECT line FROM record ORDER BY position")
    var limits: [Double] = []
    var decoded: [Double] = []
    var opened: [Double] = []
    var kept: UInt64 = 0
    for _ in 0..<rounds {
      limits.append(count / seconds { kept &+= statement.sumOfBytes(in: 0) })
      decoded.append(
        try count
          / seconds {
            try store.scan(in: ReadRange()) { _, line, _ in
              kept &+= UInt64(try Record(line: line).version)
              return true
            }
          })
      opened.append(
        try count
          / seconds {
            var page: [Record] = []
            func open() throws {
              kept &+= UInt64(try log.open(page).joined().count)
              page.removeAll(keepingCapacity: true)
            }
            try store.scan(in: ReadRange()) { _, line, _ in
              page.append(try Record(line: line))
              if page.count == 1_024 { try open() }
              return true
            }
            try open()
          })
    }
    guard kept > 0 else { throw BenchFailure("nothing was read") }
    func figure(_ name: String, _ values: [Double], _ target: Double) -> Figure {
      Figure(
        name: name, value: Figure.median(values), unit: "events/s", limit: Figure.median(limits),
        limitName: "L3", ratio: Figure.median(zip(values, limits).map { $0 / $1 }), target: target)
    }
    return [
      figure("scan, decoded", decoded, 0.4), figure("scan, opened and decoded", opened, 0.2),
    ]
  }

  /// L4: the same table filled by plain SQL from the lines.
  private static let plainSQL = """
    CREATE TABLE case_state AS
    SELECT "case" AS key, count(*) AS events, max(position) AS position, min(occurred) AS opened,
      max(occurred) AS last_touch, json_group_array(DISTINCT channel) AS channels,
      json_group_array(DISTINCT conversation) AS conversations,
      json_group_array(DISTINCT party) AS parties, max(department) AS department,
      max(CASE WHEN type IN ('case.opened', 'case.resolved', 'case.closed', 'case.reopened')
        THEN position || ' ' || type END) AS status,
      sum(type = 'message.received') AS received, sum(type = 'message.sent') AS sent
    FROM (SELECT position, json_extract(line, '$.case') AS "case",
        json_extract(line, '$.type') AS type, json_extract(line, '$.occurred') AS occurred,
        json_extract(line, '$.channel') AS channel, json_extract(line, '$.party') AS party,
        json_extract(line, '$.conversation') AS conversation,
        json_extract(line, '$.department') AS department
      FROM log.record)
    WHERE "case" IS NOT NULL GROUP BY "case"
    """

  private func rebuild(_ store: SQLiteEventStore, _ directory: String) throws -> [Figure] {
    let models = try SQLiteReadModelStore(directory: directory)
    var ours: [Double] = []
    var limits: [Double] = []
    for round in 0..<rounds {
      ours.append(
        try seconds {
          _ = try Rebuild.run(
            CaseState.projection, log: store, store: models, compares: false, swaps: true
          ) { _ in true }
        })
      let raw = try RawSQLite(workload.path("L4-\(round).db"))
      try raw.execute("ATTACH '\(directory)/log.db' AS log")
      limits.append(try seconds { try raw.execute(ReadBench.plainSQL) })
    }
    let count = Double(workload.events.count)
    let figures = [
      Figure(
        name: "rebuild of CaseState, time against plain SQL", value: Figure.median(ours),
        unit: "s", limit: Figure.median(limits), limitName: "L4",
        ratio: Figure.median(zip(ours, limits).map { $0 / $1 }), target: 1, isCost: true),
      Figure(
        name: "rebuild of CaseState", value: count / Figure.median(ours), unit: "events/s",
        limit: nil, limitName: nil, ratio: nil, target: nil),
    ]
    return try figures + questions(store, models)
  }

  private func questions(
    _ store: SQLiteEventStore, _ models: SQLiteReadModelStore
  ) throws -> [Figure] {
    let generation = try models.generations().first {
      $0.state == .serving && $0.projection == CaseState.projection.name
    }
    guard let generation else { throw BenchFailure("nothing serves") }
    let model = try models.open(generation, of: CaseState.projection)
    let head = try store.head().position
    let cases = try model.rows(CaseState.table, where: [], after: nil, limit: 2_000).map(\.key)
    var generator = SystemRandomNumberGenerator()
    var live: [Double] = []
    var asOf: [Double] = []
    for _ in 0..<1_000 {
      guard let id = cases.randomElement(using: &generator) else { continue }
      live.append(try seconds { _ = try model.row(CaseState.table, key: id) } * 1_000)
      let through = Position(Int64.random(in: 1...head.rawValue, using: &generator))
      asOf.append(
        try seconds {
          // The links before the point are in the read model, whose checkpoint is the head.
          _ = try EntityQuestions(
            log: store, model: model, over: .case, subset: LogSubset(through: through)
          ).fields(of: id)
        } * 1_000)
    }
    func p99(_ values: [Double]) -> Double {
      let sorted = values.sorted()
      return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
    }
    var figures = [
      Figure(
        name: "one case from the read model, p99", value: p99(live), unit: "ms", limit: nil,
        limitName: nil, ratio: nil, target: 1, isCost: true),
      Figure(
        name: "one case as of a point, p99", value: p99(asOf), unit: "ms", limit: nil,
        limitName: nil, ratio: nil, target: 20, isCost: true),
    ]
    if let peak = peakMemory() {
      figures.append(
        Figure(
          name: "peak memory of the bench", value: peak / 1_000_000, unit: "MB", limit: nil,
          limitName: nil, ratio: nil, target: nil, isCost: true))
    }
    return figures
  }
}
