internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

/// Ids, times and actors of documents in the words of a screen.
enum Phrase {
  /// Who did something: `agent agent-013`, `party 3fa85f64…`, `system`.
  /// - Parameter value: an object with `type` and `id`, or a text `type:id`.
  /// - Returns: the name; a dash when there is none.
  static func who(_ value: JSONValue?) -> String {
    let author = Document<AuthorField>(value)
    var type = author?[.type]?.string
    var id = author?[.id]?.string
    if let text = value?.string {
      let parts = text.split(separator: ":", maxSplits: 1)
      type = parts.first.map(String.init)
      id = parts.count == 2 ? String(parts[1]) : nil
    }
    guard let type else { return "–" }
    guard let id else { return Terminal.safe(type) }
    // Agents are known by their ids; that they are agents goes without saying.
    let isNamed = type == "agent" || id.hasPrefix(type)
    return isNamed ? Terminal.short(id) : "\(Terminal.safe(type)) \(Terminal.short(id))"
  }

  /// The end of a transfer: department, channel, queue and agent, as far as known.
  static func place(_ side: Document<TransferEndField>?) -> String {
    let words = [TransferEndField.department, .channel, .queue, .agent].compactMap { field in
      field == .channel ? code(side?[field]) : side?[field]?.string.map(Terminal.short)
    }
    return words.isEmpty ? "–" : words.joined(separator: " ")
  }

  /// Beside a fact that is known: a question for it waits all the same.
  static let askedAgain = " (asked again, no answer since)"

  /// A time without fractions of a second and without the T: `2026-03-02 09:31:47-05:00`.
  static func time(_ value: JSONValue?) -> String { value?.string.map(time) ?? "–" }

  /// A time without fractions of a second and without the T: `2026-03-02 09:31:47-05:00`.
  static func time(_ text: String) -> String {
    let (date, clock, offset) = parts(text)
    return clock.isEmpty ? date : "\(date) \(clock)\(offset)"
  }

  /// A number of bytes as people say it: `640 bytes`, `12.4 MB`.
  static func size(_ bytes: Int64) -> String {
    var (value, names) = (Double(bytes), ["kB", "MB", "GB", "TB", "PB"][...])
    guard bytes >= 1_000 else { return "\(bytes) byte\(bytes == 1 ? "" : "s")" }
    value /= 1_000
    while value >= 999.95, names.count > 1 {
      value /= 1_000
      names.removeFirst()
    }
    return "\((value * 10).rounded() / 10) \(names[names.startIndex])"
  }

  /// How long something takes as people say it, rounded up: `1 s`, `12 min`, `3.5 h`.
  static func length(_ time: Duration) -> String {
    let seconds = Double(time.wholeMilliseconds) / 1_000
    if seconds <= 100 { return "\(max(1, Int(seconds.rounded(.up)))) s" }
    if seconds <= 6_000 { return "\(Int((seconds / 60).rounded(.up))) min" }
    return "\((seconds / 360).rounded(.up) / 10) h"
  }

  /// The time of a document, and whether it is only that of recording, because no source said one.
  static func time<Field>(
    of document: Document<Field>, _ field: Field, flags: Field
  ) -> String {
    let isRecorded = document[flags]?.array?.contains(RecordedTimes.flag) == true
    return time(document[field]) + (isRecorded ? asRecorded : "")
  }

  /// Beside a time of recording that stands for one that nobody said.
  static let asRecorded = " (recorded)"

  /// When somebody was heard of, which a clock that is wrong can date ahead.
  /// - Parameters:
  ///   - value: the time, as the source said it.
  ///   - now: when that is looked at.
  /// - Returns: the time, and whether it is still to come.
  static func touch(_ value: JSONValue?, at now: Instant) -> String {
    let isAhead = value?.string.flatMap { Timestamp($0)?.instant }.map { now < $0 } ?? false
    return time(value) + (isAhead ? " (dated ahead)" : "")
  }

