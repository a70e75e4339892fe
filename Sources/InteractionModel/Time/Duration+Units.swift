extension Duration {
  /// Whole milliseconds, as answers have them.
  public var wholeMilliseconds: Int64 {
    components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
  }

  /// Whole nanoseconds.
  public var wholeNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }

  /// Whole seconds, for people.
  public var wholeSeconds: Int64 { components.seconds }
}
