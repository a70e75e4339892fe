public import InteractionModel

extension OpenedPart {
  /// The parts of what was said and then edited, as they stand: an edit changes only what it says.
  ///
  /// A member stands as the last edition has it that names it; one that an edit says to be null or
  /// empty is taken away. Of an edition that stays closed nobody knows what it changed, so what came
  /// before it says nothing any more.
  /// - Parameter editions: the parts of each edition, those of what was first said before all.
  /// - Returns: the parts, each without what a later edition says; of one edition as they are.
  public static func standing(of editions: [[OpenedPart]]) -> [OpenedPart] {
    guard editions.count > 1 else { return editions.first ?? [] }
    var standing: [[OpenedPart]] = []
    var said: Set<String> = []
    for (place, parts) in editions.enumerated().reversed() {
      standing.append(parts.map { $0.without(said, noEmpty: place > 0) })
      let contents = parts.compactMap(\.content)
      guard contents.count == parts.count else { break }
      for content in contents { said.formUnion(content.members.lazy.map(\.key)) }
    }
    return standing.reversed().flatMap(\.self)
  }

  /// What it says; nil when it stays closed.
  public var content: JSONObject? {
    guard case .opened(let content) = result else { return nil }
    return content
  }

  private func without(_ names: Set<String>, noEmpty: Bool) -> OpenedPart {
    guard let content else { return self }
    let left = content.members.filter { member in
      !names.contains(member.key) && !(noEmpty && (member.value == .null || member.value == ""))
    }
    return OpenedPart(
      index: index, keyID: keyID, result: .opened(JSONObject(left.map { ($0.key, $0.value) })))
  }
}
