internal import InteractionModel
internal import Vault

/// Batches of one event: one writer against L2, and 64 writers against one.
struct SmallBatches {
  /// How many events one writer appends, in pieces that alternate with the limit's: enough for each
  /// WAL to be written back several times, so that what that costs is part of every figure.
  private static let singles = 16_384
  private static let piece = 512
  /// How many events come before in large batches, so that the WALs have their full length: those of
  /// a server that runs are written over, and a commit that makes its file longer costs more.
  private static let warmUp = 60_000
  /// How many writers there are at once, and how much each of them appends between two pieces of one
  /// writer alone.
  private static let writers = 64
  private static let eventsPerWriter = 64
  /// How often they alternate a round, and how much the one writer appends each time.
  private static let turns = 8
  private static let turn = singles / turns

  let bench: Bench
  let contest: AppendContest

  func run() async throws -> [Figure] {
    var figures: [Figure] = []
    // Events of their own: what is stored already would be set aside.
    var stream = EventStream(
      events: SmallBatches.warmUp + SmallBatches.singles
        + bench.rounds * SmallBatches.turns
        * (SmallBatches.turn + SmallBatches.writers * SmallBatches.eventsPerWriter),
      seed: bench.seed &+ 1)
    bench.progress.begin("append, before small batches")
    try await contest.take(stream.next(SmallBatches.warmUp), batch: 1_000) { site, events in
      try await PipelinedWriter(log: site.log, batch: 1_000).append(events)
    }
    if bench.wants(.batch1TextKeys) { figures.append(try await single(&stream)) }
    if bench.wants(.writers) { figures.append(try await many(&stream)) }
    return figures
  }

  private func single(_ stream: inout EventStream) async throws -> Figure {
    bench.progress.begin("append, batch 1")
    contest.restart()
    while contest.events < SmallBatches.singles {
      try await contest.take(stream.next(SmallBatches.piece), batch: 1) { site, events in
        for event in events { _ = try await site.log.append([event]) }
      }
      bench.progress.update(contest.events, of: SmallBatches.singles)
    }
    return Figure(.batch1TextKeys, pairs: [(contest.rate, contest.rate(of: .textKeys))])
  }

  private func many(_ stream: inout EventStream) async throws -> Figure {
    let site = contest.site
    var pairs: [(value: Double, limit: Double)] = []
    for round in 0..<bench.rounds {
      bench.progress.begin("append, 64 writers, round \(round + 1) of \(bench.rounds)")
      var alone = 0.0
      var together = 0.0
      for _ in 0..<SmallBatches.turns {
        // What goes on beside the appends is part of their cost, and not of what comes next.
        let some = stream.next(SmallBatches.turn)
        alone += try await seconds {
          for event in some { _ = try await site.log.append([event]) }
          site.finishWritingBack()
        }
        let events = stream.next(SmallBatches.writers * SmallBatches.eventsPerWriter)
        together += try await seconds {
          try await append(events, to: site.log)
          site.finishWritingBack()
        }
      }
      let count = Double(SmallBatches.turns * SmallBatches.turn)
      let all = Double(
        SmallBatches.turns * SmallBatches.writers * SmallBatches.eventsPerWriter)
      pairs.append((all / together, count / alone))
    }
    return Figure(.writers, pairs: pairs)
  }

  /// Appends events one at a time by many writers at once.
  private func append(_ events: [NewEvent], to log: InteractionLog) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<SmallBatches.writers {
        group.addTask {
          for index in stride(from: writer, to: events.count, by: SmallBatches.writers) {
            _ = try await log.append([events[index]])
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
