/// What one kind of work takes at one size of the log.
struct GrowthPoint: Encodable, Equatable {
  /// The work: append, rebuild, as-of or search.
  let what: Work
  let events: Int
  /// Events or answers a second.
  let rate: Double
  /// The peak of the process, in MB.
  let memoryMB: Double
  /// Bytes written to disk for each event, or answer.
  let written: Double
  /// The 99th percentile of an answer in milliseconds; nil for what gives none.
  let p99: Double?

  init(_ measured: Measured) {
    what = measured.what
    events = measured.events
    rate = Numbers.rounded(measured.rate)
    memoryMB = Numbers.rounded(measured.peakMB)
    written = Numbers.rounded(measured.written / Double(max(measured.count, 1)))
    p99 = measured.p99.map(Numbers.rounded)
  }
}

/// What is drawn of each point.
enum GrowthFigure: String, CaseIterable {
  case rate
  case memory
  case written

  /// What is measured and by what unit: events for what handles them all, answers to questions.
  func title(of what: Work) -> String {
    let isQuestion = what == .asOf || what == .search
    return switch self {
    case .rate: isQuestion ? "answers a second" : "events a second"
    case .memory: "peak memory, MB"
    case .written: "bytes written \(isQuestion ? "an answer" : "an event")"
    }
  }

  func value(of point: GrowthPoint) -> Double {
    switch self {
    case .rate: point.rate
    case .memory: point.memoryMB
    case .written: point.written
    }
  }
}

/// The points of one run of `--growth`.
struct Growth: Encodable {
  /// The kinds of work that are measured, in their order.
  static let work: [Work] = [.fill, .rebuild, .asOf, .search]

  let machine: Machine
  let seed: UInt64
  let points: [GrowthPoint]
}
