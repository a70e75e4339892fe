extension EventType {
  /// What tells that somebody read or was given something to read: accounts of readings, and what
  /// other systems recorded of theirs.
  private static let readings: Set<EventType> = [
    .recordAccessed, .recordDisclosed, .recordExported, .accessBreakGlassStarted,
    .accessBreakGlassEnded,
  ]

  /// Whether events of this type tell that somebody read, or was given something to read.
  public var tellsOfReading: Bool { EventType.readings.contains(self) }
}
