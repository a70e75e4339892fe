internal import InteractionModel

/// The row of one entry of a transcript.
struct EntryDocument {
  let shown: ShownEntry
  let words: StringTable
  /// Whom a party belongs to.
  let partyRoot: (String) -> String

  /// What the entry or, for an orphan, its first record says of itself.
  private struct Source {
    var type: String?
    var said = ""
    var recorded: Instant
    var lacksTime = false
    // Places among the words.
    var actorType: Int32 = 0
    var actorID: Int32 = 0
    var channel: Int32 = 0
    var direction: Int32 = 0
    var department: Int32 = 0
    var party: Int32 = 0
  }

  private var source: Source {
    if let entry = shown.entry {
      return Source(
        type: words[entry.type], said: entry.said, recorded: entry.recorded,
        lacksTime: entry.lacksTime, actorType: entry.actorType, actorID: entry.actorID,
        channel: entry.channel, direction: entry.direction, department: entry.department,
        party: entry.party)
    }
    guard let first = shown.firstAmendment else {
      return Source(type: nil, recorded: shown.moment.time)
    }
    return Source(
      type: first.kind.type.rawValue, said: first.said, recorded: first.recorded,
      lacksTime: first.lacksTime, actorType: first.actorType, actorID: first.actorID,
      channel: first.channel, direction: first.direction, department: first.department,
      party: first.party)
  }

  /// The row.
  /// - Parameter conversation: the conversation it is part of.
  /// - Returns: a row of ``ConversationArchive/entries``.
  func row(of conversation: String) -> Row {
    let source = source
    let isParty = words[source.actorType].map(Actor.partyTypes.contains) == true
    let party = words[source.party] ?? (isParty ? words[source.actorID] : nil)
    return Row(
      table: ConversationArchive.entries.name, key: "\(conversation)/\(shown.position)",
      values: [
        .text(conversation), .integer(shown.moment.sortable), ColumnValue(source.type),
        ColumnValue(words[source.channel]), ColumnValue(words[source.direction]),
        .text(shown.visibility.word), ColumnValue(words[source.department]),
        ColumnValue(party.map(partyRoot)),
        ColumnValue(shown.indexedText?.rawValue), .text(shown.state),
        .text(document(source)),
      ], position: shown.last)
  }

  /// The entry as users see it; what is not known is left out.
  private func document(_ source: Source) -> String {
    let entry = shown.entry
    var object = DocumentWriter<EntryField>()
    object.put(.attachments, shown.attachments)
    // An attachment of what was redacted is not shown either.
    if shown.redaction != nil, let count = entry?.attachments.count, count > 0 {
      object.put(.attachmentsWithheld, Int64(count))
    }
    object.put(.author, words.author(source.actorType, source.actorID, partyRoot))
    object.put(.channel, words[source.channel])
    object.put(.delivery, shown.delivery.map { delivery($0).json })
    object.put(.department, words[source.department])
    if let entry, !entry.detail.isEmpty { object.put(.detail, .object(entry.detail)) }
    object.put(.direction, words[source.direction])
    object.put(.duplicateOf, shown.duplicateOf?.rawValue)
    object.put(.edits, shown.edits.map { edit($0).json })
    object.put(.flags, flags(source).elements)
    object.put(.id, entry?.id.description)
    object.put(.mediaType, entry?.mediaType)
    object.put(.parent, entry?.parent)
    object.put(.parentPosition, entry?.parentPlace?.rawValue)
    object.put(.position, shown.position.rawValue)
    object.put(.recorded, source.recorded.description)
    object.put(.redacted, shown.redaction.map { redaction($0).json })
    if let response = entry?.response {
      var used: Document<UsedField> = [.id: .string(response)]
      used.put(.version, entry?.responseVersion)
      object.put(.response, used.json)
    }
    object.put(.state, shown.state)
    object.put(.text, text)
    object.put(.time, shown.moment.text(source.said))
    object.put(.type, source.type)
    object.put(.visibility, shown.visibility.word)
    return object.text()
  }

  /// Where to read it: the record, and where in its opened parts.
  private var text: JSONValue? {
    guard let position = shown.text else { return nil }
    let pointers: JSONValue =
      switch shown.event {
      case .started: ["/subject"]
      case .received, .sent, .edited, .redacted: ["/subject", "/text"]
      default: ["/text"]
      }
    let reference: Document<ReferenceField> = [
      .pointers: pointers, .position: .int(position.rawValue),
    ]
    return reference.json
  }

  private func flags(_ source: Source) -> StringSet {
    var flags = StringSet(shown.entry?.flags ?? [])
    if source.lacksTime { flags.insert("no_usable_time") }
    if shown.isLate { flags.insert("late") }
    guard let entry = shown.entry else {
      flags.insert("orphan")
      return flags
    }
    if entry.parent != nil, entry.parentPlace == nil { flags.insert("parent_missing") }
    if entry.detail["pending"] == true { flags.insert("pending") }
    let isInferred = Actor.infers(
      as: words[source.actorType], model: entry.detail["model"]?.string,
      confidence: entry.detail["confidence"]?.string)
    if shown.event == .line, isInferred { flags.insert("inferred") }
    return flags
  }

  private func edit(_ amendment: Amendment) -> Document<AmendmentField> {
    var object = common(amendment)
    object.put(.edition, amendment.edition)
    object.put(.shown, shown.redaction == nil && amendment == shown.shownEdit)
    return object
  }

  private func redaction(_ amendment: Amendment) -> Document<AmendmentField> {
    var object = common(amendment)
    object.put(.authority, amendment.code)
    return object
  }

  private func delivery(_ amendment: Amendment) -> Document<AmendmentField> {
    var object = common(amendment)
    object.put(.error, amendment.code)
    object[.state] = amendment.kind == .delivery ? "delivered" : "failed"
    return object
  }

  private func common(_ amendment: Amendment) -> Document<AmendmentField> {
    var object: Document<AmendmentField> = [
      .position: .int(amendment.moment.position.rawValue),
      .recorded: .string(amendment.recorded.description),
      .time: .string(amendment.moment.text(amendment.said)),
    ]
    object.put(.author, words.author(amendment.actorType, amendment.actorID, partyRoot))
    return object
  }
}
