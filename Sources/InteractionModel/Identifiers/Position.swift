/// A place in the log: gapless, from 1, in commit order.
///
/// Zero is "before the first record", which is where a reader of an empty log stands.
public struct Position: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The number of the place, from 1; 0 before the first.
  public let rawValue: Int64

  /// The place of that number.
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// The place of that number.
  public init(_ value: Int64) {
    rawValue = value
  }

  /// Before the first record.
  public static let start = Position(0)

  /// The place after this one; the last number there is stays where it is.
  public var next: Position { rawValue < .max ? Position(rawValue + 1) : self }

  /// The place before this one; ``start`` stays where it is.
  public var previous: Position { rawValue > 0 ? Position(rawValue - 1) : .start }

  /// Log order.
  public static func < (left: Position, right: Position) -> Bool { left.rawValue < right.rawValue }

  /// The number in decimal.
  public var description: String { String(rawValue) }
}
