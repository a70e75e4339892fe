/// The words that a public field may have where the list of them is closed, because what is made of
/// the event hangs on the word.
///
/// A record keeps whatever code it was given, and a fold makes of a code that is not on the list what
/// it makes of none, or of the strictest; whoever appends is told (``UnknownTerm``). Channel and
/// direction of the envelope are closed as well, and a record cannot have any other: it has none then,
/// and the word is sealed.
public struct ClosedList: Sendable, Hashable {
  /// A field that has words of a list.
  public struct Field: Sendable, Hashable {
    /// The type of the event.
    public let type: CatalogueType
    /// The name in its body.
    public let name: String
  }

  /// What a word of it is: `visibility`, `outcome`.
  public let name: String
  /// The words.
  public let words: [String]
  /// The fields that have them.
  public let fields: [Field]

  private init(_ name: String, _ words: [String], _ fields: (CatalogueType, String)...) {
    self.name = name
    self.words = words
    self.fields = fields.map { Field(type: $0.0, name: $0.1) }
  }

  /// All of them; one line closes a list.
  public static let all = [
    ClosedList(
      "visibility", ["public", "private", "internal"], (.messageReceived, "visibility"),
      (.messageSent, "visibility"), (.noteAdded, "visibility")),
    ClosedList(
      "status of a case", ["open", "pended", "resolved", "closed"], (.caseOpened, "status")),
    ClosedList(
      "outcome", Outcome.allCases.map(\.rawValue), (.conversationClosed, "outcome"),
      (.dispositionSet, "outcome")),
    ClosedList(
      "outcome of an attempt",
      ["reached", "no_answer", "busy", "voicemail", "declined", "failed"],
      (.callbackAttempted, "outcome")),
    ClosedList("outcome of a transfer", ["completed", "closed"], (.transferCompleted, "outcome")),
    ClosedList(
      "kind of transfer",
      ["blind", "warm", "consult", "channel", "department", "assistant_to_human"],
      (.transferRequested, "kind")),
    ClosedList(
      "initiation method", ["inbound", "outbound", "callback", "transfer"],
      (.contactInitiated, "initiationMethod")),
    ClosedList(
      "channel", Channel.allCases.map(\.rawValue), (.partyPreferenceSet, "preferredChannel"),
      (.transferRequested, "fromChannel"), (.transferRequested, "toChannel")),
  ]
}

extension EventCatalogue {
  /// The fields of a type whose words are a closed list; nearly always none.
  /// - Parameter type: the type of an event.
  /// - Returns: the names of the fields with their lists.
  public static func closedFields(of type: EventType) -> [(field: String, list: ClosedList)] {
    type.number < 0 ? [] : closed[type.number]
  }

  /// By the number of the type, so that whoever appends a million events looks nothing up.
  private static let closed: [[(field: String, list: ClosedList)]] = {
    var closed = CatalogueType.allCases.map { _ in [(field: String, list: ClosedList)]() }
    for list in ClosedList.all {
      for field in list.fields { closed[Int(field.type.rawValue)].append((field.name, list)) }
    }
    return closed
  }()
}
