internal import InteractionModel

/// A conversation as users see it, apart from what was said in it and the answers that were used,
/// which have rows of their own.
///
/// It does not grow with the conversation: of what can be many it lists some and counts all.
struct ConversationDocument {
  let transcript: Transcript
  let context: RowContext
  /// Whom a party belongs to.
  let partyRoot: (String) -> String
  private let membership: CaseMembership?

  init(
    transcript: Transcript, context: RowContext, partyRoot: @escaping (String) -> String
  ) {
    self.transcript = transcript
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
        .text(transcript.issueCodes.json.canonicalText),
        ColumnValue(transcript.disposition.value?.outcome), .text(status),
        ColumnValue(start?.moment.sortable), ColumnValue(transcript.lastTouch.moment?.sortable),
        .integer(transcript.counts[.counted]),
        .text(document.json.canonicalText),
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

  private var ended: String? {
    guard isOver, let moment = transcript.ending.moment else { return nil }
    return moment.text(transcript.ending.value?.said ?? "")
  }

  // MARK: The document

  /// The conversation; what is not known is left out.
  private var document: Document<ConversationField> {
    let participants: Document<ParticipantsField> = [
      .agents: transcript.agents.json, .others: transcript.others.json, .parties: parties.json,
    ]
    var object: Document<ConversationField> = [
      .channels: transcript.channels.json,
      .counts: counts.json,
      .departments: transcript.departments.json,
      .flags: transcript.flags.json,
      .participants: participants.json,
      .status: .string(status),
    ]
    object.put(.case, membership?.id)
    object.put(.caseSince, membership?.since?.rawValue)
    object.put(.channel, channel)
    object.put(.contacts, contacts.map(\.document))
    object.put(.department, transcript.department.value)
    object.put(.direction, transcript.direction.value)
    object.put(.disposition, disposition)
    object.put(.ended, ended)
    object.put(.issues, transcript.issues.notes.map(\.document))
    object.put(.language, transcript.language.value)
    object.put(.last, transcript.lastTouch.saidTime)
    object.put(.links, transcript.links.notes.map(\.document))
    if isOver { object.put(.outcome, transcript.ending.value?.outcome) }
    object.put(.started, start?.said)
    return object
  }

  private var disposition: JSONValue? {
    guard let moment = transcript.disposition.moment, let last = transcript.disposition.value
    else { return nil }
    var object: Document<DispositionField> = [
      .position: .int(moment.position.rawValue), .time: .string(moment.text(last.said)),
    ]
    object.put(.issue, last.issue)
    object.put(.outcome, last.outcome)
    return object.json
  }

  private var counts: Document<ConversationCountField> {
    let counts = transcript.counts
    return [
      .attachments: .int(counts[.attachments]),
      .contacts: .int(transcript.legCount),
      .duplicates: .int(counts[.duplicates]),
      .edits: .int(transcript.edits),
      .events: .int(transcript.events),
      .issues: .int(transcript.issues.count),
      .late: .int(counts[.late]),
      .links: .int(transcript.links.count),
      .notes: .int(counts[.notes]),
      .orphans: .int(counts[.orphans]),
      .public: .int(counts[.visible]),
      .received: .int(counts[.received]),
      .recordings: .int(counts[.recordings]),
      .redactions: .int(transcript.redactions),
      .responses: .int(transcript.useCount),
      .resumed: .int(transcript.resumptions),
      .sent: .int(counts[.sent]),
      .shown: .int(counts[.shown]),
      .transcripts: .int(counts[.transcripts]),
      .undelivered: .int(counts[.undelivered]),
      .unknown: .int(transcript.unknown),
      .unmatchedReceipts: .int(counts[.unmatchedReceipts]),
    ]
  }

  private var contacts: [ConversationLeg] {
    transcript.legs.sorted { left, right in
      guard let first = left.first.moment, let second = right.first.moment else { return false }
      return first < second
    }
  }
}
