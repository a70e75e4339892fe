internal import InteractionModel

extension RowEvaluator {
  /// The id of what is said first under a name of the row at hand.
  func eventID(_ name: String) -> EventID {
    context.minter.eventID(
      source: mapping.source, externalID: rowID, externalVersion: "", name: name)
  }

  /// What a template says of the row at hand.
  func said(_ template: EventTemplate, _ event: NewEvent) throws(RowFault) -> SaidEvent {
    var said = SaidEvent(template.name, event)
    said.after = template.after
    said.isTimedByRow = try isTimedByRow(template)
    said.isEachVersion = template.isVersioned
    return said
  }

  /// What a template that says nothing of the row at hand may have said of an earlier version; nil
  /// when that would be of no account: it says no state, and not when the row was written.
  func unsaid(_ template: EventTemplate) -> SaidEvent? {
    var event = NewEvent(id: eventID(template.name), stream: .log, type: template.type)
    for field in template.body where field.name == "clock" {
      if case .const(let clock)? = field.value.terms.first?.origin {
        event.body["clock"] = .string(clock)
      }
    }
    var said = SaidEvent(template.name, event)
    said.isTimedByRow = template.occurred.map { $0.terms.contains(where: isVersion) } ?? false
    return said.matter != nil || said.isTimedByRow ? said : nil
  }

  /// When the source wrote the row at hand; nil when its version is no time.
  func writing(_ version: MappingValue) throws(RowFault) -> Instant? {
    do throws(RowFault) {
      return try time(version)?.timestamp.instant
    } catch {
      // A number, or a word: whoever uses it as a time is told so there.
      return nil
    }
  }

  /// Columns of the row at hand as a note, in the stream of its case or in one of its own.
  func note(of columns: JSONObject) throws(RowFault) -> SaidEvent {
    let name = "kept"
    let stream: EntityKey
    if let matter = try entity(mapping.usualCase, .case) {
      stream = EntityKey(.case, matter)
    } else {
      stream = EntityKey(
        .document,
        context.minter.entityID(.document, source: mapping.source, externalID: rowID))
    }
    var event = NewEvent(id: eventID(name), stream: StreamID(stream), type: .noteAdded)
    event.source = mapping.source
    event.body["kind"] = "row"
    event.personal = [
      PersonalPart(
        subject: event.defaultSubject, content: ["columns": EventDraft.value(of: columns)])
    ]
    return SaidEvent(name, event)
  }

  /// All columns of the row at hand that say anything.
  func everything() throws(RowFault) -> JSONObject {
    var columns = JSONObject()
    for (index, name) in names.enumerated() {
      let text = try decode(index)
      if !text.isEmpty { columns[name] = .string(text) }
    }
    return columns
  }

  /// Whether the time of an event is when the row was written.
  private func isTimedByRow(_ template: EventTemplate) throws(RowFault) -> Bool {
    guard let occurred = template.occurred else { return false }
    for term in occurred.terms where try text(term) != nil { return isVersion(term) }
    return false
  }

  private func isVersion(_ term: MappingTerm) -> Bool {
    mapping.rowVersion?.terms.contains { $0.origin == term.origin } ?? false
  }
}
