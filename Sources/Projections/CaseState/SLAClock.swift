internal import InteractionModel

/// One SLA clock of a case.
struct SLAClock: Sendable, Hashable {
  var name: String
  /// `running`, `paused`, `met` or `breached`.
  var state = Latest<String>()
  /// As the source said it.
  var due = Latest<String>()
}

extension SLAClock: FoldCodable {
  var json: JSONValue { [.string(name), state.json, due.json] }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 3, let name = elements[0].string,
      let state = Latest<String>(json: elements[1]), let due = Latest<String>(json: elements[2])
    else { return nil }
    self.init(name: name, state: state, due: due)
  }
}
