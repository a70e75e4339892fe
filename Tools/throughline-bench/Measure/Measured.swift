/// What one piece of work took, measured in a process of its own, so that its memory is its own.
struct Measured: Codable, Equatable {
  /// What was done.
  var what: Work
  /// How many events the store has.
  var events: Int
  var seconds: Double
  /// How many things were done in that time: events, or answers.
  var count: Int
  /// The most memory of the process, in bytes.
  var peakMemory: Double
  /// Bytes that were written to disk.
  var written: Double
  /// The rate over the last tenth of the work, for what fills a store.
  var lastTenthRate: Double?
  /// What the events are like, for what fills a store.
  var recordBytes: Double?
  var conversations: Int?
  var cases: Int?
  /// How many texts the full-text index has.
  var texts: Int?
  /// The seconds of what is measured beside it in the same process.
  var floor: Double?
  /// The 99th percentile of an answer, in milliseconds.
  var p99: Double?

  /// How many a second.
  var rate: Double { seconds > 0 ? Double(count) / seconds : 0 }

  var peakMB: Double { peakMemory / 1_000_000 }
}
