internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel

/// The zone in which dates are read and times are shown.
struct ZoneOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The time zone of dates and of the times shown, for example America/New_York (default: that \
      of the machine, and times as they were reported).
      """, valueName: "name"))
  var zone: String?

  func validate() throws { _ = try asked { try local } }

  /// The zone; that of the machine when none is named.
  var local: LocalZone { get throws { try LocalZone(zone) } }

  /// When and where it is asked.
  var view: Viewpoint {
    get throws { Viewpoint(now: WallClock.system.now(), zone: try local) }
  }
}

/// A command that shows times: in the zone that it is told, else as their sources said them.
protocol ShowsTimes {
  var times: ZoneOptions { get }
}

/// A command that answers as of a point.
protocol AsksHistory: ShowsTimes {
  var history: AsOfOptions { get }
}

extension AsksHistory {
  var times: ZoneOptions { history.times }
}
