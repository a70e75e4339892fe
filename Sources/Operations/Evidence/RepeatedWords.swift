internal import Compliance
internal import EventLog
public import InteractionModel
internal import Search
internal import Vault

/// Finds what is withheld in one place and given away in another: an edition, a quotation, the same name or
/// number once more, however it is spelled (``/Search/SpelledTexts``), sealed there or in the open; and of what
/// was sealed also the parts that say by themselves whom it is about (``/Search/TellingParts``).
struct RepeatedWords {
  /// Shorter ones are words of other sentences.
  private static let shortest = 4
  /// Members of an envelope that are nobody's words: times, numbers and words of closed lists, and what is
  /// sealed.
  private static let codes: Set = [
    "channel", "direction", "id", "occurred", "recorded", "schema", "sealed", "type", "version",
  ]

  private var withheld: [(redaction: Int, text: String)] = []
  private var shown: [(position: Position, text: String)] = []
  /// What stands in the open.
  private var openly: [(position: Position, text: String)] = []

  /// Takes a record in.
  mutating func take(_ record: DisclosedRecord) {
    withheld += record.withheld.filter { $0.text.unicodeScalars.count >= Self.shortest }
    for part in record.parts {
      for line in DisclosedText(part).lines {
        for case .text(let text) in line.runs { shown.append((record.record.position, text)) }
      }
    }
  }

  /// Takes in what stands in the open of a record, its envelope and body, which nobody can withhold.
  mutating func takeEnvelope(of stored: StoredRecord) {
    guard let object = (try? JSONValue(parsing: stored.line))?.object else { return }
    let open = object.members.filter { !Self.codes.contains($0.key) }
    for leaf in JSONValue.object(JSONObject(open.map { ($0.key, $0.value) })).leaves() {
      guard let text = leaf.value.string else { continue }
      openly.append((stored.position, text))
    }
  }

  /// What is found, in the order of the redactions.
  /// - Parameter rules: by which numbers are read.
  /// - Returns: of each redaction that it is so of, where.
  func found(_ rules: IdentifierRules) -> [EvidenceBundle.Repeat] {
    var known: Set<String> = []
    let withheld = withheld.filter { known.insert($0.text).inserted }
    guard !withheld.isEmpty else { return [] }
    let spelled = SpelledTexts(withheld.map(\.text), rules)
    var found: [Int: Set<Position>] = [:]
    for (position, text) in shown + openly {
      // Also within a word.
      let within = withheld.indices.filter { text.contains(withheld[$0].text) }
      for number in spelled.found(in: text).union(within) {
        found[withheld[number].redaction, default: []].insert(position)
      }
    }
    let parts = withheld.flatMap { hidden in
      TellingParts.parts(of: hidden.text).map { (redaction: hidden.redaction, text: $0) }
    }
    let spelledParts = SpelledTexts(parts.map(\.text), rules)
    var partly: [Int: Set<Position>] = [:]
    // What is in the open has the numbers of cases and the ids of whom it is about everywhere.
    for (position, text) in shown {
      for number in spelledParts.found(in: text) {
        partly[parts[number].redaction, default: []].insert(position)
      }
    }
    return Set(found.keys).union(partly.keys).sorted().map { redaction in
      let whole = found[redaction] ?? []
      return EvidenceBundle.Repeat(
        redaction: redaction, positions: whole.sorted(),
        partly: (partly[redaction] ?? []).subtracting(whole).sorted())
    }.filter { !$0.positions.isEmpty || !$0.partly.isEmpty }
  }
}
