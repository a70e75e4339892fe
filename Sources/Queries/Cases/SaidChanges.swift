internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// What events say of facts, promises and notes, of which no field of a case or a conversation tells:
/// each as a change of what was last said of the same thing.
struct SaidChanges {
  /// What was last said of something, and when.
  private var known: [String: (moment: Moment, fields: JSONObject)] = [:]
  /// The party that was named first, whose facts need no name.
  private var party: String?
  /// The promises by when they were made: whoever tells of one and names none means the last of its kind
  /// that is still owed.
  private var promises: [Promised] = []

  /// A promise, and what it is called.
  private struct Promised {
    let kind: String
    let name: String
    let event: String
    let source: String?
    var isOwed = true
  }

  /// What an event changes; nothing where something later was said of it already.
  /// - Parameters:
  ///   - record: the event, which comes after those that were taken.
  ///   - value: the value that it says of a fact; nil where it says none or that stays closed.
  /// - Returns: the changes, by the names of what they are of.
  mutating func take(_ record: Record, value: String?) -> [FieldChange] {
    let (body, own) = (record.body, record.id.description)
    func name(_ field: String) -> String { body[field]?.string ?? own }
    party = party ?? record.party
    var fact: Document<FactField> = [.key: .string(name("key"))]
    if record.party != party { fact[.party] = record.party.map(JSONValue.string) }
    switch record.type {
    case .factRequested:
      return change("openQuestions[\(fact.name)]", record, ["state": "asked"])
    case .factProvided, .factConfirmed, .factCorrected, .factMarkedStale:
      return self.fact(fact.name, record, value)
    case .callbackPromised:
      promises.append(
        Promised(kind: "callback", name: own, event: own, source: record.source))
      return change("promises[\(own)]", record, ["kind": "callback", "state": "open"], ["due"])
    case .commitmentMade:
      promises.append(
        Promised(
          kind: "commitment", name: name("commitment"), event: own, source: record.source))
      return change("promises[\(name("commitment"))]", record, ["state": "open"], ["kind", "due"])
    case .callbackAttempted:
      let callback = promise("callback", record, isEnd: false)
      return change("promises[\(callback)]", record, [:], ["attempt", "outcome"])
    case .callbackCompleted:
      let callback = promise("callback", record, isEnd: true)
      return change("promises[\(callback)]", record, ["state": "kept"])
    case .callbackMissed:
      let callback = promise("callback", record, isEnd: false)
      return change("promises[\(callback)]", record, ["state": "missed"])
    case .commitmentKept:
      let commitment = promise("commitment", record, isEnd: true)
      return change("promises[\(commitment)]", record, ["state": "kept"])
    case .commitmentBroken:
      let commitment = promise("commitment", record, isEnd: true)
      return change("promises[\(commitment)]", record, ["state": "broken"])
    case .noteAdded:
      let kind = body["kind"] ?? "note"
      return change("notes[@\(record.position)]", record, ["kind": kind])
    default: return []
    }
  }

  /// What the promise is called that a record tells of: the one that it names, which need not be among
  /// those that were taken, else the last of its kind that is owed.
  private mutating func promise(_ kind: String, _ record: Record, isEnd: Bool) -> String {
    let said = record.body[kind]?.string.map { EventID($0)?.description ?? $0 }
    let cause = record.causation?.description
    let place =
      promises.lastIndex { promise in
        promise.kind == kind
          && (promise.event == said ?? cause
            || promise.name == said && promise.source == record.source)
      }
      ?? (said == nil ? promises.lastIndex { $0.kind == kind && $0.isOwed } : nil)
    guard let place else { return said ?? record.id.description }
    if isEnd { promises[place].isOwed = false }
    return promises[place].name
  }

  private mutating func fact(
    _ key: String, _ record: Record, _ value: String?
  ) -> [FieldChange] {
    var fields: JSONObject
    switch record.type {
    case .factMarkedStale: fields = ["state": "stale"]
    case .factConfirmed: fields = ["state": "confirmed"]
    case .factCorrected: fields = ["state": "corrected"]
    default: fields = ["state": "provided"]
    }
    if record.type != .factMarkedStale { fields["value"] = value.map(JSONValue.string) }
    let question = "openQuestions[\(key)]"
    let answered =
      known[question]?.fields["state"] == "asked" && record.type != .factMarkedStale
      ? change(question, record, ["state": "answered"]) : []
    // A correction takes back what was known, also one that does not say what is right.
    let gone = record.type == .factCorrected ? ["value"] : []
    return change("facts[\(key)]", record, fields, ["verified"], without: gone) + answered
  }

  /// What becomes of something by some fields, and by those of the body that are there; some of what was
  /// said before holds no more.
  private mutating func change(
    _ name: String, _ record: Record, _ fields: JSONObject, _ copied: [String] = [],
    without gone: [String] = []
  ) -> [FieldChange] {
    let (moment, before) = (Moment(record), known[name])
    if let before, moment < before.moment { return [] }
    var after = before?.fields ?? JSONObject()
    for field in gone { after[field] = nil }
    for member in fields.members { after[member.key] = member.value }
    for field in copied { after[field] = record.body[field] ?? after[field] }
    known[name] = (moment, after)
    guard after != before?.fields else { return [] }
    return [
      FieldChange(
        field: name, before: before.map { .object($0.fields) }, after: .object(after))
    ]
  }
}
