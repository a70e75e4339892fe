internal import InteractionModel

/// Fills a store with a workload: batch 1,000, one writer, nothing else between.
///
/// The simulator makes the events in pieces outside the clock; its memory is part of the peak.
struct SiteFiller {
  private static let batch = 1_000
  private static let piece = 20_000

  let events: Int
  let seed: UInt64
  /// What comes behind the workload.
  var large: LargeEntities?

  func fill(_ directory: String, _ measured: inout Measured) async throws {
    let site = try await Site.create(directory)
    var stream = EventStream(events: events, seed: seed)
    let writer = PipelinedWriter(log: site.log, batch: SiteFiller.batch)
    var done = 0
    var late = (seconds: 0.0, count: 0)
    var large = large
    func next() -> [NewEvent] {
      let piece = stream.next(SiteFiller.piece)
      return piece.isEmpty ? large?.next(SiteFiller.piece) ?? [] : piece
    }
    while case let piece = next(), !piece.isEmpty {
      let time = try await seconds {
        try await writer.append(piece)
        site.finishWritingBack()
      }
      measured.seconds += time
      done += piece.count
      if done > events - max(events / 10, 1) {
        late.seconds += time
        late.count += piece.count
      }
    }
    try site.settle()
    measured.count = done
    measured.lastTenthRate = late.seconds > 0 ? Double(late.count) / late.seconds : nil
    measured.conversations = stream.conversations
    measured.cases = stream.cases
    var bytes = 0.0
    try site.forEachLine { bytes += Double($0.count) }
    measured.recordBytes = bytes / Double(done + 1)
    try site.close()
  }
}
