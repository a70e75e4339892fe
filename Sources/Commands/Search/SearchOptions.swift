internal import ArgumentParser
internal import InteractionModel
internal import Queries
internal import Search

/// Which texts count in a search.
struct SearchOptions: ParsableArguments {
  @Option(help: "Only this channel.")
  var channel: String?

  @Option(help: "Only this department.")
  var department: String?

  @Option(
    help: "Only what names this party or whoever was merged with it, and their conversations.")
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

  @Option(help: "The time zone of times without one.")
  var zone: String?

  func validate() throws { _ = try filter }

  /// The texts that are meant.
  var filter: TextFilter {
    get throws {
      var filter = TextFilter()
      filter.channel = try channel.map(Channel.init(option:))
      filter.department = department
      filter.party = party
      filter.caseID = caseID
      filter.issue = issue
      filter.direction = try known("direction", direction, Direction.allCases.map(\.rawValue))
        .flatMap(Direction.init(rawValue:))
      filter.visibility = try known("visibility", visibility, ["public", "private", "internal"])
      filter.kind = try known("kind of text", kind, SearchKind.allCases.map(\.rawValue))
        .flatMap(SearchKind.init(rawValue:))
      try asked {
        let zone = try LocalZone(zone)
        filter.from = try after.map(zone.start)
        filter.before = try before.map(zone.start)
      }
      return filter
    }
  }

  private func known(_ name: String, _ value: String?, _ known: [String]) throws -> String? {
    guard let value, !known.contains(value) else { return value }
    throw ValidationError(
      "there is no \(name) “\(value)”; use one of \(known.joined(separator: ", "))")
  }
}
