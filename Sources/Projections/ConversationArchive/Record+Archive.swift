public import InteractionModel

extension ConversationArchive {
  /// Whether the text of a record is that of an entry of the archive: what was said in a
  /// conversation, other words for it, or a subject line.
  ///
  /// The record alone decides, whatever the archive makes of it: the text of an entry that was
  /// redacted, came twice or is in quarantine is nobody else's either.
  /// - Parameter record: any record.
  /// - Returns: false for what has nothing sealed, is in no conversation, or is shown without text.
  public static func hasText(of record: Record) -> Bool {
    guard record.conversation != nil, record.sealedCount > 0,
      let event = ArchiveEvent(record.type)
    else { return false }
    return record.hasText(event)
  }
}

extension Record {
  /// Whether its sealed parts are something to read in a transcript.
  func hasText(_ event: ArchiveEvent) -> Bool { sealedCount > 0 && event.carriesText }

  /// A whole number of the body; nil when it is absent.
  /// - Throws: ``FoldError`` when the field holds something else.
  func wholeNumber(_ field: String) throws(FoldError) -> Int64? {
    switch body[field] {
    case nil: return nil
    case .int(let number)?: return number
    default: throw wrongKind(field, "a whole number")
    }
  }

  /// What the source said about the time, unless that is how the time is spelled anyway.
  var saidOtherwise: String {
    guard let occurred, occurred.text != effectiveTime.description else { return "" }
    return occurred.text
  }
}