  /// Date, clock and offset of a time in the zone that was asked for, else as the source said it;
  /// empty where it said none.
  ///
  /// A day is the same day in every zone.
  static func parts(_ text: String) -> (date: String, clock: String, offset: String) {
    if Timestamp(text)?.isDate == true { return (String(text.prefix(10)), "", "") }
    let zoned = Terminal.zone.flatMap { zone in Timestamp(text)?.instant.map(zone.text) }
    let text = Terminal.safe(zoned ?? text)
    let date = String(text.prefix { $0 != "T" })
    let rest = text.dropFirst(date.count + 1)
    let clock = rest.prefix { $0.isNumber || $0 == ":" }
    let offset = rest.dropFirst(clock.count).drop { $0 == "." || $0.isNumber }
    return (date, String(clock), String(offset))
  }

  /// How long ago something was, in the largest unit that fits.
  /// - Parameters:
  ///   - text: when, as the source said it.
  ///   - now: when that is looked at.
  /// - Returns: `3 h ago`, or `in 2 days`; nil when the time has no zone.
  static func ago(_ text: String?, at now: Instant) -> String? {
    guard let instant = text.flatMap({ Timestamp($0)?.instant }) else { return nil }
    let (difference, overflow) = now.microseconds.subtractingReportingOverflow(
      instant.microseconds)
    guard !overflow else { return nil }
    let words = span(Int64((difference / 1_000_000).magnitude))
    return difference < 0 ? "in \(words)" : "\(words) ago"
  }

  /// How long something took: `40 s`, `12 min`, `1 h 5 min`.
  static func duration(_ seconds: Int64) -> String {
    switch seconds {
    case ..<120: "\(seconds) s"
    case ..<7_200: "\(seconds / 60) min"
    default: "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
    }
  }

  /// So many seconds in the largest unit that fits: `3 h`, `2 days`.
  static func span(_ seconds: Int64) -> String {
    let minutes = seconds / 60
    return switch minutes {
    case 0: "less than a minute"
    case ..<90: "\(minutes) min"
    case ..<2_880: "\(minutes / 60) h"
    default: "\(minutes / 1_440) days"
    }
  }

  /// A code as words: `needs_person` is `needs person`.
  static func code(_ value: JSONValue?) -> String? { value?.string.map(code) }

  /// A service as people call it, and beside it the heading that it stands under; where it is a code of
  /// some system, which has digits, the heading is what people call it.
  /// - Parameters:
  ///   - service: the service; nil where it is not known.
  ///   - heading: its heading; nil where it is not known.
  /// - Returns: `Street Light Outages, Street Lights`, or `Graffiti Removal (4fd3b167)`; nil when neither
  ///   is known.
  static func service(_ service: JSONValue?, under heading: JSONValue?) -> String? {
    guard let service = code(service) else { return code(heading) }
    guard let heading = code(heading), heading != service else { return service }
    return service.contains(where: \.isNumber)
      ? "\(heading) (\(service))" : "\(service), \(heading)"
  }

  /// How something stands or what it came to: the word that all answers have for it, and beside it
  /// what was said, where that says more.
  /// - Parameters:
  ///   - end: a status, or whether the matter is settled.
  ///   - said: the word of the source.
  /// - Returns: `resolved (plan offered)`; nil when it is not known how it stands.
  static func end(_ end: JSONValue?, said: JSONValue?) -> String? {
    guard let word = end?.bool.map({ $0 ? "resolved" : "unresolved" }) ?? code(end) else {
      return nil
    }
    let plain: [JSONValue] = [.string(word), "resolved", "open", "unresolved"]
    guard let said, !plain.contains(said), let more = code(said) else { return word }
    return "\(word) (\(more))"
  }

  /// Channels in their order: `chat → voice`.
  static func way(_ channels: [String]) -> String {
    channels.map(code).joined(separator: " → ")
  }

  /// A code as words: `needs_person` is `needs person`.
  static func code(_ text: String) -> String { Terminal.safe(text.replacing("_", with: " ")) }
}
