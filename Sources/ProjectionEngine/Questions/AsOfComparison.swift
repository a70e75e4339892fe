internal import EventLog
internal import InteractionModel
internal import Projections

/// Compares a replay that stopped at a point with the answers that as-of gives there.
///
/// The live read model stands elsewhere, but its links and the log's indexes answer for any point;
/// folding the log up to that point must give the same fields for every row.
struct AsOfComparison {
  let log: any EventStore
  let live: any ReadModel
  let replayed: any ReadModel
  let subset: LogSubset
  var stop = StopRequest.never

  /// The differences, at most `limit`.
  func differences(limit: Int = 100) throws -> [Difference] {
    var questions: [EntityKind: EntityQuestions] = [:]
    for fold in replayed.projection.folds {
      questions[fold.kind] = try EntityQuestions(
        log: log, model: live, over: fold.kind, subset: subset, stop: stop)
    }
    var found: [Difference] = []
    for table in replayed.projection.tables {
      // The rows of one entity lie near each other in most tables: those of the last one of a page
      // go on in the next.
      var answered: [String: [String: Row]] = [:]
      var after: String?
      while found.count < limit {
        let page = try replayed.rows(table, where: [], after: after, limit: 1_024)
        answered = answered.filter { $0.key == page.first?.entity }
        for row in page {
          try stop.check()
          if answered[row.entity] == nil, let entity = EntityKey(parsing: row.entity) {
            let rows = try questions[entity.kind]?.rows(of: entity.id) ?? []
            answered[row.entity] = Dictionary(
              rows.filter { $0.table == table.name }.map { ($0.key, $0) },
              uniquingKeysWith: { first, _ in first })
          }
          let other = answered[row.entity]?[row.key]
          let changes = EntityQuestions.changes(
            other.map { table.fields($0.values) } ?? JSONObject(), table.fields(row.values))
          for change in changes {
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
    }
    return Array(found.prefix(limit))
  }
}
