internal import InteractionModel
internal import Projections

/// The way of a matter through the channels, one line a conversation.
struct JourneyLines {
  private let legs: [Document<JourneyField>]

  private let ways: [String: [String]]
  private let asRecorded: Set<Int64>

  /// - Parameters:
  ///   - legs: the conversations.
  ///   - ways: the channels of those that changed theirs.
  ///   - asRecorded: where those begin of which no source said when.
  init(
    _ legs: [Document<JourneyField>], _ ways: [String: [String]], asRecorded: Set<Int64> = []
  ) {
    self.legs = legs
    self.ways = ways
    self.asRecorded = asRecorded
  }

  var lines: [String] {
    let channels = legs.map { leg in
      leg[.conversation]?.string.flatMap { ways[$0] }.map(Phrase.way)
        ?? Phrase.code(leg[.channel]) ?? "–"
    }
    let width = channels.map(\.columns).max() ?? 0
    return zip(legs, channels).map { leg, channel in
      var parts = JourneyLines.counted(leg.parts(.failed).map(JourneyLines.failure))
      let outcome = Phrase.code(leg[.outcome])
      if parts.isEmpty, outcome == nil { parts.append("not closed") }
      let end = outcome.map { "→ \($0)" }
      let course = [parts.joined(separator: ", "), end].compactMap { $0 }.filter { !$0.isEmpty }
      let isRecorded = leg[.position]?.int.map(asRecorded.contains) ?? false
      let time = Phrase.time(leg[.from]) + (isRecorded ? Phrase.asRecorded : "")
      return [time, channel.padding(width), course.joined(separator: " ")]
        .joined(separator: "  ")
    }
  }

  private static func failure(_ value: Document<JourneyStepField>) -> String {
    let error = Phrase.code(value[.error]).map { ": \($0)" } ?? ""
    return "✗ \(Phrase.code(value[.what]) ?? "a step")\(error)"
  }

  /// Equal texts once, with how often they came.
  private static func counted(_ texts: [String]) -> [String] {
    var counts: [(text: String, count: Int)] = []
    for text in texts {
      if let place = counts.firstIndex(where: { $0.text == text }) {
        counts[place].count += 1
      } else {
        counts.append((text, 1))
      }
    }
    return counts.map { $0.count == 1 ? $0.text : "\($0.text) ×\($0.count)" }
  }
}
