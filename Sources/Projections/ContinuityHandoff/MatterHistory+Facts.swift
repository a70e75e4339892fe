internal import InteractionModel

// Whose the facts of a matter are.

extension MatterHistory {
  /// Facts of the matter, apart by whose they are: of the party that a record names, else of the one
  /// that its conversation is with, else of whom the matter is with.
  /// - Parameters:
  ///   - facts: all of them, or those that may be shown.
  ///   - party: whose need no name; nil for whom the matter is with.
  ///   - root: whom a party belongs to.
  /// - Returns: the facts.
  func apart(
    _ facts: KnownFacts, of party: String? = nil, root: (String) -> String = { $0 }
  ) -> KnownFacts {
    let first = self.party.value
    let own = (party ?? first).map(root)
    let passages = Dictionary(passages.map { ($0.id, $0.party.value) }) { one, _ in one }
    return facts.apart { source in
      let named = source.party ?? source.conversation.flatMap { passages[$0] ?? nil } ?? first
      return named.map(root).flatMap { $0 == own ? nil : $0 }
    }
  }
}
