internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries
internal import Search

/// Which texts count in a search.
struct SearchOptions: ParsableArguments {
  @Option(help: "Only this channel; a text that does not say it is on that of its conversation.")
  var channel: String?

  @Option(
    help: """
      Only texts of cases that this department has now. A text of no case, or of one that no \
      department has, is of its conversation's department, else of the one it names itself.
      """)
  var department: String?

  @Option(
    help: "Only what names this party or whoever was merged with them, and their conversations.")
  var party: String?

  @Option(name: .customLong("case"), help: "Only what is of this case, and its conversations.")
  var caseID: String?

  @Option(help: "Only conversations with this issue.")
  var issue: String?

  @Option(help: "Only inbound, outbound or internal.")
  var direction: String?

  @Option(help: "Only public, private or internal.")
  var visibility: String?

  @Option(
    help: "Only this kind of text: \(SearchKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var kind: String?

  @Option(help: "Only what was said at or after this time, or on or after this date.")
  var after: String?

  @Option(help: "Only what was said before this time, or before this date.")
  var before: String?

  @OptionGroup var times: ZoneOptions

  func validate() throws { _ = try filter }

  /// The texts that are meant.
  var filter: TextFilter {
    get throws {
      var filter = TextFilter()
      filter.department = department
      filter.party = party
      filter.caseID = caseID
      filter.issue = issue
      try asked {
        filter.channel = try channel.map { try UnknownWord.value($0, "channel") }
        filter.direction = try direction.map { try UnknownWord.value($0, "direction") }
        filter.visibility = try visibility.map { try UnknownWord.value($0, "visibility", \.word) }
        filter.kind = try kind.map { try UnknownWord.value($0, "kind of text") }
        let zone = try times.local
        filter.from = try after.map(zone.start)
        filter.before = try before.map(zone.start)
        try requireRoom(
          from: ("--after", filter.from), to: ("--before", filter.before))
      }
      return filter
    }
  }
}
