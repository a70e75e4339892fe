public import InteractionModel

extension ConversationArchive {
  /// A use of a response with what became of the conversation: its case, its status, when it ended,
  /// and how, which is its last disposition, else the outcome it was closed with, else its status.
  ///
  /// Joined where it is read: how a conversation ends changes one row, and not one for each use.
  /// - Parameters:
  ///   - use: the document of a row of ``uses``.
  ///   - conversation: the document of the row of its conversation in ``conversations``; nil when
  ///     there is none.
  /// - Returns: the use with `case`, `ended`, `outcome` and `status`, as far as they are known.
  public static func ended(
    _ use: Document<UseField>, with conversation: Document<ConversationField>?
  ) -> Document<UseField> {
    guard let conversation else { return use }
    var use = use
    use[.case] = conversation[.case]
    use[.ended] = conversation[.ended]
    use[.status] = conversation[.status]
    use[.outcome] =
      conversation.part(.disposition, of: DispositionField.self)?[.outcome]
      ?? conversation[.outcome] ?? use[.status]
    return use
  }
}
