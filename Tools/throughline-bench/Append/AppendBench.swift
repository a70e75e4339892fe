internal import InteractionModel

/// Appends: durable, sealed, hashed, every lookup available, callers' ids random.
///
/// Rates are over the whole build from an empty store to its last event. One writer prepares a
/// batch while the one before it commits; batch 1 is strictly one after the other, and so is each
/// of the 64 writers.
struct AppendBench {
  let bench: Bench

  /// What the run has found out about its events on the way.
  struct Result {
    var figures: [Figure] = []
    var shape: WorkloadShape?
  }

  func run() async throws -> Result {
    var result = Result()
    var last: AppendContest?
    for batch in [1_000, 100] where isWanted(batch) {
      last = nil
      last = try await fill(batch, &result)
    }
    guard bench.wants(.batch1TextKeys, .writers) else { return result }
    // On a store that is as full as it gets here: an empty one would flatter all.
    if last == nil {
      var shape: WorkloadShape?
      last = try await contest(
        1_000, against: bench.wants(.batch1TextKeys) ? [.textKeys] : [], 0,
        &shape)
    }
    if let last { result.figures += try await SmallBatches(bench: bench, contest: last).run() }
    return result
  }

  private func isWanted(_ batch: Int) -> Bool {
    batch == 1_000
      ? bench.wants(.batch1000IntegerKey, .batch1000TextKeys)
      : bench.wants(.batch100TextKeys, .written, .stored)
  }

  private func layouts(_ batch: Int) -> [LimitTable.Layout] {
    var layouts: [LimitTable.Layout] = []
    if batch == 1_000, bench.wants(.batch1000IntegerKey) { layouts.append(.integerKey) }
    if bench.wants(
      batch == 1_000 ? .batch1000TextKeys : .batch100TextKeys, .batch1TextKeys, .written)
    {
      layouts.append(.textKeys)
    }
    return layouts
  }

  /// Fills fresh stores with all events, as often as there are rounds.
  private func fill(_ batch: Int, _ result: inout Result) async throws -> AppendContest? {
    var last: AppendContest?
    var pairs: [LimitTable.Layout: [(value: Double, limit: Double)]] = [:]
    var written: [(value: Double, limit: Double)] = []
    var stored: [Double] = []
    for round in 0..<bench.rounds {
      last = nil
      let contest = try await contest(batch, against: layouts(batch), round, &result.shape)
      for layout in layouts(batch) {
        pairs[layout, default: []].append((contest.rate, contest.rate(of: layout)))
      }
      let count = Double(contest.events)
      written.append((contest.written.ours / count, contest.written.textKeys / count))
      stored.append(try contest.site.storedBytes() / contest.recordBytes)
      last = contest
    }
    func add(_ kind: FigureKind, _ layout: LimitTable.Layout) {
      guard bench.wants(kind), let pairs = pairs[layout] else { return }
      result.figures.append(Figure(kind, pairs: pairs))
    }
    if batch == 1_000 {
      add(.batch1000IntegerKey, .integerKey)
      add(.batch1000TextKeys, .textKeys)
      return last
    }
    add(.batch100TextKeys, .textKeys)
    if bench.wants(.written) { result.figures.append(Figure(.written, pairs: written)) }
    if bench.wants(.stored) { result.figures.append(Figure(.stored, Numbers.median(stored))) }
    return last
  }

  private func contest(
    _ batch: Int, against layouts: [LimitTable.Layout], _ round: Int,
    _ shape: inout WorkloadShape?
  ) async throws -> AppendContest {
    bench.progress.begin("append, batch \(batch), round \(round + 1) of \(bench.rounds)")
    let contest = try await AppendContest(bench, "append", against: layouts)
    var stream = EventStream(events: bench.events, seed: bench.seed)
    // So many batches that beginning and ending the pipeline does not show.
    let piece = batch == 1_000 ? 50_000 : 10_000
    while case let events = stream.next(piece), !events.isEmpty {
      try await contest.take(events, batch: batch) { site, events in
        try await PipelinedWriter(log: site.log, batch: batch).append(events)
      }
      bench.progress.update(contest.events, of: bench.events)
    }
    try contest.settle()
    shape = WorkloadShape(
      events: contest.events, recordBytes: contest.recordBytes / Double(contest.events),
      conversations: stream.conversations, cases: stream.cases)
    return contest
  }
}
