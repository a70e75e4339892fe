internal import InteractionModel

/// Who may see an entry of a transcript; the stricter one is the greater.
enum Visibility: Int64, FoldCodable, Sendable, Hashable, Comparable {
  /// Whoever may see the conversation.
  case `public`
  /// Those who take part in the conversation.
  case `private`
  /// The agency only.
  case `internal`

  /// The word of the vocabulary.
  var word: String {
    switch self {
    case .public: "public"
    case .private: "private"
    case .internal: "internal"
    }
  }

  static func < (left: Visibility, right: Visibility) -> Bool { left.rawValue < right.rawValue }

  /// What a record says about who may see it.
  ///
  /// Never wider by accident: the internal channel is internal whatever the body says, and so is a
  /// word that the vocabulary does not know.
  init(_ record: Record, _ event: ArchiveEvent) throws(FoldError) {
    guard event.isSaid || event == .edited else {
      self = .internal
      return
    }
    let word = try record.text("visibility")
    guard record.channel != .internal else {
      self = .internal
      return
    }
    switch word {
    case "public"?: self = .public
    case "private"?: self = .private
    case .some: self = .internal
    case nil: self = Visibility.usual(record, event)
    }
  }

  /// The visibility of a record that says nothing about it.
  private static func usual(_ record: Record, _ event: ArchiveEvent) -> Visibility {
    switch event {
    case .note: .internal
    case .transcript, .recording: .private
    case .edited: .public
    default: record.direction == .internal ? .internal : .public
    }
  }
}
