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
      of the machine, and times as they were reported where no date chooses among them).
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
  /// The times, as they were written, by which what is shown is chosen.
  var filterTimes: [String?] { get }
}

extension ShowsTimes {
  var filterTimes: [String?] { [] }

  /// The zone of all times shown; nil for each as its source said it.
  ///
  /// What a date chooses is shown in the zone that the date was read in, where no line is of the day before.
  var shownZone: LocalZone? {
    get throws {
      let readsDates = filterTimes.contains { $0.map { Timestamp($0)?.instant == nil } ?? false }
      return times.zone == nil && !readsDates ? nil : try times.local
    }
  }
}

/// A command that answers as of a point.
protocol AsksHistory: ShowsTimes {
  var history: AsOfOptions { get }
}

extension AsksHistory {
  var times: ZoneOptions { history.times }
}
