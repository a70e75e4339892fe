extension SearchFilter {
  /// Whether it means a document, by what an index keeps of that beside its words.
  ///
  /// Whether its text may be read is not looked at (``maskedKeys``, ``maskedTexts``).
  /// - Parameter document: a document; its kind counts only where one text alone says it.
  /// - Returns: whether it does.
  package func means(_ document: SearchDocument) -> Bool {
    func isOne(_ value: String?, of values: Set<String>) -> Bool {
      values.isEmpty || value.map(values.contains) ?? false
    }
    func isIn(_ conversations: Set<String>) -> Bool {
      document.conversation.map(conversations.contains) ?? false
    }
    return channels.map { channels in
      document.channel.map(channels.names.contains) ?? isIn(channels.conversations)
    } ?? true
      && department.map { $0.has(document) } ?? true
      && isOne(document.direction, of: directions)
      && isOne(document.visibility, of: visibilities)
      && after.map { document.at >= $0 } ?? true
      && before.map { document.at < $0 } ?? true
      && kind.map { SearchMark($0) != nil || document.kind == $0 } ?? true
      && conversations.map(isIn) ?? true
      && party.map { owner in
        isIn(owner.conversations) || document.party.map(owner.ids.contains) ?? false
          || document.party == nil && document.conversation == nil
            && document.caseID.map(owner.cases.contains) ?? false
      } ?? true
      && `case`.map { owner in
        document.caseID.map(owner.ids.contains) ?? isIn(owner.conversations)
      } ?? true
  }
}

extension SearchDepartment {
  /// Whether a document is of it.
  fileprivate func has(_ document: SearchDocument) -> Bool {
    if let own = document.caseID, !unassigned.contains(own) { return cases.contains(own) }
    return document.conversation.map(conversations.contains) ?? (document.department == name)
  }
}
