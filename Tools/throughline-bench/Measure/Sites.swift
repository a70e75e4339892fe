/// The stores of a run by the number of their events, each filled and rebuilt once, in child
/// processes.
final class Sites {
  private let bench: Bench
  private var fills: [Int: Measured] = [:]
  private var rebuilds: [Int: Measured] = [:]
  private var others: [Work: [Int: Measured]] = [:]

  init(_ bench: Bench) {
    self.bench = bench
  }

  /// The sizes of the stores that were filled, the smallest first.
  var filled: [Int] { fills.keys.sorted() }

  func directory(_ events: Int) -> String { bench.path("site-\(events)") }

  /// How the store of so many events was filled.
  func fill(_ events: Int) throws -> Measured {
    if let fill = fills[events] { return fill }
    bench.progress.begin("filling a store with \(events) events")
    let fill = try measure(.fill, events)
    fills[events] = fill
    return fill
  }

  /// How its projections and its index were built; the last time.
  func rebuild(_ events: Int) throws -> Measured {
    if let rebuild = rebuilds[events] { return rebuild }
    return try rebuildAgain(events)
  }

  /// Builds them once more.
  func rebuildAgain(_ events: Int) throws -> Measured {
    _ = try fill(events)
    bench.progress.begin("rebuilding \(events) events")
    let rebuild = try measure(.rebuild, events)
    rebuilds[events] = rebuild
    return rebuild
  }

  /// Measures something once on the store of so many events, rebuilt before.
  func onRebuilt(_ measurement: Work, _ events: Int) throws -> Measured {
    if let measured = others[measurement]?[events] { return measured }
    _ = try rebuild(events)
    bench.progress.begin("\(measurement.rawValue), \(events) events")
    let measured = try measure(measurement, events)
    others[measurement, default: [:]][events] = measured
    return measured
  }

  private func measure(_ measurement: Work, _ events: Int) throws -> Measured {
    try ChildProcess.run(
      measurement, in: directory(events), events: events, seed: bench.seed)
  }

  /// What the events of a store are like; nil when none was filled.
  func shape(_ events: Int) -> WorkloadShape? {
    guard let fill = fills[events] else { return nil }
    return WorkloadShape(
      events: fill.count, recordBytes: fill.recordBytes ?? 0,
      conversations: fill.conversations ?? 0, cases: fill.cases ?? 0,
      texts: rebuilds[events]?.texts)
  }
}
