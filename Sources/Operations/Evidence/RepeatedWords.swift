internal import Compliance
public import InteractionModel
internal import Vault

/// Finds what is withheld in one place and given away in another: an edition, a quotation, the same name
/// once more.
struct RepeatedWords {
  /// Shorter ones are words of other sentences.
  private static let shortest = 4

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

  /// What is found, in the order of the redactions.
  var found: [EvidenceBundle.Repeat] {
    var found: [EvidenceBundle.Repeat] = []
    var before: Set<String> = []
    for (redaction, text) in withheld where before.insert(text).inserted {
      let positions = Set(shown.lazy.filter { $0.text.contains(text) }.map(\.position))
      if !positions.isEmpty {
        found.append(EvidenceBundle.Repeat(redaction: redaction, positions: positions.sorted()))
      }
    }
    return found.sorted { $0.redaction < $1.redaction }
  }
}
