internal import InteractionModel
internal import Projections

/// Finds for each field of a row of an entity the last record that changed it.
///
/// One pass over the records folds them and asks the trace which fields each can have changed; from
/// the last such record backwards the row is made before and after it, until every field has its
/// cause. The states to go on from are kept at ever smaller distances to the end, where most fields
/// change last. Fields that none of the last few records changed are looked for in a second pass,
/// which makes them where they can have changed and no record is folded a third time: that is
/// near-linear in the records, where making the row after each is their square.
struct FieldCauses {
  /// A state on the way, and how many records it has taken.
  private struct Rung {
    let count: Int
    let state: any FoldState
  }

  /// How many records from the end are looked at one by one.
  private static let lookedAt = 8

  let quarantines: Quarantines
  /// The fields of the row of a state: those that are named, all when none is.
  let show: (any FoldState, Set<String>?) throws -> JSONObject
  let stop: StopRequest

  /// How often the row was made.
  private(set) var shows = 0
  /// How many records were folded, those that were folded again included.
  private(set) var steps = 0
  /// The values of the fields in the end.
  private(set) var values = JSONObject()
  /// The last record that changed each of them; none for those that no record did.
  private(set) var causes: [String: Record] = [:]

  private var taken: [Record] = []
  private var rungs: [Rung]
  /// Which of the records can have changed a field, ascending.
  private var candidates: [String: [Int]] = [:]

  init(
    from initial: any FoldState, quarantines: Quarantines, stop: StopRequest,
    show: @escaping (any FoldState, Set<String>?) throws -> JSONObject
  ) {
    self.quarantines = quarantines
    self.show = show
    self.stop = stop
    rungs = [Rung(count: 0, state: initial)]
  }

  /// Looks for the causes.
  /// - Parameters:
  ///   - records: all of the entity, in position order.
  ///   - trace: from before the first of them.
  ///   - field: the only field that is asked for; nil for all.
  /// - Throws: ``/Projections/FoldError`` when a record is refused, what `show` throws, or
  ///   `CancellationError` when it is to stop.
  mutating func find(
    in records: [Record], _ trace: any FieldTrace, field: String?
  ) throws {
    values = try fields(of: try fold(records, trace), nil)
    var open = Set(values.members.map(\.key))
    if let field { open.formIntersection([field]) }
    for _ in 0..<FieldCauses.lookedAt {
      guard !taken.isEmpty, let place = open.map(lastCandidate).max() else { return }
      let meant = open.filter { lastCandidate($0) == place }
      let before = try fields(after: place, meant)
      let after = try fields(after: place + 1, meant)
      for field in meant {
        _ = candidates[field]?.popLast()
        if isCaused(field, before[field], after[field]) {
          causes[field] = taken[place]
          open.remove(field)
        } else if place == 0 {
          open.remove(field)
        }
      }
    }
    try findForwards(open)
  }

  /// The last record that can have changed a field; the first can have changed every one.
  private func lastCandidate(_ field: String) -> Int { candidates[field]?.last ?? 0 }

  /// Whether a record that was there in between changed a field: a list that begins empty is not
  /// something that a record said.
  private func isCaused(_ field: String, _ before: JSONValue?, _ after: JSONValue?) -> Bool {
    let change = FieldChange(field: field, before: before, after: after)
    return change.before != change.after && (change.before != nil || !change.isEmptyStart)
  }

  /// Looks for the causes of some fields from the first record on.
  private mutating func findForwards(_ open: Set<String>) throws {
    guard !open.isEmpty, !taken.isEmpty else { return }
    // A field has the value that it was seen with until the next record that can change it.
    var places: [Int: Set<String>] = [0: open]
    for field in open {
      for place in candidates[field] ?? [] { places[place, default: []].insert(field) }
    }
    var state = rungs[0].state
    var seen = JSONObject()
    for (place, record) in taken[...(places.keys.max() ?? 0)].enumerated() {
      _ = try take(record, into: &state)
      guard let meant = places[place] else { continue }
      let after = try fields(of: state, meant)
      for field in meant {
        if isCaused(field, seen[field], after[field]) { causes[field] = record }
        seen[field] = after[field]
      }
    }
  }

  /// Folds all records once.
  private mutating func fold(
    _ records: [Record], _ trace: any FieldTrace
  ) throws -> any FoldState {
    var trace = trace
    var state = rungs[0].state
    var next = records.count / 2
    for record in records where try take(record, into: &state) {
      for field in trace.changes(by: record, in: state) {
        if candidates[field]?.last != taken.count {
          candidates[field, default: []].append(taken.count)
        }
      }
      taken.append(record)
      if taken.count >= next {
        rungs.append(Rung(count: taken.count, state: state))
        next = taken.count + max(1, (records.count - taken.count) / 2)
      }
    }
    return state
  }

  private mutating func take(_ record: Record, into state: inout any FoldState) throws -> Bool {
    try stop.check()
    steps += 1
    return try quarantines.take(record, into: &state)
  }

  /// The fields once so many records were taken.
  private mutating func fields(after count: Int, _ names: Set<String>) throws -> JSONObject {
    guard count > 0 else { return JSONObject() }
    let rung = rungs.last { $0.count <= count } ?? rungs[0]
    var state = rung.state
    for record in taken[rung.count..<count] { _ = try take(record, into: &state) }
    return try fields(of: state, names)
  }

  private mutating func fields(
    of state: any FoldState, _ names: Set<String>?
  ) throws -> JSONObject {
    try stop.check()
    shows += 1
    return try show(state, names)
  }
}

extension FieldTrace {
  /// The fields that a record can have changed in a state of the trace's type.
  mutating func changes(by record: Record, in state: any FoldState) -> [String] {
    guard let state = state as? State else { return [] }
    return fields(changedBy: record, in: state).map(\.rawValue)
  }
}
