internal import InteractionModel

/// A note of a service request.
struct Open311Note {
  let type: String
  let occurred: Timestamp?
  let object: JSONObject
  let extended: JSONObject

  /// What is not public: everything but type and time.
  var content: JSONObject {
    var content = object
    content["type"] = nil
    content["datetime"] = nil
    return content
  }

  /// Its name within the request: its type and time, which do not change when notes are added.
  var name: String { "note:\(type):\(occurred?.text ?? "")" }

  /// The case of the follow-on that it is about.
  var followOn: String? {
    Open311Request.word(extended["service_request_id"]).flatMap {
      EntityKey.isValid(id: $0) ? $0 : nil
    }
  }
}

extension Open311Request {
  /// The notes, in the order in which they happened; in the order of the file when one of them
  /// has no usable time.
  func notes() throws(RowFault) -> [Open311Note] {
    guard let value = object["notes"], value != .null else { return [] }
    guard let elements = value.array else {
      throw RowFault("“notes” is not an array", remedy: "write […] or leave it out")
    }
    var notes: [Open311Note] = []
    for element in elements {
      guard let note = element.object else {
        throw RowFault("a note is not an object", remedy: "write {\"type\", \"datetime\", …}")
      }
      notes.append(
        Open311Note(
          type: Open311Request.word(note["type"])?.lowercased() ?? "",
          occurred: try Open311Request.time(note["datetime"], "notes.datetime"), object: note,
          extended: note["extended_attributes"]?.object ?? JSONObject()))
    }
    let times = notes.compactMap { $0.occurred?.instant }
    guard times.count == notes.count else { return notes }
    return zip(times, notes.indices).sorted { $0 < $1 }.map { notes[$0.1] }
  }

  /// The event of a note.
  ///
  /// `submitted` is the touch point, `opened` the opening, `closed` and `reopened` what they say;
  /// `follow_on_created` is `transfer.requested` to another department and `follow_on_closed` the
  /// `transfer.completed` of the same follow-on. A follow-on that is closed without having been
  /// created here is flagged `unmatched_follow_on`. All others are `note.added`.
  mutating func note(_ note: Open311Note) throws(RowFault) {
    switch note.type {
    case "submitted" where !isTouched:
      try touch(name: unique(note.name), occurred: note.occurred, sealed: note.content)
    case "opened" where closedSoFar == nil:
      try open(name: unique(note.name), occurred: note.occurred, sealed: note.content)
    case "closed": turn(note, isClosed: true)
    case "reopened": turn(note, isClosed: false)
    case "opened" where closedSoFar == true: turn(note, isClosed: false)
    case "follow_on_created": requestTransfer(note)
    case "follow_on_closed": completeTransfer(note)
    default:
      let name = unique(note.name)
      var event = caseEvent(.noteAdded, name, occurred: note.occurred)
      Open311Request.set("kind", note.object["type"], in: &event)
      var content = note.content
      if event.body["kind"] == nil { content["type"] = note.object["type"] }
      append(event, name, sealed: content)
    }
  }

  /// A note that says that the case is closed, or open again; it stays a moment of the past whatever
  /// the status says later.
  private mutating func turn(_ note: Open311Note, isClosed: Bool) {
    closedSoFar = isClosed
    let name = unique(note.name)
    append(
      caseEvent(isClosed ? .caseClosed : .caseReopened, name, occurred: note.occurred), name,
      sealed: note.content
    ) { $0.isMoment = true }
  }

  private mutating func requestTransfer(_ note: Open311Note) {
    let name = unique(note.followOn.map { "follow_on:\($0)" } ?? note.name)
    var event = caseEvent(.transferRequested, name, occurred: note.occurred)
    event.body = ["kind": "department"]
    event.body["fromDepartment"] = department.map(JSONValue.string)
    Open311Request.set("toDepartment", note.extended["agency_responsible"], in: &event)
    Open311Request.set("service", note.extended["service_name"], in: &event)
    if let followOn = note.followOn {
      event.body["toCase"] = .string(followOn)
      followOns[followOn] = event.id
    }
    append(event, name, sealed: note.content)
  }

  private mutating func completeTransfer(_ note: Open311Note) {
    let name = unique(note.followOn.map { "follow_on_closed:\($0)" } ?? note.name)
    var event = caseEvent(.transferCompleted, name, occurred: note.occurred)
    event.body = ["outcome": "closed"]
    Open311Request.set("department", note.extended["agency_responsible"], in: &event)
    event.body["toCase"] = note.followOn.map(JSONValue.string)
    if let transfer = note.followOn.flatMap({ followOns.removeValue(forKey: $0) }) {
      event.body["transfer"] = .string(transfer.description)
      event.causation = transfer
    } else {
      event.body["flags"] = ["unmatched_follow_on"]
    }
    append(event, name, sealed: note.content)
  }
}
