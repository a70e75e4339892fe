internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// What events say of facts, promises and notes, of which no field of a case or a conversation tells:
/// each as a change of what was last said of the same thing.
struct SaidChanges {
  /// What was last said of something, and when.
  private var known: [String: (moment: Moment, fields: JSONObject)] = [:]
  /// The last call back that was promised: whoever tells of one and does not name it means that.
  private var promised: String?

  /// What an event changes; nothing where something later was said of it already.
  /// - Parameters:
  ///   - record: the event, which comes after those that were taken.
  ///   - words: what was said with it; nil where that stays closed.
  /// - Returns: the changes, by the names of what they are of.
  mutating func take(_ record: Record, words: String?) -> [FieldChange] {
    let (body, own) = (record.body, record.id.description)
    func name(_ field: String) -> String { body[field]?.string ?? own }
    let callback = body["callback"]?.string ?? promised ?? own
    switch record.type {
    case .factRequested:
      return change("openQuestions[\(name("key"))]", record, ["state": "asked"])
    case .factProvided, .factConfirmed, .factCorrected, .factMarkedStale:
      return fact(name("key"), record, words)
    case .callbackPromised:
      promised = own
      return change("promises[\(own)]", record, ["kind": "callback", "state": "open"], ["due"])
    case .commitmentMade:
      return change("promises[\(name("commitment"))]", record, ["state": "open"], ["kind", "due"])
    case .callbackAttempted:
      return change("promises[\(callback)]", record, [:], ["attempt", "outcome"])
    case .callbackCompleted:
      return change("promises[\(callback)]", record, ["state": "kept"])
    case .callbackMissed:
      return change("promises[\(callback)]", record, ["state": "missed"])
    case .commitmentKept:
      return change("promises[\(name("commitment"))]", record, ["state": "kept"])
    case .commitmentBroken:
      return change("promises[\(name("commitment"))]", record, ["state": "broken"])
    case .noteAdded:
      let kind = body["kind"] ?? "note"
      return change("notes[@\(record.position)]", record, ["kind": kind])
    default: return []
    }
  }

  private mutating func fact(
    _ key: String, _ record: Record, _ words: String?
  ) -> [FieldChange] {
    var fields: JSONObject
    switch record.type {
    case .factMarkedStale: fields = ["state": "stale"]
    case .factConfirmed: fields = ["state": "confirmed"]
    case .factCorrected: fields = ["state": "corrected"]
    default: fields = ["state": "provided"]
    }
    if record.type != .factMarkedStale { fields["value"] = words.map(JSONValue.string) }
    let question = "openQuestions[\(key)]"
    let answered =
      known[question]?.fields["state"] == "asked" && record.type != .factMarkedStale
      ? change(question, record, ["state": "answered"]) : []
    return change("facts[\(key)]", record, fields, ["verified"]) + answered
  }

  /// What becomes of something by some fields, and by those of the body that are there.
  private mutating func change(
    _ name: String, _ record: Record, _ fields: JSONObject, _ copied: [String] = []
  ) -> [FieldChange] {
    let (moment, before) = (Moment(record), known[name])
    if let before, moment < before.moment { return [] }
    var after = before?.fields ?? JSONObject()
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
