internal import InteractionModel

/// A conversation as users see it, apart from what was said in it.
struct ConversationDocument {
  let transcript: Transcript
  let reading: TranscriptReading
  let context: RowContext
  /// Whom a party belongs to.
  let partyRoot: (String) -> String
  private let membership: CaseMembership?

  init(
    transcript: Transcript, reading: TranscriptReading, context: RowContext,
    partyRoot: @escaping (String) -> String
  ) {
    self.transcript = transcript
    self.reading = reading
    self.context = context
    self.partyRoot = partyRoot
    membership = context.caseOf(context.key, transcript.saidCase.value)
  }

  /// The row of the conversation.
  var row: Row {
    Row(
      table: ConversationArchive.conversations.name, key: context.key,
      values: [
        ColumnValue(membership?.id), ColumnValue(channel),
        .text(transcript.channels.json.canonicalText), .text(parties.json.canonicalText),
        ColumnValue(transcript.department.value), ColumnValue(transcript.language.value),
        .text(StringSet(transcript.issues.map(\.code)).json.canonicalText),
        ColumnValue(transcript.disposition.value?.outcome), .text(status),
        ColumnValue(start?.moment.sortable), ColumnValue(transcript.lastTouch.moment?.sortable),
        .integer(Int64(reading.entries.count { $0.isCounted })),
        .text(JSONValue.object(document).canonicalText),
      ])
  }

  /// The row of a use of a response.
  /// - Parameters:
  ///   - use: the use.
  ///   - message: the message that carried the response, if one did.
  /// - Returns: a row of ``ConversationArchive/uses``.
  func row(of use: ResponseUse, message: Position?) -> Row {
    let words = transcript.words
    var document: JSONObject = [
      "conversation": .string(context.key), "outcome": .string(outcome),
      "position": .int(use.moment.position.rawValue), "response": .string(use.response),
      "status": .string(status), "time": .string(use.moment.text(use.said)),
    ]
    document.fill("author", words.author(use.actorType, use.actorID, partyRoot))
    document.fill("case", membership?.id)
    document.fill("channel", words[use.channel])
    document.fill("department", words[use.department])
    document.fill("ended", ended)
    document.fill("message", message?.rawValue)
    document.fill("version", use.version)
    return Row(
      table: ConversationArchive.uses.name, key: "\(context.key)/\(use.moment.position)",
      values: [
        .text(use.response), ColumnValue(use.version), .text(context.key),
        .integer(use.moment.sortable), .text(outcome),
        .text(JSONValue.object(document).canonicalText),
      ])
  }

  // MARK: What the records come to

  private var channel: String? { transcript.firstChannel.value ?? transcript.channels.first }

  private var parties: StringSet { StringSet(transcript.parties.elements.map(partyRoot)) }

  private var start: (moment: Moment, said: String)? {
    let register =
      transcript.started.moment == nil ? transcript.firstTouch : transcript.started
    return register.moment.map { ($0, $0.text(register.value ?? "")) }
  }

  private var isOver: Bool { transcript.ending.value?.isOver == true }

  private var status: String {
    if transcript.activity.value == "abandoned" { return "abandoned" }
    guard isOver else { return "open" }
    return transcript.ending.value?.outcome == "abandoned" ? "abandoned" : "closed"
  }

  /// How it ended: the last disposition, else the outcome it was closed with, else its status.
  private var outcome: String {
    transcript.disposition.value?.outcome
      ?? (isOver ? transcript.ending.value?.outcome : nil) ?? status
  }

  private var ended: String? {
    guard isOver, let moment = transcript.ending.moment else { return nil }
    return moment.text(transcript.ending.value?.said ?? "")
  }

  // MARK: The document

