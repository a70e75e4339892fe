internal import InteractionModel

extension Transcript {
  /// The rows of the conversation: itself, its entries, and where it used responses.
  /// - Parameter context: which conversation it is, its case, and whom parties belong to.
  /// - Returns: the rows; none when no record was taken.
  func rows(_ context: RowContext) -> [Row] {
    guard events > 0 else { return [] }
    let reading = TranscriptReading(self)
    // Most entries name the same few parties; each is looked up once.
    var roots: [String: String] = [:]
    for party in parties.elements { roots[party] = context.partyRoot(party) }
    let known = roots
    let partyRoot: (String) -> String = { known[$0] ?? context.partyRoot($0) }

    let view = ConversationDocument(
      transcript: self, reading: reading, context: context, partyRoot: partyRoot)
    var rows = [view.row]
    for shown in reading.entries {
      rows.append(
        EntryDocument(shown: shown, words: words, reading: reading, partyRoot: partyRoot)
          .row(of: context.key))
    }
    for (use, message) in reading.uses { rows.append(view.row(of: use, message: message)) }
    return rows
  }
}
