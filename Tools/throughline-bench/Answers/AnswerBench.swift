/// First pages about entities that are far larger than the others, in a store of ordinary ones.
struct AnswerBench {
  private static let directory = "site-large"

  let bench: Bench

  /// What one question took, in rounds.
  private typealias Asked = (kind: FigureKind, rounds: [Measured])

  func run() throws -> [Figure] {
    let kinds = FigureKind.allCases.filter { $0.question != nil }
    let wanted = kinds.filter { bench.wants($0) || bench.wants(.answerMemory) }
    guard !wanted.isEmpty else { return [] }
    for work in [Work.fillLarge, .rebuild, .identify] {
      bench.progress.begin("\(work.rawValue), \(bench.events) events")
      _ = try measure(work)
    }
    defer { bench.remove(AnswerBench.directory) }
    let asked = try wanted.compactMap { kind -> Asked? in
      guard let question = kind.question else { return nil }
      bench.progress.begin(kind.title)
      return (kind, try (0..<bench.rounds).map { _ in try measure(.answer, question) })
    }
    var figures = asked.filter { bench.wants($0.kind) }.map { kind, rounds in
      Figure(kind, pairs: rounds.map { ($0.seconds * 1_000, ($0.floor ?? 0) * 1_000) })
    }
    if bench.wants(.answerMemory) {
      let most = asked.map { Numbers.median($0.rounds.map(\.peakMB)) }.max() ?? 0
      figures.append(Figure(.answerMemory, most))
    }
    return figures
  }

  private func measure(_ work: Work, _ question: AskedQuestion? = nil) throws -> Measured {
    try ChildProcess.run(
      work, in: bench.path(AnswerBench.directory), events: bench.events, seed: bench.seed,
      asking: question)
  }
}
