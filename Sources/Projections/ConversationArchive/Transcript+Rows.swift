internal import InteractionModel

extension Transcript {
  /// The rows of the conversation: itself, its entries, and where it used responses.
  /// - Parameter context: which conversation it is, its case, and whom parties belong to.
  /// - Returns: the rows; none when no record was taken.
  func rows(_ context: RowContext) -> [Row] {
    guard events > 0 else { return [] }
    var whole = self
    let readings =
      isInParts
      ? parts.all.compactMap { whole.reading($0.value) }
      : whole.divide()
    let rendering = TranscriptRendering(whole, context)
    let entries = readings.flatMap(\.entries).sorted { $0.moment < $1.moment }
    let uses = whole.parts.all.flatMap { whole.uses($0.value) }
      .sorted { $0.use.moment < $1.use.moment }
    return [rendering.row] + entries.map(rendering.row(of:)) + uses.map(rendering.row(of:))
  }

  func changes(_ context: RowContext) -> RowChanges {
    let rendering = TranscriptRendering(self, context)
    var former: [RowKey: Row] = [:]
    var rows: [Row] = [rendering.row]
    for (_, part) in parts.former {
      for row in rendering.rows(of: part) { former[RowKey(row)] = row }
    }
    for key in parts.former.keys.sorted() {
      for row in rendering.rows(of: parts.current(key)) {
        // What is as it was is left as it is.
        if former.removeValue(forKey: RowKey(row)) != row { rows.append(row) }
      }
    }
    return RowChanges(rows: rows, gone: Array(former.values))
  }

  fileprivate func reading(_ part: TranscriptPart) -> ThingReading? {
    guard case .thing(let thing) = part else { return nil }
    return ThingReading(thing, words)
  }

  fileprivate func uses(_ part: TranscriptPart) -> [ResponseGroup.Reading] {
    guard case .response(let group) = part else { return [] }
    return group.uses
  }
}

/// Makes the rows of a transcript.
private struct TranscriptRendering {
  let transcript: Transcript
  let context: RowContext
  /// Whom a party belongs to; most entries name the same few, each of which is looked up once.
  private let partyRoot: (String) -> String

  init(_ transcript: Transcript, _ context: RowContext) {
    self.transcript = transcript
    self.context = context
    var roots: [String: String] = [:]
    for party in transcript.parties.elements { roots[party] = context.partyRoot(party) }
    let known = roots
    partyRoot = { known[$0] ?? context.partyRoot($0) }
  }

  /// The row of the conversation itself.
  var row: Row {
    ConversationDocument(transcript: transcript, context: context, partyRoot: partyRoot).row
  }

  func row(of shown: ShownEntry) -> Row {
    EntryDocument(shown: shown, words: transcript.words, partyRoot: partyRoot)
      .row(of: context.key)
  }

  func row(of use: ResponseGroup.Reading) -> Row {
    use.row(of: context.key, transcript.words, partyRoot)
  }

  /// The rows of a part; none when there is none.
  func rows(of part: TranscriptPart?) -> [Row] {
    switch part {
    case .thing?:
      part.flatMap { transcript.reading($0) }?.entries.map(row(of:)) ?? []
    case .response(let group)?: group.uses.map(row(of:))
    case .leg?, nil: []
    }
  }
}