  /// The conversation; what is not known is left out.
  private var document: JSONObject {
    var object: JSONObject = [
      "channels": transcript.channels.json,
      "counts": .object(counts),
      "departments": transcript.departments.json,
      "flags": transcript.flags.json,
      "participants": [
        "agents": transcript.agents.json, "others": transcript.others.json,
        "parties": parties.json,
      ],
      "status": .string(status),
    ]
    object.fill("attachments", attachments)
    object.fill("case", membership?.id)
    object.fill("caseSince", membership?.since?.rawValue)
    object.fill("channel", channel)
    object.fill("contacts", byMoment(transcript.legs) { $0.first.moment }.map(\.document))
    object.fill("department", transcript.department.value)
    object.fill("direction", transcript.direction.value)
    object.fill("disposition", disposition)
    object.fill("ended", ended)
    object.fill("issues", byMoment(transcript.issues) { $0.moment }.map(\.document))
    object.fill("language", transcript.language.value)
    object.fill("last", transcript.lastTouch.saidTime)
    object.fill("links", byMoment(transcript.links) { $0.moment }.map(\.document))
    if isOver { object.fill("outcome", transcript.ending.value?.outcome) }
    object.fill("responses", reading.uses.map(response))
    object.fill("started", start?.said)
    return object
  }

  private var disposition: JSONValue? {
    guard let moment = transcript.disposition.moment, let last = transcript.disposition.value
    else { return nil }
    var object: JSONObject = [
      "position": .int(moment.position.rawValue), "time": .string(moment.text(last.said)),
    ]
    object.fill("issue", last.issue)
    object.fill("outcome", last.outcome)
    return .object(object)
  }

  private func response(_ used: (use: ResponseUse, message: Position?)) -> JSONValue {
    var object: JSONObject = [
      "id": .string(used.use.response), "position": .int(used.use.moment.position.rawValue),
    ]
    object.fill("message", used.message?.rawValue)
    object.fill("version", used.use.version)
    return .object(object)
  }

  private var attachments: [JSONValue] {
    reading.entries.flatMap { shown in
      shown.attachments.map { id in
        var object: JSONObject = ["id": .string(id), "position": .int(shown.position.rawValue)]
        object.fill("mediaType", shown.entry?.mediaType)
        return .object(object)
      }
    }
  }

  private var counts: JSONObject {
    var (duplicates, late, orphans, undelivered) = (Int64(0), Int64(0), Int64(0), Int64(0))
    var (notes, received, recordings, sent, transcripts) = (
      Int64(0), Int64(0), Int64(0), Int64(0), Int64(0)
    )
    for shown in reading.entries {
      if shown.isDuplicate { duplicates += 1 }
      if shown.isLate { late += 1 }
      if shown.delivery?.kind == .failure { undelivered += 1 }
      if !shown.isOriginal { orphans += 1 }
      guard shown.isOriginal, !shown.isDuplicate else { continue }
      switch shown.event {
      case .note: notes += 1
      case .received: received += 1
      case .recording: recordings += 1
      case .sent: sent += 1
      case .transcript: transcripts += 1
      default: break
      }
    }
    func amendments(_ kind: Amendment.Kind) -> JSONValue {
      .int(Int64(transcript.amendments.count { $0.kind == kind }))
    }
    return [
      "duplicates": .int(duplicates),
      "edits": amendments(.edit),
      "events": .int(transcript.events),
      "late": .int(late),
      "notes": .int(notes),
      "orphans": .int(orphans),
      "received": .int(received),
      "recordings": .int(recordings),
      "redactions": amendments(.redaction),
      "resumed": .int(transcript.resumptions),
      "sent": .int(sent),
      "transcripts": .int(transcripts),
      "undelivered": .int(undelivered),
      "unknown": .int(transcript.unknown),
      "unmatchedReceipts": .int(Int64(reading.unmatchedReceipts)),
    ]
  }

  private func byMoment<Element>(
    _ elements: [Element], _ moment: (Element) -> Moment?
  ) -> [Element] {
    elements.sorted { left, right in
      guard let first = moment(left), let second = moment(right) else { return false }
      return first < second
    }
  }
}
