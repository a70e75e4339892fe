internal import Compliance
internal import EventLog
public import InteractionModel
internal import Search
internal import Vault

/// Finds what is withheld in one place and given away in another: an edition, a quotation, the same name or
/// number once more, however it is spelled (``/Search/SpelledTexts``), sealed there or in the open.
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
      shown.append((stored.position, text))
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
    var places: [Int: Set<Position>] = [:]
    for (position, text) in shown {
      for number in spelled.found(in: text) { places[number, default: []].insert(position) }
      // Also within a word.
      for (number, hidden) in withheld.enumerated() where text.contains(hidden.text) {
        places[number, default: []].insert(position)
      }
    }
    var found: [Int: Set<Position>] = [:]
    for (number, positions) in places {
      found[withheld[number].redaction, default: []].formUnion(positions)
    }
    return found.sorted { $0.key < $1.key }.map {
      EvidenceBundle.Repeat(redaction: $0.key, positions: $0.value.sorted())
    }
  }
}
