internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Asks for cases, taken at random: as they were at points of the log, and as they are.
///
/// Only points at which the case is there: before it there is nothing to fold.
struct Questions {
  /// How often each question is asked.
  static let count = 1_000

  let site: Site
  let seed: UInt64

  /// How long each answer took, in milliseconds: for ``FigureKind/asOf``, ``FigureKind/live`` or
  /// both.
  func times(of kinds: Set<FigureKind>) throws -> [FigureKind: [Double]] {
    let model = try site.opened.serving(CaseState.projection)
    let head = try site.store.head().position
    var generator = SeededGenerator(seed: seed)
    let cases = try keys(of: model, &generator)
    guard !cases.isEmpty else { throw BenchFailure("the workload has no cases") }
    var times: [FigureKind: [Double]] = [:]
    for kind in [FigureKind.live, .asOf] where kinds.contains(kind) {
      while times[kind, default: []].count < Questions.count {
        let id = cases[Int.random(in: 0..<cases.count, using: &generator)]
        let through = Position(Int64.random(in: 1...head.rawValue, using: &generator))
        var isThere = false
        let time = try seconds {
          isThere =
            if kind == .live {
              try model.row(CaseState.table, key: id) != nil
            } else {
              try EntityQuestions(
                log: site.store, model: model, over: .case, subset: LogSubset(through: through)
              ).fields(of: id) != nil
            }
        }
        if isThere { times[kind, default: []].append(time * 1_000) }
      }
    }
    return times
  }

  private func keys(
    of model: any ReadModel, _ generator: inout SeededGenerator
  ) throws -> [String] {
    var sample = Sample<String>(limit: Questions.count)
    var after: String?
    while true {
      let rows = try model.rows(CaseState.table, where: [], after: after, limit: 4_096)
      for row in rows { sample.offer(row.key, by: &generator) }
      guard let last = rows.last else { return sample.elements }
      after = last.key
    }
  }
}
