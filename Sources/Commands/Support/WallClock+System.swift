internal import EventLog

extension WallClock {
  /// The clock of this machine.
  static let system = WallClock { Terminal.note("\($0)") }
}
