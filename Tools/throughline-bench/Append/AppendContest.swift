internal import EventLog
internal import InteractionModel

/// A store and its limits, filled side by side with the same records, piece by piece, so that a
/// machine that drifts drifts for all of them.
final class AppendContest {
  let site: Site
  private let limits: [LimitTable.Layout: LimitTable]

  /// How long the store has taken.
  private(set) var seconds = 0.0
  /// How long each limit has taken.
  private(set) var limitSeconds: [LimitTable.Layout: Double] = [:]
  /// Bytes the store had written, and L2.
  private(set) var written = (ours: 0.0, textKeys: 0.0)
  private(set) var events = 0
  /// The bytes of the records themselves.
  private(set) var recordBytes = 0.0

  /// Empty ones in a folder of the run; what lay there is removed.
  init(_ bench: Bench, _ name: String, against layouts: [LimitTable.Layout]) async throws {
    bench.remove(name)
    let folder = bench.path(name)
    site = try await Site.create("\(folder)/store")
    limits = try Dictionary(
      uniqueKeysWithValues: layouts.map { layout in
        (layout, try LimitTable(layout, at: "\(folder)/\(layout.rawValue).db"))
      })
  }

  /// Events a second of the store.
  var rate: Double { Double(events) / seconds }

  /// Events a second of a limit.
  func rate(of layout: LimitTable.Layout) -> Double {
    Double(events) / (limitSeconds[layout] ?? .infinity)
  }

  /// Begins to count anew; what is stored stays.
  func restart() {
    seconds = 0
    limitSeconds = [:]
    written = (0, 0)
    events = 0
    recordBytes = 0
  }

  /// Appends the next events to the store by `append` and then, as the store has them, in batches
  /// of `batch` to each limit.
  func take(
    _ piece: [NewEvent], batch: Int, append: (Site, [NewEvent]) async throws -> Void
  ) async throws {
    let head = try site.store.head().position
    let before = try KernelAccount.bytesWritten()
    let start = ContinuousClock.now
    try await append(site, piece)
    // What goes on beside the appends is part of their cost.
    site.finishWritingBack()
    seconds += start.duration(to: .now) / .seconds(1)
    written.ours += try KernelAccount.bytesWritten() - before
    events += piece.count
    let rows = try site.limitRows(after: head)
    guard rows.count == piece.count else {
      throw BenchFailure("\(piece.count) events were appended and \(rows.count) records are there")
    }
    recordBytes += rows.reduce(0) { $0 + Double($1.line.count) }
    for (layout, table) in limits {
      let before = try KernelAccount.bytesWritten()
      let time = try measure { try table.append(rows, batch: batch) }
      limitSeconds[layout, default: 0] += time
      if layout == .textKeys { written.textKeys += try KernelAccount.bytesWritten() - before }
    }
  }

  /// Writes everything into the files and counts that too.
  func settle() throws {
    let before = try KernelAccount.bytesWritten()
    try site.settle()
    let between = try KernelAccount.bytesWritten()
    written.ours += between - before
    for (layout, table) in limits {
      let before = try KernelAccount.bytesWritten()
      try table.checkpoint()
      if layout == .textKeys { written.textKeys += try KernelAccount.bytesWritten() - before }
    }
  }

  private func measure(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return start.duration(to: .now) / .seconds(1)
  }
}
