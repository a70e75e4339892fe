internal import Compliance
internal import Daemon
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Synchronization
internal import Vault

/// How long after the answer to an append every projection has taken it, while events come in at a steady
/// rate and a daemon's service follows in the same process.
struct LagBench {
  /// How many events come in a second, and how many of them together.
  private static let (rate, batch) = (1_000, 10)
  /// How long they do.
  private static let seconds = 20
  /// With how many events the store is filled before.
  private static let filled = 100_000

  let bench: Bench

  func run() async throws -> Figure {
    bench.remove("live")
    defer { bench.remove("live") }
    let site = try await Site.create("\(bench.path("live"))/store")
    let count = LagBench.rate * LagBench.seconds
    var stream = EventStream(events: min(bench.events, LagBench.filled) + count, seed: bench.seed)
    bench.progress.begin("filling a store")
    try await PipelinedWriter(log: site.log, batch: 1_000).append(stream.next(stream.count - count))
    let service = LiveService(site.opened, clock: WallClock { _ in })
    let running = Task { try await service.run() }
    let result: Result<Figure, any Error>
    do {
      try await awaitReady(service.health)
      result = .success(try await measure(site, &stream))
    } catch {
      result = .failure(error)
    }
    running.cancel()
    _ = await running.result
    try site.close()
    return try result.get()
  }

  private func awaitReady(_ health: HealthWatch) async throws {
    bench.progress.begin("a daemon builds")
    let end = ContinuousClock.now + .seconds(600)
    while !health.report.isReady {
      guard ContinuousClock.now < end else { throw BenchFailure("the daemon was never ready") }
      // Health is looked at once a second, and tells nobody.
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  private func measure(_ site: Site, _ stream: inout EventStream) async throws -> Figure {
    let count = LagBench.rate * LagBench.seconds
    bench.progress.begin("\(LagBench.rate) events a second")
    let models = try ProjectionCatalogue.all.map {
      try site.opened.serving($0, acceptsStale: false)
    }
    let watch = LevelWatch(models)
    watch.begin()
    var commits: [(position: Position, at: ContinuousClock.Instant)] = []
    let start = ContinuousClock.now
    for number in 0..<(count / LagBench.batch) {
      let due = start + .seconds(Double(number * LagBench.batch) / Double(LagBench.rate))
      // Events come when they come, whatever those before them took.
      try await Task.sleep(until: due, clock: .continuous)
      let placements = try await site.log.append(stream.next(LagBench.batch))
      guard let last = placements.last else { throw BenchFailure("there are no more events") }
      commits.append((last.position, .now))
      bench.progress.update((number + 1) * LagBench.batch, of: count)
    }
    let took = start.duration(to: .now) / .seconds(1)
    guard took < Double(LagBench.seconds) * 1.05 else {
      throw BenchFailure("\(count) events took \(took) s: they came more slowly than they should")
    }
    let levels = try watch.end(at: commits.last?.position ?? .start)
    var (lags, place) = ([Double](), 0)
    for commit in commits {
      while levels[place].position < commit.position { place += 1 }
      lags.append(max(0, commit.at.duration(to: levels[place].at) / .milliseconds(1)))
    }
    return Figure(.lag, Numbers.percentile(99, of: lags))
  }
}

/// Looks all the time how far the least of some read models is, by their own files.
private final class LevelWatch: Sendable {
  private let models: [any ReadModel]
  private let levels = Mutex<[(position: Position, at: ContinuousClock.Instant)]>([])
  private let isOver = Atomic<Bool>(false)
  private let thread = DispatchQueue(label: "throughline.bench.level")

  init(_ models: [any ReadModel]) {
    self.models = models
  }

  func begin() {
    thread.async { [self] in
      var known: Position?
      while !isOver.load(ordering: .relaxed) {
        let level = (try? models.map { try $0.checkpoint() }.min()) ?? known
        if let level, level != known {
          levels.withLock { $0.append((level, .now)) }
          known = level
        }
        // A file tells nobody; five milliseconds are little beside what is measured, and each look costs
        // the projections some of the processor.
        usleep(5_000)
      }
    }
  }

  /// Ends once all are as far as a position; answers when they were how far.
  func end(at position: Position) throws -> [(position: Position, at: ContinuousClock.Instant)] {
    let end = ContinuousClock.now + .seconds(30)
    while levels.withLock({ $0.last?.position ?? .start }) < position {
      guard ContinuousClock.now < end else {
        throw BenchFailure("the projections are not as far as the log, 30 s after the last event")
      }
      // Whoever follows tells nobody here that it is as far.
      usleep(10_000)
    }
    isOver.store(true, ordering: .relaxed)
    thread.sync {}
    return levels.withLock { $0 }
  }
}
