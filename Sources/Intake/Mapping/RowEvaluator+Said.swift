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
  /// when that would be of no account: it says no state and no touch point, and not when the row was
  /// written.
  func unsaid(_ template: EventTemplate) -> SaidEvent? {
    if let emptied = emptied(template) { return emptied }
    var event = NewEvent(id: eventID(template.name), stream: .log, type: template.type)
    for field in template.body where field.name == "clock" {
      if case .const(let clock)? = field.value.terms.first?.origin {
        event.body["clock"] = .string(clock)
      }
    }
    var said = SaidEvent(template.name, event)
    said.isEachVersion = template.isVersioned
    said.isTimedByRow = template.occurred.map { $0.terms.allSatisfy(isVersion) } ?? false
    if said.isTouch {
      said.event.conversation = apart { try? entity(template.conversation, .conversation) }
    }
    return said.matter != nil || said.isTimedByRow || said.isTouch ? said : nil
  }

  /// What a template would say that says nothing of the row at hand because the columns that it has
  /// the state from are empty; nil when they are not.
  private func emptied(_ template: EventTemplate) -> SaidEvent? {
    guard [.caseAssigned, .caseDueChanged, .caseEscalated].contains(template.type) else {
      return nil
    }
    return apart {
      let values = template.body.map(\.value).filter { value in
        value.terms.contains { !$0.origin.columns.isEmpty }
      }
      guard !values.isEmpty, values.allSatisfy({ (try? text($0)) == nil }),
        let draft = try? event(template),
        var said = try? said(template, draft.event(with: [:]))
      else { return nil }
      said.isEmptied = true
      return said
    }
  }

  /// Looks at the row at hand for what no event of it has.
  private func apart<Value>(_ body: () -> Value) -> Value {
    let own = kept
    defer { kept = own }
    return body()
  }

  /// Which version of the row the one at hand is; nil when of two it cannot be told which is newer.
  func version(_ value: MappingValue) throws(RowFault) -> RowVersion? {
    do throws(RowFault) {
      if let time = try time(value)?.timestamp {
        // Without a zone they can be compared with one another all the same.
        return (time.instant ?? Timestamp(time.text + "Z")?.instant).map(RowVersion.time)
      }
    } catch {
      // A number, or a word: whoever uses it as a time is told so there.
    }
    return try text(value).flatMap { Int64($0) }.map(RowVersion.number)
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
