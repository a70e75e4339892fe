internal import EventLog
internal import InteractionModel
internal import Projections

/// Compares a replay that stopped at a point with the answers that as-of gives there.
///
/// The live read model stands elsewhere, but its links and the log's indexes answer for any point;
/// folding the log up to that point must give the same fields for every entity.
struct AsOfComparison {
  let log: any EventStore
  let live: any ReadModel
  let replayed: any ReadModel
  let subset: LogSubset

  /// The differences, at most `limit`.
  func differences(limit: Int = 100) throws -> [Difference] {
    guard let table = replayed.projection.tables.first else { return [] }
    let questions = try EntityQuestions(log: log, model: live, subset: subset)
    var found: [Difference] = []
    var after: String?
    while found.count < limit {
      let page = try replayed.rows(table, where: [], after: after, limit: 1_024)
      for row in page {
        let fields = replayed.projection.fields(row.values)
        let answered = try questions.fields(of: row.key)
        for change in EntityQuestions.changes(answered ?? JSONObject(), fields) {
          found.append(
            Difference(
              table: table.name, entity: row.entity, key: row.key, field: change.field,
              live: change.before, replayed: change.after, livePosition: nil,
              replayedPosition: row.position))
        }
      }
      guard let last = page.last else { break }
      after = last.key
    }
    return Array(found.prefix(limit))
  }
}
