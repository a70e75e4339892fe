internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Projections
internal import Search

/// A piece of work that is measured in a process of its own: `--measure`.
enum Work: String, Codable, CaseIterable {
  /// Appends a whole workload to a new store, batch 1,000, one writer.
  case fill = "append"
  /// Rebuilds the three projections and the full-text index.
  case rebuild
  /// Replays the three projections and compares them with those that serve.
  case replay
  /// Asks for cases as of points of the log.
  case asOf = "as-of"
  /// Searches phrases, two terms and prefixes.
  case search
  /// Appends a whole workload, and behind it entities that are far larger than the others.
  case fillLarge = "append-large"
  /// Notes by what people are known.
  case identify
  /// Asks one question.
  case answer

  /// Does the work on the store of a directory, which ``fill`` makes, with so many events; the seed
  /// determines the events and what is asked, but for the question of ``answer``.
  func run(
    in directory: String, events: Int, seed: UInt64, asking question: AskedQuestion?
  ) async throws -> Measured {
    var measured = Measured(
      what: self, events: events, seconds: 0, count: events, peakMemory: 0, written: 0)
    let before = try KernelAccount.bytesWritten()
    switch self {
    case .answer:
      guard let question else { throw BenchFailure("an answer needs --ask") }
      try await AnswerWork(question: question, directory: directory).run(&measured)
      return measured
    case .fillLarge:
      try await SiteFiller(events: events, seed: seed, large: LargeEntities())
        .fill(directory, &measured)
    case .identify:
      let site = try Site.open(directory)
      let log = try await site.opened.log()
      measured.seconds = try seconds {
        try IdentifierIndexer(
          log: log, archive: site.opened.dispensable(ConversationArchive.projection)
        ).catchUp()
        try site.close()
      }
    case .fill: try await SiteFiller(events: events, seed: seed).fill(directory, &measured)
    case .rebuild:
      let site = try Site.open(directory)
      measured.seconds = try seconds {
        try Rebuilding.run(site)
        try site.close()
      }
      let rebuilt = try Site.open(directory)
      measured.texts = try Rebuilding.index(of: rebuilt).count()
      try rebuilt.close()
    case .replay:
      let site = try Site.open(directory)
      measured.seconds = try seconds {
        try Rebuilding.replay(site)
        try site.close()
      }
    case .asOf:
      let site = try Site.open(directory)
      let times = try Questions(site: site, seed: seed).times(of: [.asOf])[.asOf] ?? []
      measured.takeTimes(times)
      try site.close()
    case .search:
      let site = try Site.open(directory)
      let index = try Rebuilding.index(of: site)
      let queries = try SearchQueries(index: index, seed: seed)
      var times: [Double] = []
      for query in queries.all { times.append(try query.time(in: index).milliseconds) }
      measured.takeTimes(times)
      measured.texts = try index.count()
      try site.close()
    }
    measured.written = try KernelAccount.bytesWritten() - before
    measured.peakMemory = try KernelAccount.peakMemory()
    return measured
  }
}

extension Measured {
  /// Takes the times of answers, in milliseconds.
  fileprivate mutating func takeTimes(_ times: [Double]) {
    count = times.count
    seconds = times.reduce(0, +) / 1_000
    p99 = Numbers.percentile(99, of: times)
  }
}
