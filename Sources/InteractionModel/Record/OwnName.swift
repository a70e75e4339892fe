/// What a source calls something that later events of it name, by a name that is not the event's own
/// id: a commitment, or a hand-off.
public struct OwnName: Sendable, Hashable {
  /// What is called so.
  public enum Kind: Sendable, Hashable {
    /// What somebody was promised: `commitment` of `commitment.made`.
    case commitment
    /// A hand-off: `handoff` of what begins one.
    case handoff
  }

  /// What is called so.
  public let kind: Kind
  /// How.
  public let text: String
  /// Who calls it so; nil where no source is known.
  public let source: String?

  /// A name.
  /// - Parameters:
  ///   - kind: what is called so.
  ///   - text: how.
  ///   - source: who calls it so.
  public init(_ kind: Kind, _ text: String, source: String?) {
    self.kind = kind
    self.text = text
    self.source = source
  }

  /// The name that a record gives to what it begins; nil when it gives none.
  /// - Parameter record: any record.
  public init?(givenBy record: Record) {
    guard let kind = Kind(begunBy: record.type), let text = record.body[kind.field]?.string
    else { return nil }
    self.init(kind, text, source: record.source)
  }
}

extension OwnName.Kind {
  /// What an event of a type begins; nil when it begins nothing that has a name.
  /// - Parameter type: the type.
  public init?(begunBy type: EventType) {
    switch type {
    case .commitmentMade: self = .commitment
    case .transferRequested, .handoffPrepared: self = .handoff
    default: return nil
    }
  }

  /// The field that has the name.
  public var field: String { self == .commitment ? "commitment" : "handoff" }
}
