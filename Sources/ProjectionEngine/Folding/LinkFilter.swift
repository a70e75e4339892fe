internal import InteractionModel
internal import Projections

/// Which subjects may have links: nearly all that have none are known without looking.
///
/// A Bloom filter of one hash: four megabytes, whatever the size of the log, in which a million
/// links leave one subject in thirty to be looked up for nothing.
struct LinkFilter: Sendable {
  private static let bits: UInt64 = 1 << 25

  private var words = [UInt64](repeating: 0, count: Int(bits / 64))

  /// The filter of all links of a read model.
  init(_ model: any ReadModel) throws {
    var last: Int64 = 0
    while true {
      let page = try model.allLinks(after: last, limit: 4_096)
      for link in page {
        if let kind = LinkKind(rawValue: link.kind) { insert(kind, link.subject) }
      }
      guard let end = page.last, page.count == 4_096 else { return }
      last = end.number
    }
  }

  /// Takes a subject in.
  mutating func insert(_ kind: LinkKind, _ subject: String) {
    let bit = LinkFilter.bit(kind, subject)
    words[Int(bit / 64)] |= 1 << (bit % 64)
  }

  /// False when the subject has no link of the kind.
  func mayHave(_ kind: LinkKind, _ subject: String) -> Bool {
    let bit = LinkFilter.bit(kind, subject)
    return words[Int(bit / 64)] & 1 << (bit % 64) != 0
  }

  private static func bit(_ kind: LinkKind, _ subject: String) -> UInt64 {
    var digest = PairDigest()
    digest.add(
      Position(Int64(kind.number)), leaf: 0, hash: PairDigest.hash(.case, subject))
    return digest.sum % bits
  }
}

extension LinkKind {
  fileprivate var number: Int {
    switch self {
    case .conversationToCase: 1
    case .caseIntoCase: 2
    case .partyIntoParty: 3
    case .conversationInCase: 4
    case .conversationNamed: 5
    }
  }
}
