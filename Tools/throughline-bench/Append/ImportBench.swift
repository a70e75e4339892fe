internal import EventLog
internal import Foundation
internal import Intake
internal import InteractionModel
internal import Vault

/// A file of CloudEvents, imported as `throughline import` does it, against its events appended by
/// one pipelined writer: both into an empty store of their own, one after the other.
struct ImportBench {
  private static let batch = 1_000

  let bench: Bench

  func run() async throws -> Figure {
    let file = bench.path("import.jsonl")
    try write(file)
    defer { bench.remove("import.jsonl") }
    var pairs: [(value: Double, limit: Double)] = []
    for round in 0..<bench.rounds {
      bench.progress.begin("import, round \(round + 1) of \(bench.rounds)")
      // Turn and turn about, so that neither always has the other's disk to wait for.
      var (imported, appended) = (0.0, 0.0)
      if round % 2 == 0 { imported = try await rate { try await self.importing(file, $0) } }
      appended = try await rate { try await self.appending($0) }
      if round % 2 == 1 { imported = try await rate { try await self.importing(file, $0) } }
      pairs.append((imported, appended))
    }
    return Figure(.importCloudEvents, pairs: pairs)
  }

  private func write(_ file: String) throws {
    var stream = EventStream(events: bench.events, seed: bench.seed)
    var bytes: [UInt8] = []
    let writer = CloudEventWriter()
    while case let events = stream.next(10_000), !events.isEmpty {
      for event in events {
        writer.write(event, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
      }
    }
    try ResultFile.write(Data(bytes), to: file)
  }

  /// Events a second of a way to fill an empty store.
  private func rate(_ fill: (Site) async throws -> Double) async throws -> Double {
    bench.remove("import")
    let site = try await Site.create("\(bench.path("import"))/store")
    let seconds = try await fill(site)
    let count = try site.store.head().position.rawValue - 1
    try site.close()
    bench.remove("import")
    guard count == bench.events else {
      throw BenchFailure("\(bench.events) events were appended and \(count) records are there")
    }
    return Double(count) / seconds
  }

  private func importing(_ file: String, _ site: Site) async throws -> Double {
    let log = site.log
    let pipeline = AppendPipeline(log)
    let importer = Importer(
      format: CloudEvents(), context: IntakeContext(minter: log.minter),
      batchSize: ImportBench.batch)
    let start = ContinuousClock.now
    let report = try await importer.run([IntakeSource(path: file)]) { _ in
    } onProgress: { report in
      bench.progress.update(report.appended, of: bench.events)
    } preparing: { events in
      pipeline.begin(events)
    } commit: { sealing, events in
      let placements =
        if let batch = try await sealing?.batch() {
          try await log.append(batch)
        } else {
          try await log.append(events)
        }
      return placements.map { Committed(position: $0.position, isDuplicate: $0.isDuplicate) }
    }
    site.finishWritingBack()
    guard report.rejected == 0 else { throw BenchFailure("rows of the import were rejected") }
    return start.duration(to: .now) / .seconds(1)
  }

  private func appending(_ site: Site) async throws -> Double {
    var stream = EventStream(events: bench.events, seed: bench.seed)
    var seconds = 0.0
    // Made beforehand, piece by piece: the events of a city do not fit into memory.
    while case let events = stream.next(50_000), !events.isEmpty {
      let start = ContinuousClock.now
      try await PipelinedWriter(log: site.log, batch: ImportBench.batch).append(events)
      site.finishWritingBack()
      seconds += start.duration(to: .now) / .seconds(1)
    }
    return seconds
  }
}
