internal import Foundation
public import InteractionModel

/// When and where somebody looks: the clock and the calendar by which what is owed is late.
public struct Viewpoint: Sendable, Hashable {
  /// What their clock says; of an answer as of a point the time that was asked for.
  public var now: Instant
  /// Where they are: the zone of dates and of times that were said without one.
  public var zone: LocalZone

  /// A viewpoint.
  /// - Parameters:
  ///   - now: what their clock says.
  ///   - zone: where they are.
  public init(now: Instant, zone: LocalZone) {
    self.now = now
    self.zone = zone
  }

  /// That of this machine.
  public static var machine: Viewpoint {
    Viewpoint(
      now: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)), zone: .machine)
  }
}
