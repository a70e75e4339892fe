public import InteractionModel
internal import Projections

/// A link as a read model stores it, even when no code could have written it.
public struct StoredLink: Sendable, Hashable {
  /// Its place among the links of the read model, from 1.
  public let number: Int64
  /// Which relation: the raw value of a ``LinkKind``, unless somebody altered it.
  public let kind: String
  /// What is moved.
  public let subject: String
  /// Where to; nil when it is taken out again.
  public let target: String?
  /// The place of the record that says so.
  public let position: Position
  /// When that happened.
  public let time: Instant

  /// A stored link.
  public init(
    number: Int64, kind: String, subject: String, target: String?, position: Position,
    time: Instant
  ) {
    self.number = number
    self.kind = kind
    self.subject = subject
    self.target = target
    self.position = position
    self.time = time
  }

  /// A link at its place.
  init(number: Int64, _ link: Link) {
    self.init(
      number: number, kind: link.kind.rawValue, subject: link.subject, target: link.target,
      position: link.position, time: link.time)
  }
}
