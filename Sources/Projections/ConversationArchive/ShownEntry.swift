internal import InteractionModel

/// An entry of a transcript with everything that other records say about it.
///
/// A reference, because it is large and goes through many hands while a conversation is rendered.
final class ShownEntry {
  /// What was said or happened; nil for an edit or a redaction whose message never came.
  let entry: TranscriptEntry?
  /// What the type of the entry means.
  let event: ArchiveEvent
  let moment: Moment
  /// By edition, then by moment.
  private(set) var edits: [Amendment] = []
  /// The first one; nothing that comes later takes it back.
  private(set) var redaction: Amendment?
  /// The last word on whether it arrived.
  private(set) var delivery: Amendment?

  var isDuplicate = false
  /// The entry it repeats; nil when it is none that the conversation has.
  var duplicateOf: Position? {
    didSet { last = max(last, duplicateOf ?? last) }
  }
  var isLate = false
  /// The last record that went into it.
  var last: Position
  /// Who may see it, by ``StandingWords``.
  let visibility: Visibility

  /// Whether the source itself calls an entry a duplicate.
  static func isFlaggedAsDuplicate(_ entry: TranscriptEntry, _ event: ArchiveEvent) -> Bool {
    event.isSaid && entry.flags.contains("duplicate")
  }

  /// An entry and what later and earlier records say about it, with all that bring the same, itself
  /// among them.
  init(
    _ entry: TranscriptEntry, _ event: ArchiveEvent, _ amendments: [Amendment],
    deliveries: some Collection<TranscriptEntry>
  ) {
    self.entry = entry
    self.event = event
    moment = entry.moment
    last = max(moment.position, entry.parentPlace ?? moment.position)
    let edits = amendments.filter { $0.kind == .edit }
    visibility = StandingWords.visibility(
      of: deliveries.lazy.map(\.visibility), edited: StandingWords.edit(of: edits)?.visibility)
    take(amendments)
  }

  /// Edits and redactions of a message that the conversation does not have; nil when there is
  /// nothing but receipts.
  init?(orphan amendments: [Amendment]) {
    let first = amendments.filter { $0.kind == .edit || $0.kind == .redaction }
      .min { $0.moment < $1.moment }
    guard let first else { return nil }
    entry = nil
    event = first.kind == .edit ? .edited : .redacted
    moment = first.moment
    visibility = StandingWords.visibility(of: [], edited: nil)
    last = moment.position
    take(amendments)
  }

  private func take(_ amendments: [Amendment]) {
    for amendment in amendments { last = max(last, amendment.moment.position) }
    edits = amendments.filter { $0.kind == .edit }.sorted(by: Amendment.precedes)
    redaction = StandingWords.redaction(of: amendments.lazy.filter { $0.kind == .redaction })
    delivery = amendments.filter { $0.kind == .delivery || $0.kind == .failure }
      .max { $0.moment < $1.moment }
  }

  /// The edit whose text is the one that stands; nil when it is the entry's own.
  var shownEdit: Amendment? { StandingWords.edit(of: edits) }

  /// The edit or redaction that an orphan begins with; nil for any other entry.
  var firstAmendment: Amendment? {
    guard entry == nil else { return nil }
    return (edits + [redaction].compactMap { $0 }).first { $0.moment == moment }
  }

  /// The record that brought it; with the conversation its key.
  var position: Position { moment.position }

  /// The record whose sealed parts hold the text as it stands; nil when there is none, or none
  /// that may be shown.
  var text: Position? {
    guard redaction == nil, duplicateOf == nil else { return nil }
    if let shownEdit { return shownEdit.moment.position }
    return entry?.hasText == true ? moment.position : nil
  }

  /// What is attached and may be shown; of a doubled delivery, the entry it repeats has it.
  var attachments: [String] {
    redaction == nil && duplicateOf == nil ? entry?.attachments ?? [] : []
  }

  /// ``text``, once for each thing that was said, so that nothing is indexed twice.
  var indexedText: Position? { isDuplicate ? nil : text }

  /// What became of it, in one word.
  var state: String {
    if isDuplicate { return "duplicate" }
    if redaction != nil { return "redacted" }
    if entry == nil { return "orphan" }
    return edits.isEmpty ? "original" : "edited"
  }

  /// Whether the conversation has the entry, and not only what others say about it.
  var isOriginal: Bool { entry != nil }

  /// Whether it counts among the entries of the conversation.
  var isCounted: Bool { isOriginal && event.isCounted && !isDuplicate }
}
