internal import InteractionModel

/// A request in which no id says two things.
struct AppendBatch: Sendable {
  /// What was asked for.
  let request: AppendRequest
  /// For each event the index of the first one of the same id: its own, or an earlier one's.
  let firstIndices: [Int]

  /// Looks through a request.
  /// - Parameter request: what is asked for.
  /// - Throws: ``AppendError/idRepeated(id:)``.
  init(_ request: AppendRequest) throws(AppendError) {
    var seen: [EventID: Int] = [:]
    var firstIndices: [Int] = []
    seen.reserveCapacity(request.events.count)
    firstIndices.reserveCapacity(request.events.count)
    for (index, sealed) in request.events.enumerated() {
      let id = sealed.event.id
      if let first = seen[id] {
        guard request.events[first].event.isSame(as: sealed.event) else {
          throw .idRepeated(id: id)
        }
        firstIndices.append(first)
      } else {
        seen[id] = index
        firstIndices.append(index)
      }
    }
    self.request = request
    self.firstIndices = firstIndices
  }
}
