/// How what a log has under an id compares with what a source says under it now.
public struct EarlierEvent: Sendable, Hashable {
  /// Its place in the log.
  public let position: Position
  /// When it happened, as far as that can be compared.
  public let occurred: Instant?
  /// Whether both say the same.
  public let isSame: Bool
  /// Whether both say the same beside the time.
  public let isSameButTime: Bool

  /// A comparison.
  /// - Parameters:
  ///   - position: its place in the log.
  ///   - occurred: when it happened.
  ///   - isSame: whether both say the same.
  ///   - isSameButTime: whether both say the same beside the time.
  public init(position: Position, occurred: Instant?, isSame: Bool, isSameButTime: Bool) {
    self.position = position
    self.occurred = occurred
    self.isSame = isSame
    self.isSameButTime = isSameButTime
  }
}
